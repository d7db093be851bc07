"""The persons that a document introduces, and the office-holders of its day: so that a surname is known."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from detente.model.document.holders import OTHER, holder_words
from detente.model.document.rules.english_names import (
    full_names,
    is_function_word,
    is_name_word,
    state_before,
)
from detente.model.document.rules.english_person_states import state_of_person
from detente.model.splitting.family_names import FAMILY_NAME_FIRST, is_family_name
from detente.model.text.actor_finder import Mention
from detente.model.text.offices import Offices

__all__ = ["Person", "PersonMention", "Persons"]

# "Soo-jin" is a given name, which in Korean stands behind the family name.
_GIVEN: Final = r"[A-Z][a-z]+-[a-z]+"
_KOREAN: Final = re.compile(rf"[A-Z][a-z]+ {_GIVEN}")
_GIVEN_NEXT: Final = re.compile(rf" {_GIVEN}")
# Anybody is called so, not only the holder of an office.
_COURTESY: Final = re.compile(r"\b(?:Mr|Mrs|Ms|Dr)\.?\s$")
_SURNAME: Final = re.compile(r"(?<![\w-])[A-Z][\w’'-]*\w(?<![’']s)")
# Lines above the first sentence, and statements behind them, between which surnames are looked up.
_MOST_HEADINGS, _AHEAD = 3, 5
_ENDED: Final = re.compile(r"[.!][\"'”’)\]]*$")
# A sentence begins here, or words in quotation marks.
_BEGINS: Final = re.compile(r"(?:^|[.!?:;…—–-]\s?|[\"“‘'(\[])$")
_NO_PERSON: Final = re.compile(r"Hong Kong\b", re.IGNORECASE)
_TITLED: Final = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|Gen|Adm|Sen|Rep|Amb|President|Premier|Minister|Secretary|Senator|General|Admiral|Chairman|"
    r"Ambassador|Commander|Representative|Marshal|Leader|leader|puppet|traitor)\.?\s$"
)


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
        # Whom the statement at hand introduces behind the surname of another: from the next one on they are known.
        self._behind: dict[str, Person] = {}
        self._ahead: dict[str, Person] = {}
        self._headings = 0
        self._states: dict[str, str] = {}  # the codes of states by the names that the document has for them

    def look_ahead(self, statements: Sequence[str], mentions: Sequence[Sequence[Mention]]) -> None:
        """Learn for the headings above a document whom its first statements introduce.

        A surname that they give to persons of two states stays unknown there.
        """
        first = next(
            (at for at, text in enumerate(statements) if at == _MOST_HEADINGS or _ENDED.search(text)), 0
        )
        self._headings = first
        found: dict[str, Person | None] = {}
        for text, of_one in zip(
            statements[first : first + _AHEAD], mentions[first : first + _AHEAD], strict=True
        ):
            for _, person in self._introduced(text, of_one) if first else ():
                for one in _as_called(person):
                    other = found.setdefault(one.surname, one)
                    found[one.surname] = one if other is not None and other.state == one.state else None
        self._ahead = {surname: person for surname, person in found.items() if person is not None}

    def take(self, text: str, mentions: Sequence[Mention]) -> None:
        """Remember the persons whom a statement introduces by a full name."""
        self._known |= self._behind
        self._behind = {}
        self._states |= {text[one.start : one.end]: one.target for one in mentions}
        introduced = list(self._introduced(text, mentions))
        alone = _first_alone(text, introduced)
        for start, person in introduced:
            for one in _as_called(person):
                known = self._known.get(one.surname)
                if known is not None and one is not person:
                    continue
                if known and known.state != one.state and alone.get(one.surname, start) < start:
                    self._behind[one.surname] = one
                else:
                    self._known[one.surname] = one
        if self._headings:
            self._headings -= 1
        else:
            self._ahead = {}

    def find(self, text: str) -> list[PersonMention]:
        """Return where a statement names a person by surname, by position; the latest of equal surnames counts."""
        found: list[PersonMention] = []
        for word, start in self._words(text):
            end = start + len(word)
            known = self._person(word, text, start)
            given = _GIVEN_NEXT.match(text, end)
            if given and not (known and known.written.startswith(word + given[0])):
                continue  # a full name, of somebody else
            if known is not None:
                # "U.S. Special Representative Kim" is not the Korean Kim.
                state = state_before(text, start, self._states)
                if state not in (None, known.state):
                    known = Person(word, state, text[start:end])
                found.append(PersonMention(known, start, end, introduced=True, titled=False))
                continue
            titled = _TITLED.search(text, max(0, start - 20), start) is not None
            if self._day is None and _COURTESY.search(text, max(0, start - 5), start):
                titled = False
            held = self._holder(word) if titled or self._day is not None else None
            if held is not None:
                found.append(PersonMention(held, start, end, introduced=False, titled=titled))
        return found

    def _words(self, text: str) -> Iterator[tuple[str, int]]:
        """The words that may be surnames, each with its place; of "Kim-Orlin talks" those that are known."""
        for match in _SURNAME.finditer(text):
            word, start = match[0], match.start()
            if _NO_PERSON.match(text, start):
                continue
            names = word.split("-")
            if word in self._known or len(names) == 1 or not all(name[:1].isupper() for name in names):
                yield word, start
                continue
            for name in names:
                if self._person(name, text, start) is not None:
                    yield name, start
                start += len(name) + 1

    def _person(self, surname: str, text: str, start: int) -> Person | None:
        """The person whom a surname at `text[start:]` means, if the document gave the full name."""
        behind = self._behind.get(surname)
        if behind is not None and _is_full_name(behind, text, start):
            return behind
        person = self._known.get(surname) or self._ahead.get(surname)
        if person is None or _is_full_name(person, text, start):
            return person
        return (
            None if is_function_word(surname) and _BEGINS.search(text, max(0, start - 4), start) else person
        )

    def _introduced(self, text: str, mentions: Sequence[Mention]) -> Iterator[tuple[int, Person]]:
        """Yield the persons to whom a statement gives a full name, each with its place."""
        for start, end in full_names(text):
            written = text[start:end]
            state = state_of_person(text, start, end, mentions)
            if state is None and self._is_namesake(written):
                state = OTHER
            if state is not None:
                yield start, _person_of(written, state)
        for mention in mentions:
            written = text[mention.start : mention.end]
            names = written.split()
            if len(names) in (2, 3) and written.istitle() and all(map(is_name_word, names)):
                yield mention.start, _person_of(written, mention.target)

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


def _person_of(written: str, state: str) -> Person:
    names = written.split()
    # Of private persons the name itself must show it.
    first = state in FAMILY_NAME_FIRST or _KOREAN.fullmatch(written) is not None
    return Person(names[0 if first else -1], state, written)


def _as_called(person: Person) -> Iterator[Person]:
    """Yield the person by the surname, then by another word that may be it."""
    yield person
    first, last = person.written.split()[0], person.written.split()[-1]
    # "Hong Min" may be Hong, and "Kim Darroch" is no Kim where the document knows one.
    if (
        person.state == OTHER
        and first != person.surname
        and is_family_name(first)
        and not is_family_name(last)
    ):
        yield replace(person, surname=first)


def _first_alone(text: str, introduced: Sequence[tuple[int, Person]]) -> dict[str, int]:
    """The first place of each word with a capital that is no part of a full name."""
    found: dict[str, int] = {}
    if not introduced:
        return found
    names = sorted((start, start + len(person.written)) for start, person in introduced)
    number = within = 0
    for word in _SURNAME.finditer(text):
        while number < len(names) and names[number][0] <= word.start():
            within = max(within, names[number][1])
            number += 1
        if word.start() >= within:
            found.setdefault(word[0], word.start())
    return found


def _is_full_name(person: Person, text: str, start: int) -> bool:
    """Whether the surname at `text[start:]` is part of the name as the document first wrote it."""
    written, surname = person.written, person.surname
    if written.startswith(surname):
        return text.startswith(written, start)
    end = start + len(surname)
    return text.endswith(written, 0, end)
