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
from detente.model.errors import ActorsError, InputError
from detente.model.labels import AUTHOR, SOURCES
from detente.model.suggestion import did_you_mean
from detente.model.text.actor_finder import ActorFinder

__all__ = [
    "SPEAKERS",
    "DocumentFacts",
    "checked_facts",
    "day_of",
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
        hint = did_you_mean(speaker, SPEAKERS)
        raise InputError(
            f"unknown speaker {speaker!r}: accepted are {', '.join(SPEAKERS)}, or the name of one of these"
            f"{'; ' if hint else ''}{hint}"
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
    """Return the day that a date stands for, the middle of a year or month; None where `written_date` reads none."""
    found = written_date(written)
    return None if found is None else date(found.year, found.month or 7, found.day or 15)
