"""What is known of a document beside its text, and what is accepted as such."""

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from detente.model.errors import ActorsError, InputError
from detente.model.labels import AUTHOR, SOURCES
from detente.model.suggestion import did_you_mean
from detente.model.text.actor_finder import ActorFinder

__all__ = [
    "ACCEPTED_DATES",
    "SPEAKERS",
    "DocumentFacts",
    "checked_facts",
    "day_of",
    "known_speaker",
    "speaker_of",
]

# In whose voice a document can be: any source but the narrator himself.
SPEAKERS: Final = tuple(source for source in SOURCES if source != AUTHOR)

ACCEPTED_DATES: Final = "2024, 2024-05, 2024-05-01 and 20240501, a day also with a time behind it (ISO 8601)"

# A year outside is a slip (0219), as in a report. Six digits are no month: 201205 may be of 2012 or of 2020.
_DATE: Final = re.compile(
    r"\s*(?!\d{6}\s*$)([12]\d{3})(?:(-?)(\d\d)(?:\2(\d\d)(?:T\d\d.*|\s+\d{1,2}:\d\d.*)?)?)?\s*",
    re.ASCII | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """What is known of a document beside its text."""

    publisher: str | None = None
    date: str | None = None  # ISO 8601, as exact as known
    speaker: str | None = None  # code of the state in whose voice it is written


def checked_facts(facts: DocumentFacts, finder: ActorFinder) -> DocumentFacts:
    """Return `facts` with the code of their speaker, who may be given by name.

    Raises InputError, with what is accepted, for an unknown speaker and for a date that cannot be read.
    """
    if facts.date is not None and day_of(facts.date) is None:
        raise InputError(f"cannot read the date {facts.date!r}: accepted are {ACCEPTED_DATES}")
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
    """Return the day that a date stands for, the middle of a year or month; None where it is none in ISO 8601."""
    found = _DATE.fullmatch(written)
    if found is None:
        return None
    try:
        return date(int(found[1]), int(found[3] or 7), int(found[4] or 15))
    except ValueError:
        return None  # no such day, as 30 February
