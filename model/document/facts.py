"""What is known of a document beside its text."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """What is known of a document beside its text."""

    publisher: str | None = None
    date: str | None = None  # ISO 8601, as exact as known
    speaker: str | None = None  # code of the state in whose voice it is written
