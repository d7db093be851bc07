"""The date of a row: from a column, else from the name of its document."""

import re
from collections.abc import Sequence
from datetime import date
from enum import IntEnum
from pathlib import PurePosixPath
from typing import Final, NamedTuple

from detente.batch.records import Row
from detente.batch.unread_dates import UnreadDates
from detente.measure.likely_dates import likely_date_columns
from detente.measure.periods import Period, choose_period, period_name
from detente.model.dates.date_forms import DateNumbers, DateOrder, year_last
from detente.model.dates.written_dates import on_calendar, written_date
from detente.model.dates.written_halves import written_half
from detente.model.dates.written_quarters import written_quarter
from detente.model.errors import number_of

DATE_COLUMN: Final = "date"
# What a command says of dates such as 03/04/2024.
ORDER_ADVICE: Final = "give --dates day-first or month-first"

_IN_NAME = re.compile(r"(?<!\d)(\d{4})-(\d\d)-(\d\d)(?!\d)", re.ASCII)
_REMEMBERED, _LONGEST_REMEMBERED = 50_000, 256


class Exactness(IntEnum):
    """What a date names: a day, a month, a quarter, a half of a year or a year."""

    DAY = 0
    MONTH = 1
    QUARTER = 2
    HALF = 3
    YEAR = 4


class RowDate(NamedTuple):
    """The first day that a date names, as a `date` ordinal, and what it names."""

    day: int
    exactness: Exactness

    def within(self, period: Period) -> bool:
        """Tell whether the date is exact enough to fall in one period of this kind."""
        return self.exactness <= _COARSEST[period]

    def __str__(self) -> str:
        """Return the date in ISO form, as exact as it was given, a quarter as 2024-Q2 and a half as 2024-H1."""
        if self.exactness == Exactness.HALF:
            first = date.fromordinal(self.day)
            return f"{first.year}-H{1 if first.month == 1 else 2}"
        return period_name(self.day, _NAMED[self.exactness])


_NAMED: Final[dict[Exactness, Period]] = {
    Exactness.DAY: "day",
    Exactness.MONTH: "month",
    Exactness.QUARTER: "quarter",
    Exactness.YEAR: "year",
}
_COARSEST: Final[dict[Period, Exactness]] = {
    "day": Exactness.DAY,
    "week": Exactness.DAY,
    "month": Exactness.MONTH,
    "quarter": Exactness.QUARTER,
    "year": Exactness.YEAR,
}


