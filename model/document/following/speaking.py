"""Keeps who speaks while a document is read: who has the floor, who was quoted last, and who announced the words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from operator import itemgetter
from typing import Final, Literal

from detente.model.document.attribution import Attribution
from detente.model.document.following.bearers import Bearers, Holding
from detente.model.document.holders import OTHER
from detente.model.document.persons import PersonMention
from detente.model.document.quotations import Quoted
from detente.model.document.rules.reading_rules import KnownPersons, ReadingRules
from detente.model.text.actor_finder import Mention

__all__ = ["Speakers", "Voice"]

# From this share on a statement is a quotation, with or without a word of who says it.
_MOSTLY: Final = 0.6


@dataclass(frozen=True, slots=True)
class Voice:
    """In whose voice a statement is: the holder's code, and how it is known.

    `by` is "statement" where the statement says so itself, "quotation" where it goes on with the words of a speaker
    named before, "document" for a turn of a transcript and for what an announcement introduces, and "publisher"
    where the document as a whole is written in a state's voice. `quoted` is the share of it in quotation marks, and
    `phrase` the span that names the speaker, None where the statement does not say so itself.
    """

    code: str
    by: Literal["statement", "quotation", "document", "publisher"]
    quoted: float
    phrase: tuple[int, int] | None = None


@dataclass(slots=True)
class _State:
    """Who spoke so far: who has the floor, who spoke last, the last person, and who announced the words.

    `whole_text` says that a text was announced, which goes on behind those whom it quotes. `pair` is the first of the
    two states that were joined last, and `third` another holder whom a heading or the statement before names, if
    nobody spoke since; `of_heading` says that it was a heading. `titled` are the holders of those whom the statement
    at hand calls by an office of theirs ("South Korea's president").
    """

    turn: str | None = None
    last: str | None = None
    person: str | None = None
    announcer: str | None = None
    whole_text: bool = False
    pair: str | None = None
    third: str | None = None
    of_heading: bool = False
    titled: frozenset[str] = frozenset()


@dataclass(slots=True)
class Speakers:
    """Who speaks in one document, given its statements in order."""

    rules: ReadingRules
    persons: KnownPersons
    own: str | None
    told: Mapping[str, str] = field(default_factory=dict)
    state: _State = field(default_factory=_State)
    bearers: Bearers | None = None

    def __post_init__(self) -> None:
        if self.rules.titles is not None:
            self.bearers = Bearers(self.rules.titles)

    def take(self, text: str, names: Sequence[Holding], persons: Sequence[PersonMention]) -> None:
        """Remember who bears the titles of a statement, and which two states it joins; `names` are by position."""
        if self.bearers is None:
            return
        named = [Holding(one.start, one.end, one.person.state) for one in persons]
        borne = self.bearers.take(text, names, named)
        office = self.rules.speech.office_holder
        self.state.titled = frozenset(code for title, code in borne if office.search(title))
        both = sorted({*names, *named})
        for first, second in pairwise(both):
            between = text[first.end : second.start]
            joined = first.end <= second.start and first.code != second.code and "," not in between
            if joined and self.rules.words.joins.fullmatch(between):
                self.state.pair = first.code

    def open_section(self, text: str, mentions: Sequence[Mention], others: Sequence[Holding]) -> None:
        """Forget behind a heading that names others who spoke before it; only persons stay known."""
        state = self.state
        if state.turn or state.announcer or not self.rules.speech.heading.fullmatch(text):
            return
        named = {one.target for one in mentions} | {one.code for one in others}
        if named and state.last not in named:
            state.last = None

    def close(self, text: str, others: Sequence[Holding], *, said: bool) -> None:
        """Remember the other holder whom a statement names without a word of who says so."""
        state = self.state
        if self.bearers is None:
            return
        codes = {one.code for one in others}
        is_heading = self.rules.speech.heading.fullmatch(text) is not None
        if said or is_heading or codes or not state.of_heading:
            state.third = None if said or len(codes) != 1 else codes.pop()
            state.of_heading = is_heading and state.third is not None

    def give_floor(self, code: str) -> None:
        """Begin a turn of somebody who speaks for a holder and whom no label names."""
        self.state.turn = code

    def voice(
        self, text: str, mentions: Sequence[Mention], quoted: Quoted, label: str | None
    ) -> Voice | None:
        """Return in whose voice the next statement is."""
        state = self.state
        if label is not None:
            state.turn = state.last = self._labelled(label)
        attribution = self.rules.attribution(text, quoted)
        speaker = None if attribution is None else self._speaker(text, attribution, mentions)
        if attribution is not None and speaker is not None:
            self._spoke(speaker, announces=self._announces(speaker, text), text=text)
            return Voice(speaker, "statement", quoted.share, _phrase(text, attribution))
        if quoted.share > _MOSTLY or quoted.continued:
            # A text that stands in quotation marks ends with them; words behind may still be of who announced them.
            state.whole_text = False
            return None if state.last is None else Voice(state.last, "quotation", quoted.share)
        if state.turn is not None:
            return Voice(state.turn, "document", quoted.share)
        if state.announcer is not None:
            return Voice(state.announcer, "document", quoted.share)
        return None if self.own is None else Voice(self.own, "publisher", quoted.share)

    def introduce(self, text: str, named: Sequence[PersonMention]) -> None:
        """Take the persons of a statement without a speaker for the next "he" or "she", if one state has them all.

        They are those whom it names and those whom it calls by an office alone; else a private person, if it names one.
        """
        states = {one.person.state for one in named} | self.state.titled
        if len(states) == 1:
            self.state.person = states.pop()
        elif not states and self.rules.speech.private_person.search(text):
            self.state.person = OTHER

    def label_of(self, text: str) -> str | None:
        """Return the name that opens a statement like a label, if its person is known; or who asks between turns."""
        name = self.rules.name_label(text)
        if name is None:
            return None
        if " " in name and any(one.introduced for one in self.persons.find(name)):
            return name
        return name if self.state.turn is not None and self.rules.speech.asks.search(name) else None

    def _announces(self, speaker: str, text: str) -> bool:
        """Whether the next statements are the speaker's too; a state that reports another's words needs no marks."""
        speech = self.rules.speech
        if speech.announces.search(text):
            return True
        return self.own not in (None, speaker) and speech.reports.search(text) is not None

    def _spoke(self, speaker: str, *, announces: bool, text: str) -> None:
        state = self.state
        state.last = speaker
        if announces:
            state.announcer = speaker
            state.whole_text = self.rules.speech.whole_text.search(text) is not None
        elif not state.whole_text:
            state.announcer = None

    def _labelled(self, label: str) -> str:
        told = self.told.get(label, "")
        if told not in ("", OTHER):
            return told
        if self.rules.speech.asks.search(label.partition(" (")[0]):
            return OTHER
        cased = label.title()
        persons = self.persons.find(cased)
        if persons:
            return persons[-1].person.state
        others = self.rules.holders.named_in(cased)
        if others:
            return others[-1][1]
        replies = self.rules.speech.replies.search(label) is not None
        return told or self.own or (self.state.person if replies else None) or OTHER

    def _speaker(self, text: str, attribution: Attribution, mentions: Sequence[Mention]) -> str | None:
        """Return whose words they are by the phrase that names the speaker; None where the phrase tells nothing."""
        start, end = attribution.start, attribution.end
        nearest_speaks = attribution.form == "before" and not self.rules.speech.joint.fullmatch(
            text, start, end
        )
        if nearest_speaks:
            clause = self.rules.speech.last_clause.split(text[start:end])[-1]
            start = end - len(clause) if clause.strip() else start
        phrase = text[start:end]
        words, speech = self.rules.holders, self.rules.speech
        persons = self.persons.find(phrase)
        body = words.body_in(phrase)
        if body is not None and words.is_representative(phrase):
            body = _parliament(persons, [one.target for one in mentions if start <= one.start < end]) or body
        if body is not None:
            self.state.person = body
            return body
        if persons:
            # Of "Zhou Weimin" both words may be surnames: the one that the document has introduced counts.
            introduced = [one for one in persons if one.introduced]
            speaker = persons[-1] if nearest_speaks else (introduced or persons)[0]
            self.state.person = speaker.person.state
            return self.state.person
        if words.private.search(phrase):
            # What a state's own text calls its experts, students or unions speak with its voice.
            at_home = any(one.target == self.own and start <= one.start < end for one in mentions)
            self.state.person = (self.own if at_home else None) or OTHER
            return self.state.person
        named = self._named(text, start, end, mentions)
        if not named and speech.its_office.match(phrase.lstrip()):
            # "The embassy of Japan kept silent, but its spokesman said ..."
            named = self._named(text, attribution.start, start, mentions)[:1]
        if named:
            code, is_person = named[-1 if speech.holder_is_last else 0]
            if is_person or speech.office_holder.search(phrase):
                self.state.person = code
            return code
        return self._seat(text, start, phrase, mentions) or self._unnamed(phrase)

    def _named(self, text: str, start: int, end: int, mentions: Sequence[Mention]) -> list[tuple[str, bool]]:
        """Return the codes of the holders whom `text[start:end]` names, in order, and which of them are persons."""
        speech, is_host = self.rules.speech, self.rules.is_host
        named = [
            (one.start, one.target, speech.no_person.search(text, one.start, one.end) is None)
            for one in mentions
            if start <= one.start < end and not is_host(text, one.start, one.end, one.target)
        ]
        named += [(start + at, code, False) for at, code in self.rules.holders.named_in(text[start:end])]
        return [(code, is_person) for _, code, is_person in sorted(named, key=itemgetter(0))]

    def _seat(self, text: str, start: int, phrase: str, mentions: Sequence[Mention]) -> str | None:
        """Return whose capital stands before an office of no state: "In Seoul, the ministry said"."""
        if self.rules.speech.seat.fullmatch(text, 0, start) and self.rules.holders.official.search(phrase):
            return next((mention.target for mention in mentions if mention.start < start), None)
        return None

    def _unnamed(self, phrase: str) -> str | None:
        state, speech = self.state, self.rules.speech
        if speech.he.search(phrase):
            return state.person or state.last or OTHER
        bearer = None if self.bearers is None else self.bearers.find(phrase)
        if bearer is not None:
            if speech.office_holder.search(phrase):
                state.person = bearer
            return bearer
        if speech.pair.search(phrase):
            return state.pair
        if speech.text.search(phrase):
            return state.last or OTHER
        if speech.it.search(phrase) or (speech.drops_subjects and not phrase.strip()):
            return state.last
        if self.rules.holders.official.search(phrase):
            third = state.third if speech.ministry.search(phrase) else None
            owner = self.own if speech.offices_of_owner else None
            code = third or owner or state.last or self.own
            if speech.office_holder.search(phrase) is not None:
                # Who asked last, or spoke for himself, holds no office.
                code = self.own if code == OTHER and self.own is not None else code
                state.person = code or state.person
            return code
        return OTHER if speech.name.search(phrase) or speech.anybody.match(phrase.lstrip()) else None


def _parliament(persons: Sequence[PersonMention], named: Sequence[str]) -> str | None:
    """Whose member a "Rep. Kim" is, as the document introduced him or the words beside him show; None: unknown."""
    introduced = [one.person.state for one in persons if one.introduced]
    if introduced:
        return introduced[-1]
    return "KR" if "KR" in named else None


def _phrase(text: str, attribution: Attribution) -> tuple[int, int]:
    """The span that names who says it, without the blanks before it."""
    phrase = text[attribution.start : attribution.end]
    return attribution.end - len(phrase.lstrip()), attribution.end
