"""The persons that a document introduces, and the office-holders of its day: so that a surname is known."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from detente.model.document.holders import OTHER, holder_words
from detente.model.splitting.family_names import is_family_name
from detente.model.text.actor_finder import Mention
from detente.model.text.offices import Offices

__all__ = ["Person", "PersonMention", "Persons"]

# In the names of these states the family name comes first; of private persons the name itself must show it.
_FAMILY_FIRST: Final = frozenset(("CN", "KP", "KR"))
# "Soo-jin" is a given name, which in Korean stands behind the family name.
_GIVEN: Final = r"[A-Z][a-z]+-[a-z]+"
_KOREAN: Final = re.compile(rf"[A-Z][a-z]+ {_GIVEN}")
_GIVEN_NEXT: Final = re.compile(rf" {_GIVEN}")
# Anybody is called so, not only the holder of an office.
_COURTESY: Final = re.compile(r"\b(?:Mr|Mrs|Ms|Dr)\.?\s$")
# Characters before and behind a name in which its office may stand.
_BEFORE, _BEHIND = 90, 110
_NAME: Final = r"[A-Z][\w’'.-]*\w"
# Capitalised words in a row, initials among them: "Foreign Minister Wang Yi", "Donald J. Trump".
_PARTICLES: Final = "de|von|van|bin|al|der|del|la|da|ul|ibn"
_CAPITALS: Final = re.compile(rf"\b{_NAME}(?:\s(?:{_NAME}|[A-Z]\.|(?:{_PARTICLES})(?=\s[A-Z])))+")
_MOST_WORDS: Final = 4
_SURNAME: Final = re.compile(r"(?<![\w-])[A-Z][\w’'-]*\w(?<![’']s)")
_NO_PERSON: Final = "Hong Kong"
_TITLED: Final = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|Gen|Adm|Sen|Rep|Amb|President|Premier|Minister|Secretary|Senator|General|Admiral|Chairman|"
    r"Ambassador|Commander|Representative|Marshal|Leader|leader|puppet|traitor)\.?\s$"
)
_CLAUSE: Final = re.compile(r"[,;:“”\"]|\b(?:and|said|told|with|by|to|that|when|while|as|after)\s")
_BEHIND_ENDS: Final = re.compile(r"[;:“”\"]|\bsaid\b|\btold\b")


@dataclass(frozen=True, slots=True)
class Person:
    """A person: for whom they speak (a code of a state, "UN" or "other"), and their name as first written."""

    surname: str
    state: str
    written: str


@dataclass(frozen=True, slots=True)
class PersonMention:
    """A surname in a statement and the person it goes back to.

    `introduced` says that the document gave the full name before; else the person is known as the holder of an
    office on its day, and `titled` that a title stands before the surname.
    """

    person: Person
    start: int
    end: int
    introduced: bool
    titled: bool


class Persons:
    """The persons of one document, given its statements in order.

    `day` is the date of the document, None where it is not known: then an office-holder needs a title.
    """

    def __init__(self, offices: Offices, day: date | None) -> None:
        self._offices = offices
        self._day = day
        self._known: dict[str, Person] = {}

    def take(self, text: str, mentions: Sequence[Mention]) -> None:
        """Remember the persons whom a statement introduces by a full name."""
        for start, end in _full_names(text):
            state = _state_of(text, start, end, mentions)
            if state is None and self._is_namesake(text[start:end]):
                state = OTHER
            if state is not None:
                self._add(text[start:end].split(), state, text[start:end])
        for mention in mentions:
            written = text[mention.start : mention.end]
            names = written.split()
            if (
                len(names) in (2, 3)
                and written.istitle()
                and not any(name in holder_words().capitalised for name in names)
            ):
                self._add(names, mention.target, written)

    def find(self, text: str) -> list[PersonMention]:
        """Return where a statement names a person by surname, by position; the latest of equal surnames counts."""
        found: list[PersonMention] = []
        for word in _SURNAME.finditer(text):
            start, end = word.span()
            if text.startswith(_NO_PERSON, start):
                continue
            known = self._known.get(word[0])
            given = _GIVEN_NEXT.match(text, end)
            if given and not (known and known.written.startswith(word[0] + given[0])):
                continue  # a full name, of somebody else
            if known is not None:
                found.append(PersonMention(known, start, end, introduced=True, titled=False))
                continue
            titled = _TITLED.search(text, max(0, start - 20), start) is not None
            if self._day is None and _COURTESY.search(text, max(0, start - 5), start):
                titled = False
            held = self._holder(word[0]) if titled or self._day is not None else None
            if held is not None:
                found.append(PersonMention(held, start, end, introduced=False, titled=titled))
        return found

    def _holder(self, surname: str) -> Person | None:
        """Return the office-holder of that surname, unless persons of several states bear it."""
        if surname in holder_words().capitalised:
            return None
        holders = self._offices.holders(surname, self._day)
        if len({holder.code for holder in holders}) != 1:
            return None
        return Person(surname, holders[0].code, f"{holders[0].office} {holders[0].name}")

    def _is_namesake(self, written: str) -> bool:
        """Whether a full name of Korean form has the family name of another person of the document."""
        known = self._known.get(written.split()[0])
        return known is not None and _KOREAN.fullmatch(written) is not None and known.written != written

    def _add(self, names: Sequence[str], state: str, written: str) -> None:
        first, last = names[0], names[-1]
        if state in _FAMILY_FIRST or _KOREAN.fullmatch(written):
            self._known[first] = Person(first, state, written)
            return
        self._known[last] = Person(last, state, written)
        # "Hong Min" may be Hong, and "Kim Darroch" is no Kim where the document knows one.
        if state == OTHER and is_family_name(first) and not is_family_name(last):
            self._known.setdefault(first, Person(first, state, written))


def _full_names(text: str) -> Iterator[tuple[int, int]]:
    """Where a text has a name of two to four words; titles and other words with a capital end a name."""
    no_names = holder_words().capitalised
    for run in _CAPITALS.finditer(text):
        names: list[re.Match[str]] = []
        for name in (*re.finditer(r"\S+", run[0]), None):
            if name is not None and name[0] not in no_names:
                names.append(name)
                continue
            if 2 <= len(names) <= _MOST_WORDS and names[-1][0][0].isupper():
                yield run.start() + names[0].start(), run.start() + names[-1].end()
            names = []


def _state_of(text: str, start: int, end: int, mentions: Sequence[Mention]) -> str | None:
    """Tell for whom the person at `text[start:end]` speaks, by the name itself or by the words beside it."""
    for mention in mentions:
        if mention.start <= start and end <= mention.end + 1 and mention.end - mention.start > 3:
            return mention.target
    words = holder_words()
    left = _CLAUSE.split(text[max(0, start - _BEFORE) : start])[-1]
    right = _BEHIND_ENDS.split(text[end : end + _BEHIND])[0]
    for phrase, first in ((left, start - len(left)), (right if right.startswith((",", " (")) else "", end)):
        if words.private.search(phrase):
            return OTHER
        inside = [mention.target for mention in mentions if first <= mention.start < first + len(phrase)]
        official = words.official.search(phrase) is not None
        if inside and (official or first < start):
            return inside[-1]
        others = words.named_in(phrase)
        if others:
            return others[-1][1] if official else OTHER
    own = words.named_in(text[start:end])
    return own[-1][1] if own else None
