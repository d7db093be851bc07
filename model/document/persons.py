"""The persons that a document introduces, so that a surname later on is known."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from detente.model.document.holders import OTHER, holder_words
from detente.model.text.actor_finder import Mention

__all__ = ["Person", "PersonMention", "Persons"]

# Families of these states write the family name first.
_FAMILY_FIRST: Final = frozenset(("CN", "KP", "KR"))
_NAME: Final = r"[A-Z][\w’'.-]*[\w]"
# Two or three capitalised words in a row: "Lu Kang", "Kim Yo Jong", "Donald J. Trump".
_FULL_NAME: Final = re.compile(rf"\b({_NAME})(?:\s(?:[A-Z]\.))?(?:\s({_NAME}|[a-z]{{2,3}}\s{_NAME}))(?:\s({_NAME}))?")
# A surname as a word: letters, and the marks inside a name.
_WORD: Final = re.compile(r"(?<![\w-])[A-Z][\w’'.-]*\w(?<!’s)(?<!'s)")
_NO_NAME: Final = frozenset(
    """The A An In On At But And For From With This That These Those He She It They We You His Her Its Their Our Mr Mrs Ms Dr
    President Minister Secretary Prime Vice Foreign Defense Defence Premier Chairman General Admiral State Department
    Ministry Senator Representative Ambassador Spokesman Spokesperson Chinese American Korean Japanese Russian North South
    United States Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April June July August
    September October November December White House National Security Council Committee Party Republic People Army Navy
    Air Force News Agency University Institute Company Group Inc Corp Ltd Supreme Leader Deputy Assistant Chief Sea Island
    Street New World International Central Communist Workers Democratic Treasury Commerce Trade Justice Affairs""".split()
)
_TITLE: Final = re.compile(
    r"(?:(?:Mr|Mrs|Ms|Dr|Gen|Adm|Sen|Rep|Prof)\.?|President|Premier|Minister|Secretary|Senator|General|Admiral|"
    r"Chairman|Ambassador|Director|Commander|Secretary-General|puppet|traitor)\s$"
)


@dataclass(frozen=True, slots=True)
class Person:
    """A person whom the document introduces: for whom they speak, where they stood first, and how written."""

    surname: str
    state: str  # a code of a state, "UN" or "other"
    official: bool
    written: str
    statement: int


@dataclass(frozen=True, slots=True)
class PersonMention:
    """A surname in a statement, and the person it goes back to."""

    person: Person
    start: int
    end: int


class Persons:
    """The persons of one document, given its statements in order; `take` adds those that a statement introduces."""

    def __init__(self, codes: Mapping[str, object]) -> None:
        self._codes = codes
        self._known: dict[str, list[Person]] = {}

    def take(self, text: str, mentions: Sequence[Mention], number: int) -> None:
        """Add the persons whom statement `number` introduces by a full name."""
        words = holder_words()
        for match in _FULL_NAME.finditer(text):
            parts = [part for part in match.groups() if part]
            if any(part.split()[0] in _NO_NAME for part in parts):
                continue
            start, end = match.span()
            state = next((m.target for m in mentions if m.start <= start and end <= m.end + 1 and m.end - m.start > 3), None)
            official = state is not None
            if state is None:
                state, official = self._described(text, start, end, mentions)
            if state is None:
                continue
            family_first = state in _FAMILY_FIRST or (state == OTHER and False)
            surname = parts[0] if family_first else parts[-1].split()[-1]
            self._add(Person(surname, state, official, match[0], number))
        for mention in mentions:
            # A leader's name of one word ("Trump") is its own surname.
            written = text[mention.start : mention.end]
            if " " in written and written.istitle() and len(written.split()) in (2, 3):
                parts = written.split()
                if not any(part in _NO_NAME for part in parts):
                    surname = parts[0] if mention.target in _FAMILY_FIRST else parts[-1]
                    self._add(Person(surname, mention.target, True, written, number))
        del words

    def find(self, text: str) -> list[PersonMention]:
        """Return where `text` names a known person by surname, by position; the latest of equal surnames counts."""
        return [
            PersonMention(self._known[word[0]][-1], *word.span())
            for word in _WORD.finditer(text)
            if word[0] in self._known
        ]

    def _add(self, person: Person) -> None:
        known = self._known.setdefault(person.surname, [])
        if not known or known[-1].written != person.written:
            known.append(person)

    def _described(self, text: str, start: int, end: int, mentions: Sequence[Mention]) -> tuple[str | None, bool]:
        """Tell for whom the person at `text[start:end]` speaks, by the words before and behind the name."""
        words = holder_words()
        before = max(0, start - 90)
        left = text[before:start]
        left = re.split(r"[,;:“”\"]|\b(?:and|said|told|with|by|to|that|when|while|as|after)\s", left)[-1]
        right = re.split(r"[;:“”\"]|\bsaid\b|\btold\b", text[end : end + 110])[0]
        right = right if right.startswith((",", " (")) else ""
        for phrase, offset in ((left, start - len(left)), (right, end)):
            if not phrase.strip():
                continue
            inside = [m.target for m in mentions if offset <= m.start < offset + len(phrase)]
            others = words.named_in(phrase)
            official = words.official.search(phrase) is not None
            private = words.private.search(phrase) is not None
            if private:
                return OTHER, False
            if inside and (official or offset < start):
                return inside[-1], official
            if others and official:
                return others[-1][1], official
            if others:
                return OTHER, False
        return None, False
