"""What is known of a document beside its text, and what is accepted as such."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from detente.model.dates.written_dates import (
    ACCEPTED_DATES,
    EITHER_WAY_ROUND,
    is_either_way_round,
    written_date,
)
from detente.model.dates.written_halves import written_half
from detente.model.dates.written_quarters import written_quarter
from detente.model.errors import ActorsError, InputError
from detente.model.labels import AUTHOR, SOURCES
from detente.model.suggestion import perhaps_meant
from detente.model.text.actor_finder import ActorFinder
from detente.model.text.text_error import is_missing, text_error

__all__ = [
    "SPEAKERS",
    "DocumentFacts",
    "checked_facts",
    "day_of",
    "given_date",
    "given_text",
    "known_speaker",
    "speaker_of",
]

# In whose voice a document can be: any source but the narrator himself.
SPEAKERS: Final = tuple(source for source in SOURCES if source != AUTHOR)


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """What is known of a document beside its text."""

    publisher: str | None = None
    date: str | None = None  # of a day, a month or a year, in a form that `written_date` reads
    speaker: str | None = None  # code of the state in whose voice it is written


def given_text(value: object, what: str) -> str | None:
    """Return a text that may be unknown, as the cells of a frame are: None for one that is empty or missing.

    Raises InputError, with `what` it is, for a value of another type.
    """
    if value is None or is_missing(value):
        return None
    if not isinstance(value, str):
        raise InputError(text_error(value, what))
    return value.strip() or None


def given_date(value: object) -> str | None:
    """Return a date as it is written, None for one that is empty or missing; a column of years with gaps has floats."""
    if value is None or is_missing(value) or str(value) == "NaT":
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return (value.isoformat() if isinstance(value, date) else str(value)).strip() or None


def checked_facts(facts: DocumentFacts, finder: ActorFinder) -> DocumentFacts:
    """Return `facts` with the code of their speaker, who may be given by name.

    Raises InputError, with what is accepted, for an unknown speaker and for a date that cannot be read.
    """
    if facts.date is not None and day_of(facts.date) is None:
        why = f"{EITHER_WAY_ROUND}; " if is_either_way_round(facts.date) else ""
        raise InputError(f"cannot read the date {facts.date!r}: {why}accepted are {ACCEPTED_DATES}")
    return facts if facts.speaker is None else replace(facts, speaker=known_speaker(facts.speaker, finder))


def known_speaker(speaker: str, finder: ActorFinder) -> str:
    """Return the code of a state in whose voice a document can be; raises InputError for any other."""
    code = speaker_of(speaker, finder)
    if code is None:
        raise InputError(
            f"unknown speaker {speaker!r}: accepted are {', '.join(SPEAKERS)}, or the name of one of these"
            f"{perhaps_meant(speaker, SPEAKERS)}"
        )
    return code


def speaker_of(told: str, finder: ActorFinder) -> str | None:
    """Return the code of the state that is meant by a code or name; None where no document can be in its voice."""
    if told in SPEAKERS:
        return told
    try:
        code = finder.resolve(told).code
    except ActorsError:
        return None
    return code if code in SPEAKERS else None


def day_of(written: str) -> date | None:
    """Return the day that a date stands for, the middle of what is longer than one; None where it cannot be read."""
    if (half := written_half(written)) is not None:
        return date(half.year, half.first_month + 3, 1)
    if (quarter := written_quarter(written)) is not None:
        return date(quarter.year, quarter.first_month + 1, 15)
    found = written_date(written)
    return None if found is None else date(found.year, found.month or 7, found.day or 15)