class DateReader:
    """Reads the dates of rows and keeps the first and the last date.

    A date is read from the column `column`, as `read_date` does with `order`; if that is empty, from the file name
    of the document (YYYY-MM-DD). `found_in_column` tells whether the column held a date in any row so far, and
    `unread` counts the rows where it held something else.
    """

    def __init__(self, column: str = DATE_COLUMN, *, order: DateOrder | None = None) -> None:
        self._column = column
        self.order = order
        self.unread = UnreadDates()
        self._shown: set[DateOrder] = set()
        self._has_dots = False
        self._in_column: dict[object, RowDate | None] = {}
        self._in_name: dict[object, RowDate | None] = {}
        self.first: RowDate | None = None
        self.last: RowDate | None = None
        self.found_in_column = False
        self._likely: tuple[str, ...] | None = None

    def read(self, row: Row) -> RowDate | None:
        """Return the date of a row, or None if it has none that can be read."""
        value = row.get(self._column)
        try:
            return self._in_column[value]
        except (KeyError, TypeError):  # TypeError: a list or an object, which JSON allows
            pass
        if value is None or value == "":
            if self._likely is None:
                known = self._column in row
                self._likely = () if known else likely_date_columns(row)
            return self._of_document(row["document"])
        # As parquet and JSON have them: a date, a time stamp, the number of a year.
        text = value.isoformat() if isinstance(value, date) else str(value)
        found = self._noted(self._in_order(text))
        if found is None:  # not remembered, since each such row counts
            document = str(row["document"] or "no document")
            self.unread.count(text, document=document, number=row.get("position"))
            return None
        self.found_in_column = True
        if isinstance(value, str):
            _remember(self._in_column, value, found)
        return found

    @property
    def likely_columns(self) -> tuple[str, ...]:
        """The columns that look like those of dates, where there is no `column` and no row so far had a date."""
        return (self._likely or ()) if self.first is None else ()

    def shown_order(self) -> DateOrder | None:
        """Return the order that the dates with a number above 12 show; None where they show none, or both.

        Dates with dots have the day first. Beside them the others show no month first, in which all would be read.
        """
        if len(self._shown) != 1:
            return None
        [order] = self._shown
        return None if order == "month-first" and self._has_dots else order

    def _in_order(self, text: str) -> RowDate | None:
        if self.order is None and (numbers := year_last(text)) is not None:
            shown = numbers.order()
            if numbers.has_dots:
                self._has_dots = self._has_dots or shown == "day-first"
            elif shown is not None:
                self._shown.add(shown)
        return read_date(text, order=self.order)

    def _of_document(self, document: object) -> RowDate | None:
        if not isinstance(document, str):
            return None
        if document in self._in_name:
            return self._in_name[document]
        found = self._noted(date_in_name(document))
        _remember(self._in_name, document, found)
        return found

    def usual_period(self) -> Period | None:
        """Return the period that suits the days so far; None where there are none."""
        if self.first is None or self.last is None:
            return None
        return choose_period(self.first.day, self.last.day)

    def _noted(self, found: RowDate | None) -> RowDate | None:
        if found is not None:
            self.first = found if self.first is None else min(self.first, found)
            self.last = found if self.last is None else max(self.last, found)
        return found


def undated_rows(undated: int, rows: int) -> str:
    """Say how many of the rows have no date that is exact enough for their period."""
    have, their = ("has", "its") if undated == 1 else ("have", "their")
    return f"{undated:,} of {number_of(rows, 'row')} {have} no date that tells {their} period"


def date_advice(unread: UnreadDates, likely: Sequence[str]) -> list[str]:
    """Say which dates could not be read, and that columns look `likely` to be those of dates; a line each."""
    lines = [unread.message(ORDER_ADVICE)] if unread.number else []
    if not likely:
        return lines
    columns = "column" if len(likely) == 1 else "columns"
    return [
        *lines,
        f"no row has a date, but the rows have the {columns} {' and '.join(map(repr, likely))}: name one with "
        "--date-column",
    ]


def _remember(known: dict[object, RowDate | None], text: str, found: RowDate | None) -> None:
    if len(known) >= _REMEMBERED:
        known.clear()
    if len(text) <= _LONGEST_REMEMBERED:
        known[text] = found


def read_date(text: str, *, order: DateOrder | None = None) -> RowDate | None:
    """Read a date as `written_date` does, or a quarter or half of a year; None where it is none of these."""
    if (quarter := written_quarter(text)) is not None:
        return RowDate(date(quarter.year, quarter.first_month, 1).toordinal(), Exactness.QUARTER)
    if (half := written_half(text)) is not None:
        return RowDate(date(half.year, half.first_month, 1).toordinal(), Exactness.HALF)
    return _row_date(written_date(text, order=order))


def date_in_name(document: str) -> RowDate | None:
    """Return the first date in the file name at the end of a path; None where there is none."""
    name = PurePosixPath(document[-1024:].replace("\\", "/")).name
    dates = (_row_date(on_calendar(DateNumbers.of(*found.groups()))) for found in _IN_NAME.finditer(name))
    return next((found for found in dates if found is not None), None)


def _row_date(numbers: DateNumbers | None) -> RowDate | None:
    if numbers is None:
        return None
    year, month, day = numbers
    exactness = Exactness.YEAR if month is None else Exactness.MONTH if day is None else Exactness.DAY
    return RowDate(date(year, month or 1, day or 1).toordinal(), exactness)
