"""Follows who speaks through a document: attributions, quotations over statements, turns of a transcript."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from detente.model.document.attribution import Attribution, find_attribution, turn_label
from detente.model.document.holders import OTHER, holder_words
from detente.model.document.persons import PersonMention, Persons
from detente.model.document.quotations import Quoted, follow_quotations
from detente.model.text.actor_finder import Mention

__all__ = ["Voice", "follow_speakers"]

# From this share on a statement is a quotation, with or without a word of who says it.
_MOSTLY: Final = 0.6

_HE: Final = re.compile(r"\b(?:he|she)\b", re.IGNORECASE)
_IT: Final = re.compile(r"\b(?:it|they)\b", re.IGNORECASE)
_ANNOUNCES: Final = re.compile(r":[\"“”]?$")
_NAME: Final = re.compile(r"\b[A-Z][a-z]+")
# The speaker stands next to the verb: of "After Xi met Biden, Wang said" it is Wang.
_LAST_CLAUSE: Final = re.compile(r"\b(?:that|which|as|after|while|when|because|but|and)\s|[;:]")
_ASKS: Final = re.compile(
    r"question|^q$|reporter|moderator|operator|participant|host|interviewer", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Voice:
    """In whose voice a statement is: the holder's code, and how it is known.

    `by` is "statement" where the statement says so itself, "quotation" where it goes on with the words of a speaker
    named before, "document" for a turn of a transcript and for what an announcement introduces, and "publisher"
    where the document as a whole is written in a state's voice. `quoted` is the share of it in quotation marks.
    """

    code: str
    by: Literal["statement", "quotation", "document", "publisher"]
    quoted: float


@dataclass(slots=True)
class _State:
    """Who spoke so far: who has the floor, who spoke last, the last person, and whether words were announced."""

    turn: str | None = None
    last: str | None = None
    person: str | None = None
    announced: bool = False


@dataclass(slots=True)
class _Speakers:
    persons: Persons
    own: str | None
    state: _State = field(default_factory=_State)

    def voice(
        self, text: str, mentions: Sequence[Mention], quoted: Quoted, label: str | None
    ) -> Voice | None:
        """Return in whose voice the next statement is."""
        state = self.state
        turn = label or turn_label(text)
        if turn is not None:
            state.turn = state.last = self._labelled(turn)
        attribution = find_attribution(text, quoted)
        speaker = None if attribution is None else self._speaker(text, attribution, mentions)
        if speaker is not None:
            state.last, state.announced = speaker, _ANNOUNCES.search(text) is not None
            return Voice(speaker, "statement", quoted.share)
        if quoted.share > _MOSTLY or quoted.continued:
            return None if state.last is None else Voice(state.last, "quotation", quoted.share)
        if state.turn is not None:
            return Voice(state.turn, "document", quoted.share)
        if state.announced and state.last is not None:
            return Voice(state.last, "document", quoted.share)
        return None if self.own is None else Voice(self.own, "publisher", quoted.share)

    def introduce(self, named: Sequence[PersonMention]) -> None:
        """Take the persons of a statement without a speaker for the next "he" or "she", if one state has them all."""
        states = {one.person.state for one in named}
        if len(states) == 1:
            self.state.person = states.pop()

    def _labelled(self, label: str) -> str:
        if _ASKS.search(label):
            return OTHER
        cased = label.title()
        persons = self.persons.find(cased)
        if persons:
            return persons[-1].person.state
        others = holder_words().named_in(cased)
        return others[-1][1] if others else self.own or OTHER

    def _speaker(self, text: str, attribution: Attribution, mentions: Sequence[Mention]) -> str | None:
        """Return whose words they are by the phrase that names the speaker; None where the phrase tells nothing."""
        start, end = attribution.start, attribution.end
        if attribution.form == "before":
            clause = _LAST_CLAUSE.split(text[start:end])[-1]
            start = end - len(clause) if clause.strip() else start
        phrase = text[start:end]
        words = holder_words()
        body = words.body_in(phrase)
        if body is not None:
            self.state.person = body
            return body
        persons = self.persons.find(phrase)
        if persons:
            self.state.person = persons[-1 if attribution.form == "before" else 0].person.state
            return self.state.person
        if words.private.search(phrase):
            return OTHER
        inside = [mention.target for mention in mentions if start <= mention.start < end]
        others = [code for _, code in words.named_in(phrase)]
        if inside or others:
            return (inside or others)[0]
        return self._unnamed(phrase)

    def _unnamed(self, phrase: str) -> str | None:
        state = self.state
        if _HE.search(phrase):
            return state.person or state.last or OTHER
        if _IT.search(phrase):
            return state.last
        if holder_words().official.search(phrase):
            return state.last or self.own
        return OTHER if _NAME.search(phrase) else None


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
    speakers = _Speakers(persons, own)
    voices: list[Voice | None] = []
    of_each: list[list[PersonMention]] = []
    waiting: list[int] = []  # statements of a quotation whose speaker is named only behind it
    quotations = follow_quotations(statements)
    for number, (text, quoted) in enumerate(zip(statements, quotations, strict=True)):
        persons.take(text, mentions[number])
        of_each.append(persons.find(text))
        voice = speakers.voice(text, mentions[number], quoted, labels[number])
        voices.append(voice)
        said = voice is not None and voice.by == "statement"
        if not said:
            speakers.introduce(of_each[-1])
        if voice is not None and said and quoted.continued:
            for earlier in waiting:
                voices[earlier] = Voice(voice.code, "quotation", quotations[earlier].share)
        if not quoted.open:
            waiting = []
        elif not said:
            waiting.append(number)
    return voices, of_each
