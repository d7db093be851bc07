"""The rows between two dates."""

import calendar
from datetime import date
from typing import Final, Self

from detente.measure.dates import Exactness, RowDate, read_date
from detente.model.errors import InputError

# How many months behind its first one a date names.
_FURTHER_MONTHS: Final = {
    Exactness.MONTH: 0,
    Exactness.QUARTER: 2,
    Exactness.HALF: 5,
    Exactness.YEAR: 11,
}


class DateWindow:
    """The days from `since` to `until`, both included; None for no bound.

    `outside` counts the rows that it left out so far, and `undated` those of them without a date.
    """

    def __init__(self, since: RowDate | None, until: RowDate | None) -> None:
        self._first = since.day if since else date.min.toordinal()
        self._last = last_day(until) if until else date.max.toordinal()
        if self._first > self._last:
            raise InputError(f"since {since} is after until {until}")
        self.outside = self.undated = 0

    @classmethod
    def of(cls, since: str | None, until: str | None) -> Self | None:
        """Make the window of two dates such as 2024-03-12, 2024-03 or 2024; None where neither is given.

        Raises InputError where one is no date, or the first is after the last.
        """
        if since is None and until is None:
            return None
        return cls(_bound("since", since), _bound("until", until))

    def takes(self, found: RowDate | None) -> bool:
        """Tell whether a row of this date is inside, with all days that the date names; counts it if not."""
        if found is not None and self._first <= found.day and last_day(found) <= self._last:
            return True
        self.outside += 1
        self.undated += found is None
        return False


def last_day(of: RowDate) -> int:
    """Return the last day that a date names, as a `date` ordinal."""
    if of.exactness == Exactness.DAY:
        return of.day
    first = date.fromordinal(of.day)
    month = first.month + _FURTHER_MONTHS[of.exactness]
    return first.replace(month=month, day=calendar.monthrange(first.year, month)[1]).toordinal()


def _bound(name: str, text: str | None) -> RowDate | None:
    if text is None:
        return None
    if (found := read_date(text)) is None:
        raise InputError(
            f"{name} {text}: not a date; give one such as 2024-03-12, 2024-03, 2024-Q1, 2024-H1 or 2024"
        )
    return found
