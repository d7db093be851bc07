"""Reads a date as it is written: in ISO 8601, in words or in numbers, if it can mean one day, month or year only."""

import re
from datetime import date
from functools import lru_cache
from typing import Final

from detente.model.dates.date_forms import LONGEST_DATE, DateNumbers, DateOrder, folded, numbers_of, year_last
from detente.model.dates.rough_dates import rough_date
from detente.model.dates.written_halves import written_half

ACCEPTED_DATES: Final = (
    "2024, 2024-Q2, 2024-05, 2024-05-01, 20240501, 2024/5/1, May 2024, 1 May 2024, May 1 2024, 31/12/2024, 01.05.2024 "
    "(day first), H1 2024, early 2024, spring 2024, 2024年5月1日 and 2024년 5월 1일, a day also with a time behind it"
)
# What a message says of a date such as 03/04/2024.
EITHER_WAY_ROUND: Final = "day and month could be either way round"

# A year outside is a slip (0219, 20019): it would stretch a time axis, and nobody held an office then.
_EARLIEST_YEAR, _LATEST_YEAR = 1000, 2999

# Six digits are no month: 201205 may be of 2012 or of 2020.
_ISO: Final = re.compile(r"\s*(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[T\s].*)?)?)?\s*", re.ASCII | re.DOTALL)
# ISO 8601 without marks; and a year or day as programs write it that keep a column with gaps as decimals.
_COMPACT: Final = re.compile(r"\s*(\d{4})(?:(\d\d)(\d\d)(?:[T\s].*)?)?(?:\.0)?\s*", re.ASCII | re.DOTALL)


def written_date(text: str, *, order: DateOrder | None = None) -> DateNumbers | None:
    """Read a date in ISO form or in one of `date_forms`, whole or without its day or month; None where it is none.

    Of a half of a year, early 2024, spring 2024 and late May 2024 it returns the year or the month; quarters are read
    by `written_quarter` alone. `order` says which number of 03/04/2024 is the day's. Without it, such a date is read
    only if one number is above 12 or both are the same, and one with dots day-first.
    """
    return _read(text, order) if len(text) <= LONGEST_DATE else None


def is_either_way_round(text: str) -> bool:
    """Tell whether `text` is a date such as 03/04/2024, which is another day with the day first than without."""
    numbers = year_last(text)
    return numbers is not None and numbers.is_either_way_round


def on_calendar(numbers: DateNumbers) -> DateNumbers | None:
    """Return `numbers` where there is such a day, month or year, from 1000 to 2999; else None, as for 30 February."""
    if not _EARLIEST_YEAR <= numbers.year <= _LATEST_YEAR:
        return None
    month, day = (1 if number is None else number for number in numbers[1:])
    try:
        date(numbers.year, month, day)
    except ValueError:
        return None
    return numbers


# The rows of a table have their dates many times over.
@lru_cache(maxsize=8192)
def _read(text: str, order: DateOrder | None) -> DateNumbers | None:
    text = folded(text)
    if (numbers := _clear(text)) is not None:
        return on_calendar(numbers)
    if (loose := year_last(text)) is None:
        return _around(text)
    order = order or loose.order() or ("day-first" if loose.one == loose.other else None)
    return None if order is None else on_calendar(loose.in_order(order))


def _clear(text: str) -> DateNumbers | None:
    if (found := _ISO.fullmatch(text) or _COMPACT.fullmatch(text)) is not None:
        return DateNumbers.of(*found.groups())
    return numbers_of(text)


def _around(text: str) -> DateNumbers | None:
    """Read the year of a half of it, or the year or month around which a rough date is."""
    if (half := written_half(text)) is not None:
        return DateNumbers(half.year, None, None)
    if (
        (rough := rough_date(text)) is None
        or (numbers := _clear(rough.date)) is None
        or numbers.day is not None
    ):
        return None
    names = "year" if numbers.month is None else "month"
    return on_calendar(numbers) if names in rough.names else None
