"""Finds which actors each statement of a document names: by full names, short ones, and surnames of leaders."""

import re
from collections.abc import Sequence
from operator import attrgetter
from typing import Final

from detente.model.document.persons import Person, PersonMention
from detente.model.document.rules.reading_rules import ReadingRules
from detente.model.text.actor_finder import ActorFinder, Mention

__all__ = ["names_of_statements", "with_surnames", "without_namesakes"]

# "Mr. Kim" is whoever "Kim" is.
_COURTESY: Final = re.compile(r"(?:(?:Mr|Mrs|Ms|Dr)\.?\s)?")


def names_of_statements(
    finder: ActorFinder,
    statements: Sequence[str],
    *,
    targets: Sequence[str] | None,
    own: str | None,
    rules: ReadingRules,
) -> tuple[list[list[Mention]], list[frozenset[str]]]:
    """Return the mentions in each statement, and the actors that it names by a short name alone ("the North").

    `targets` are codes, None for the default actors; `own` is the state in whose voice the document is written, and
    `rules` are those of its language.
    """
    # All default actors, whichever are asked for: who speaks and who is meant hangs on the others too.
    searched = None if targets is None else sorted({*finder.defaults, *targets})
    mentions = _without_home_names(
        [finder.find(text, searched) for text in statements], statements, own, rules
    )
    named = {mention.target for of_one in mentions for mention in of_one}
    shortened: list[frozenset[str]] = []
    for text, of_one in zip(statements, mentions, strict=True):
        codes = {mention.target for mention in of_one}
        short = [
            Mention(code, *span)
            for code in rules.short_named
            if code not in codes
            for span in rules.short_names(text, code, named=named, own=own)
        ]
        of_one[:] = sorted((*of_one, *short), key=attrgetter("start"))
        shortened.append(frozenset(mention.target for mention in short))
    return mentions, shortened


def _without_home_names(
    mentions: Sequence[Sequence[Mention]], statements: Sequence[str], own: str | None, rules: ReadingRules
) -> list[list[Mention]]:
    """Leave out names that every state has at home ("외교부", "我国") where they mean another than the finder took.

    They do in the document of another state, behind the name of one, and where the document names others alone.
    """
    folded = [rules.folded(text) for text in statements]
    at_home = [
        {one for one in of_one if rules.home_names.fullmatch(text, one.start, one.end)}
        for text, of_one in zip(folded, mentions, strict=True)
    ]
    sure = {
        one.target
        for of_one, home in zip(mentions, at_home, strict=True)
        for one in of_one
        if one not in home
    }
    kept: list[list[Mention]] = []
    for text, of_one, home in zip(folded, mentions, at_home, strict=True):
        others = [start for start, _ in rules.holders.named_in(text)] if home else []
        kept.append([])
        for one in of_one:
            if one in home and one.target != own:
                here = {other.target for other in of_one if other not in home}
                others_before = [at for at in others if at < one.start]
                others_before += [
                    other.start for other in of_one if other.target != one.target and other.end <= one.start
                ]
                of_another = bool(others_before) and one.target not in here
                if own is not None or of_another or (sure and one.target not in sure):
                    continue
            kept[-1].append(one)
    return kept


def with_surnames(
    finder: ActorFinder,
    mentions: Sequence[Sequence[Mention]],
    *,
    shortened: Sequence[frozenset[str]],
    persons: Sequence[Sequence[PersonMention]],
) -> tuple[list[list[Mention]], list[frozenset[str]]]:
    """Return the mentions and the short names of each statement with the surnames of leaders, which are short names.

    `persons` are those whom each statement names by surname. A leader is one whose full name the finder lists.
    """
    surnames = _names_of_leaders(finder, mentions, persons)
    all_mentions = [
        sorted((*of_one, *more), key=attrgetter("start"))
        for of_one, more in zip(mentions, surnames, strict=True)
    ]
    all_short = [
        short | {mention.target for mention in more} for short, more in zip(shortened, surnames, strict=True)
    ]
    return all_mentions, all_short


def _names_of_leaders(
    finder: ActorFinder, mentions: Sequence[Sequence[Mention]], persons: Sequence[Sequence[PersonMention]]
) -> list[list[Mention]]:
    """The surnames of persons whose full name, which the document gave, the finder lists as their state's."""
    listed: dict[Person, bool] = {}
    found: list[list[Mention]] = []
    for of_one, surnames in zip(mentions, persons, strict=True):
        codes = {mention.target for mention in of_one}
        found.append([])
        for one in surnames:
            person = one.person
            if not one.introduced or person.state in codes or person.state not in finder.defaults:
                continue
            if person not in listed:
                whole = Mention(person.state, 0, len(person.written))
                listed[person] = whole in finder.find(person.written)
            if listed[person]:
                found[-1].append(Mention(person.state, one.start, one.end))
    return found


def without_namesakes(
    statements: Sequence[str],
    mentions: Sequence[Sequence[Mention]],
    persons: Sequence[Sequence[PersonMention]],
) -> list[list[Mention]]:
    """Return the mentions but for surnames that the finder lists for one state and the document gave to another's."""
    kept: list[list[Mention]] = []
    for text, of_one, surnames in zip(statements, mentions, persons, strict=True):
        by_end = {one.end: one for one in surnames if one.introduced}
        kept.append([one for one in of_one if not _is_namesake(text, one, by_end.get(one.end))])
    return kept


def _is_namesake(text: str, mention: Mention, surname: PersonMention | None) -> bool:
    return (
        surname is not None
        and surname.person.state != mention.target
        and mention.start <= surname.start
        and _COURTESY.fullmatch(text, mention.start, surname.start) is not None
    )
