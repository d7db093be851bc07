"""Follows who speaks through a document: attributions, quotations over statements, turns of a transcript."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from detente.model.document.following.bearers import Holding
from detente.model.document.following.interpreted import interpreted_turns
from detente.model.document.following.speaking import Speakers, Voice
from detente.model.document.persons import PersonMention
from detente.model.document.quotations import Quoted, follow_quotations
from detente.model.document.rules.reading_rules import KnownPersons, ReadingRules
from detente.model.text.actor_finder import FindActors, Mention

__all__ = ["follow_speakers"]

# Lines that open like a label make a transcript from this number on.
_TURNS: Final = 2


@dataclass(slots=True)
class _Waiting:
    """The statements of a quotation whose speaker is named only behind it."""

    numbers: list[int] = field(default_factory=list)
    is_told: bool = False  # before it already

    def spoken_by_now(self, number: int, quoted: Quoted, *, said: bool) -> list[int]:
        """Return those that the speaker of the next statement has said too; `said` tells that it names one."""
        spoken = self.numbers if said and quoted.continued else []
        if not quoted.open:
            self.numbers = []
        elif not said and not self.is_told:
            self.numbers = [*self.numbers, number]
        self.is_told = quoted.open and (said or (self.is_told and quoted.continued))
        return spoken


def follow_speakers(
    statements: Sequence[str],
    mentions: Sequence[Sequence[Mention]],
    persons: KnownPersons,
    *,
    rules: ReadingRules,
    labels: Sequence[str | None],
    own: str | None,
    find: FindActors,
) -> tuple[list[Voice | None], list[list[PersonMention]]]:
    """Return for each statement whose words it gives, and the persons whom it names by surname.

    The voice is None where a narrator of no stated country speaks. `mentions` are the actors that each names;
    `persons` fills up on the way. `rules` are those of the language, and `labels` the speakers of a transcript's
    turns. `own` is the state in whose voice the document is written, if there is one. `find` finds actors in a text.
    """
    voices: list[Voice | None] = []
    of_each: list[list[PersonMention]] = []
    waiting = _Waiting()
    given, statements = statements, [rules.folded(text) for text in statements]
    quotations = follow_quotations(statements)
    written = rules.turn_labels(statements)
    given_or_written = [one or other for one, other in zip(labels, written, strict=True)]
    told = rules.told_by_labels(given_or_written, statements[0] if statements else "", find)
    speakers = Speakers(rules, persons, own, told)
    persons.look_ahead(given, mentions)
    of_others = [[Holding(*one) for one in rules.holders.spans_in(text)] for text in statements]
    names = [_by_position(*one) for one in zip(of_others, mentions, strict=True)]
    guests: Mapping[int, str] = {}
    if own is not None and not any(given_or_written):  # labels tell who speaks
        guests = interpreted_turns(statements, rules.speech.interpreted, names, own)
    # One line of the form alone ('Xi Jinping: "We agree."') is no transcript.
    is_transcript = sum(rules.name_label(text) is not None for text in statements) >= _TURNS
    for number, (text, quoted) in enumerate(zip(statements, quotations, strict=True)):
        # Before the statement introduces anybody: "Xi Jinping: A Life" is a headline.
        label = given_or_written[number]
        if label is None and is_transcript:
            label = speakers.label_of(text)
        persons.take(given[number], mentions[number])
        # The label that opens a turn tells who speaks, not of whom.
        begins = text.find(":") + 1 if written[number] else 0
        of_each.append([one for one in persons.find(text) if one.start >= begins])
        others = of_others[number]
        if not quoted.continued:
            speakers.open_section(text, mentions[number], others)
        speakers.take(text, names[number], of_each[-1])
        if number in guests:
            speakers.give_floor(guests[number])
        voice = speakers.voice(text, mentions[number], quoted, label)
        voices.append(voice)
        said = voice is not None and voice.by == "statement"
        speakers.close(text, others, said=said)
        if not said:
            speakers.introduce(text, of_each[-1])
        spoken = waiting.spoken_by_now(number, quoted, said=said)
        if voice is not None:
            for earlier in spoken:
                voices[earlier] = Voice(voice.code, "quotation", quotations[earlier].share)
    return voices, of_each


def _by_position(others: Sequence[Holding], mentions: Sequence[Mention]) -> list[Holding]:
    return sorted([*others, *(Holding(one.start, one.end, one.target) for one in mentions)])
