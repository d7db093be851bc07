"""What came back from the people who label, whatever they worked with."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Response:
    """What one annotator said of one pair.

    `where` is its place in the file. `id` and `statement` say which statement is meant; either may be None where
    the file does not have it. `label` and `source` are as they were written, "" where nothing was. `skipped` tells
    that the annotator passed the pair over.
    """

    where: str
    id: str | None
    statement: str | None
    target: str | None
    label: str
    source: str
    annotator: str | None
    skipped: bool = False
