"""Counts the rows that have a date which cannot be read, so that this can be told once a run."""

import re
from dataclasses import dataclass, field
from typing import Final

from detente.batch.records import Record
from detente.model.dates.written_dates import (
    ACCEPTED_DATES,
    EITHER_WAY_ROUND,
    is_either_way_round,
    written_date,
)
from detente.model.dates.written_quarters import written_quarter
from detente.model.errors import number_of

# Characters that are shown of a date: a column of that name may hold anything.
_SHOWN: Final = 40
# Dates that differ in more than their digits are told, so that not each has to be met in a run of its own.
_MOST_FORMS: Final = 3
_DIGITS: Final = re.compile(r"\d+")
# How the name of a document ends that was split from a row of a table.
_SPLIT_ROW: Final = re.compile(r", row \d+\Z")


@dataclass(slots=True)
class UnreadDates:
    """How many rows have a date that cannot be read, and the first of them with its date.

    `first` also has the dates of two further forms, where there are more. `either_way_round` counts the rows whose day
    and month could be exchanged.
    """

    number: int = 0
    either_way_round: int = 0
    first: str = ""
    _forms: set[str] = field(default_factory=set)

    def note(self, record: Record, written: str | None) -> None:
        """Count a row if `written`, the date of its document, cannot be read; None means that it has none."""
        if written is None or written_date(written) is not None or written_quarter(written) is not None:
            return
        self.count(
            written, document=record.document, number=None if record.kind == "document" else record.row
        )

    def count(self, written: str, *, document: str, number: object) -> None:
        """Count a row of which it is known that its date cannot be read.

        `number` is that of the row in `document`, or of the statement where the document is itself a row; None where
        the document is all that there is to tell.
        """
        shown = repr(written if len(written) <= _SHOWN else f"{written[:_SHOWN]}…")
        form = _DIGITS.sub("0", shown)
        if not self.number:
            kind = "statement" if _SPLIT_ROW.search(document) else "row"
            self.first = f"{document}{'' if number is None else f', {kind} {number}'}: {shown}"
        elif form not in self._forms and len(self._forms) < _MOST_FORMS:
            self.first += f", also {shown}"
        if len(self._forms) < _MOST_FORMS:
            self._forms.add(form)
        self.number += 1
        self.either_way_round += is_either_way_round(written)

    def told(self) -> str:
        """Return how many rows were counted, the first of them, and why those that look clear are not."""
        rows = number_of(
            self.number,
            "row has a date that cannot be read and counts",
            "rows have a date that cannot be read and count",
        )
        why = ""
        if self.either_way_round:
            some = "" if self.either_way_round == self.number else f"{self.either_way_round:,} of them "
            why = f", {some}because {EITHER_WAY_ROUND}"
        return f"{rows} as undated ({self.first}){why}"

    def message(self, advice: str = "") -> str:
        """Return in one line what `told` does, and what is accepted; `advice` is on dates that are either way round."""
        advised = f"; {advice}" if advice and self.either_way_round else ""
        return f"{self.told()}{advised}; accepted are {ACCEPTED_DATES}"
