"""Counts the table rows whose document has a date that cannot be read, so that this can be told once a run."""

from dataclasses import dataclass
from typing import Final

from detente.batch.records import Record
from detente.model.document.facts import ACCEPTED_DATES, day_of

# Characters that are shown of a date: a column of that name may hold anything.
_SHOWN: Final = 40


@dataclass(slots=True)
class UnreadDates:
    """How many rows have a date that cannot be read, and the first of them with its date."""

    number: int = 0
    first: str = ""

    def note(self, record: Record, written: str | None) -> None:
        """Count a row if `written`, the date of its document, cannot be read; None means that it has none."""
        if written is None or day_of(written) is not None:
            return
        if not self.number:
            shown = written if len(written) <= _SHOWN else f"{written[:_SHOWN]}…"
            self.first = f"{record.document}, row {record.row}: {shown!r}"
        self.number += 1

    def message(self) -> str:
        """Return what a user should know of the rows that were counted, in one line."""
        rows = "1 row has a date that cannot be read and counts"
        if self.number != 1:
            rows = f"{self.number:,} rows have a date that cannot be read and count"
        return f"{rows} as undated ({self.first}); accepted are {ACCEPTED_DATES}"
