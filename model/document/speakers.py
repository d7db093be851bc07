"""Follows who speaks through a document: attributions, quotations over statements, turns of a transcript."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from detente.model.document.attribution import Attribution, find_attribution, turn_label
from detente.model.document.holders import OTHER, holder_words
from detente.model.document.persons import PersonMention, Persons
from detente.model.document.quotations import Quoted, follow_quotations
from detente.model.text.actor_finder import Mention

__all__ = ["Voice", "follow_speakers"]

_HE: Final = re.compile(r"\b(?:[Hh]e|[Ss]he)\b")
_IT: Final = re.compile(r"\b(?:[Ii]t|[Tt]hey)\b")
_COLON_END: Final = re.compile(r":[\"“”]?$")
_ASKED: Final = re.compile(r"QUESTION|^Q$|REPORTER|MODERATOR|OPERATOR|PARTICIPANT|HOST|Question|Reporter|Moderator")


@dataclass(frozen=True, slots=True)
class Voice:
    """In whose voice a statement is: the holder's code, how it is known, and where the attribution stands."""

    code: str
    by: Literal["statement", "quotation", "document", "publisher"]
    said: bool  # whether the statement attributes its words
    quoted: float


def follow_speakers(
    statements: Sequence[str],
    mentions: Sequence[Sequence[Mention]],
    persons: Persons,
    *,
    labels: Sequence[str | None],
    own: str | None,
) -> tuple[list[Voice | None], list[list[PersonMention]]]:
    """Return for each statement whose words it gives, and the persons whom it names by surname.

    The voice is None where a narrator of no stated country speaks. `mentions` are the actors that each names;
    `persons` fills up on the way. `labels` are the speakers of a transcript's turns. `own` is the state in whose
    voice the document is written, if there is one.
    """
    quoted = follow_quotations(statements)
    speakers = _Speakers(persons, own)
    return speakers.follow(statements, mentions, quoted, labels), speakers.of_each


class _Speakers:
    def __init__(self, persons: Persons, own: str | None) -> None:
        self._persons = persons
        self._own = own
        self._turn: str | None = None  # who has the floor in a transcript
        self._last: str | None = None  # who spoke last
        self._last_person: str | None = None
        self._announced = False  # "The statement said:" and what follows
        self.of_each: list[list[PersonMention]] = []

    def follow(
        self,
        statements: Sequence[str],
        mentions: Sequence[Sequence[Mention]],
        quoted: Sequence[Quoted],
        labels: Sequence[str | None],
    ) -> list[Voice | None]:
        voices: list[Voice | None] = []
        waiting: list[int] = []  # statements of a quotation whose speaker is not yet named
        for number, text in enumerate(statements):
            self._persons.take(text, mentions[number])
            self.of_each.append(self._persons.find(text))
            found = self._of(text, mentions[number], quoted[number], labels[number])
            if found is not None and found.said and quoted[number].continued:
                for earlier in waiting:
                    voices[earlier] = Voice(found.code, "quotation", False, quoted[earlier].share)
            if not quoted[number].open:
                waiting = []
            elif found is None or not found.said:
                waiting.append(number)
            voices.append(found)
        return voices

    def _of(self, text: str, mentions: Sequence[Mention], quoted: Quoted, label: str | None) -> Voice | None:
        turn = (label, 0) if label else turn_label(text)
        if turn is not None:
            self._turn = self._labelled(turn[0])
            self._last = self._turn
        attribution = find_attribution(text, quoted)
        if attribution is not None:
            code = self._holder(text, attribution, mentions)
            if code is not None:
                self._last = code
                self._announced = _COLON_END.search(text) is not None
                return Voice(code, "statement", True, quoted.share)
        if quoted.share > 0.6 or quoted.continued:
            return None if self._last is None else Voice(self._last, "quotation", False, quoted.share)
        if self._turn is not None:
            return Voice(self._turn, "document", False, quoted.share)
        if self._announced and self._last is not None:
            return Voice(self._last, "document", False, quoted.share)
        return None if self._own is None else Voice(self._own, "publisher", False, quoted.share)

    def _labelled(self, label: str) -> str:
        if _ASKED.search(label):
            return OTHER
        cased = label.title()
        persons = self._persons.find(cased)
        if persons:
            return persons[-1].person.state
        others = holder_words().named_in(cased)
        if others:
            return others[-1][1]
        return self._own or OTHER

    def _holder(self, text: str, attribution: Attribution, mentions: Sequence[Mention]) -> str | None:
        """Return whose words they are by the phrase that names the speaker; None where the phrase tells nothing."""
        start, end = attribution.start, attribution.end
        phrase = text[start:end]
        words = holder_words()
        if attribution.form == "before":
            # The nearest to the verb speaks: of "After Xi met Biden, Wang" it is Wang.
            tail = re.split(r"\b(?:that|which|as|after|while|when|because|but|and)\s|[;:]", phrase)[-1]
            if tail.strip():
                start, phrase = end - len(tail), tail
        persons = [one for one in self._persons.find(phrase)]
        if persons:
            one = persons[0] if attribution.form != "before" else persons[-1]
            self._last_person = one.person.state
            return one.person.state
        private = words.private.search(phrase) is not None
        inside = [m.target for m in mentions if start <= m.start < end]
        others = words.named_in(phrase)
        if private:
            return OTHER
        if inside:
            return inside[0]
        if others:
            return others[0][1]
        if _HE.search(phrase):
            return self._last_person or self._last or OTHER
        if _IT.search(phrase):
            return self._last
        if words.official.search(phrase):
            return self._last or self._own
        return OTHER if re.search(r"\b[A-Z][a-z]+", phrase.strip()) else None
