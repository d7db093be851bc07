"""Tells who speaks together in a joint statement: the states that its title names, and where "our" means them all."""

from collections.abc import Sequence
from typing import Final

from detente.model.document.following.parties import Pair
from detente.model.document.holders import OTHER
from detente.model.document.rules.reading_rules import ReadingRules
from detente.model.document.view import DocumentView
from detente.model.text.actor_finder import FindActors

__all__ = ["follow_authors", "joint_authors", "voice_of"]

# Statements at the head of a document of which one may be the title, and those in which it must speak of itself.
_HEAD: Final = 3
_SPEAKS_WITHIN: Final = 12
_TWO, _THREE = 2, 3
_BETWEEN: Final = " –—-/"  # what may stand behind the names before "Joint"
_STEM: Final = 3  # letters by which "Polish" and "Poland" are one


def joint_authors(statements: Sequence[str], rules: ReadingRules, find: FindActors, own: str | None) -> Pair:
    """Return the two or three whose words a joint statement gives, as its title names them; empty for any other text.

    `own` is the state in whose voice the document is known to be: where it is none of them, it only reports theirs. The
    statement itself must say "we", which news under such a headline does in quotations alone.
    """
    titles = map(rules.speech.joint_title.fullmatch, statements[:_HEAD])
    title = next((one for one in titles if one is not None), None)
    if title is None or not any(_says_we(text, rules) for text in statements[:_SPEAKS_WITHIN]):
        return ()
    before = _named_in(title["names"], rules, find)
    # Of "Seoul and Tokyo Issue Joint Statement" a verb stands behind the names.
    if title["names"][max((end for _, end, _ in before), default=0) :].strip(_BETWEEN):
        return ()
    for named in (before, *(_named_in(title[group] or "", rules, find) for group in ("makers", "topic"))):
        authors = tuple({key: code for _, _, (key, code) in named}.values())
        if len(authors) in (_TWO, _THREE):
            return authors if own in (None, *authors) else ()
    return ()


def voice_of(authors: Pair) -> str | None:
    """Return the one of them whose voice the document gets: the first, as for all who act together (codebook)."""
    return next((code for code in authors if code != OTHER), None)


def follow_authors(view: DocumentView) -> list[Pair | None]:
    """Return for each statement whether its "our alliance" or "the two sides" means those who make the text, else None.

    They are the authors of a joint statement.
    """
    words = view.rules.words.pairs
    if words is None or not view.authors:
        return [None] * len(view.statements)
    sides = words.sides if len(view.authors) == _TWO else words.threes
    return [
        view.authors if words.ours.search(text) or sides.search(text) else None for text in view.statements
    ]


def _says_we(text: str, rules: ReadingRules) -> bool:
    found = rules.words.cues["we"].search(text)
    return found is not None and not any(mark in text[: found.start()] for mark in '"“')


def _named_in(text: str, rules: ReadingRules, find: FindActors) -> list[tuple[int, int, tuple[str, str]]]:
    """The holders named in a stretch of a title, by position: span, what tells two other states apart, and code."""
    actors = [(one.start, one.end, (one.target, one.target)) for one in find(text)]
    others = [
        (start, end, (f"{OTHER} {text[start : start + _STEM]}" if code == OTHER else code, code))
        for start, end, code in rules.holders.spans_in(text)
        if not any(start < last and first < end for first, last, _ in actors)
    ]
    return sorted((*actors, *others))
