"""Days, weeks, months, quarters and years: which of them a timeline counts by, and in which one a day falls."""

from datetime import date
from functools import lru_cache
from itertools import count, takewhile
from typing import Final, Literal, get_args

Period = Literal["day", "week", "month", "quarter", "year"]
PERIODS: Final[tuple[Period, ...]] = get_args(Period)

_MONTHS: Final = {"month": 1, "quarter": 3, "year": 12}

# More points than this on one line are no longer told apart.
_MOST_TOLD_APART: Final = 120


def choose_period(first: int, last: int) -> Period:
    """Return the finest period of which at most 120 lie between two days; both are `date` ordinals."""
    fitting = (period for period in PERIODS if number_of_periods(first, last, period) <= _MOST_TOLD_APART)
    return next(fitting, "year")


@lru_cache(maxsize=65_536)  # asked for every date of a series, which are the same few thousand days
def first_day(day: int, period: Period) -> int:
    """Return the first day of the period in which `day` falls; weeks begin on Monday (ISO 8601)."""
    match period:
        case "day":
            return day
        case "week":
            return day - (day - 1) % 7
        case "month":
            return date.fromordinal(day).replace(day=1).toordinal()
        case "quarter":
            begun = date.fromordinal(day)
            return begun.replace(month=begun.month - (begun.month - 1) % 3, day=1).toordinal()
        case "year":
            return date.fromordinal(day).replace(month=1, day=1).toordinal()


def number_of_periods(first: int, last: int, period: Period) -> int:
    """Count the periods from that of `first` to that of `last`, both included."""
    if period == "day":
        return last - first + 1
    if period == "week":
        return (first_day(last, "week") - first_day(first, "week")) // 7 + 1
    start, end = date.fromordinal(first_day(first, period)), date.fromordinal(last)
    return (12 * (end.year - start.year) + end.month - start.month) // _MONTHS[period] + 1


def period_starts(first: int, last: int, period: Period) -> list[int]:
    """Return the first day of every period from that of `first` to that of `last`, without gaps."""
    start = first_day(first, period)
    if period in ("day", "week"):
        return list(range(start, last + 1, 1 if period == "day" else 7))
    begun = date.fromordinal(start)
    months = count(begun.month - 1, _MONTHS[period])
    starts = (date(begun.year + month // 12, month % 12 + 1, 1).toordinal() for month in months)
    return list(takewhile(lambda day: day <= last, starts))


@lru_cache(maxsize=65_536)
def period_name(day: int, period: Period) -> str:
    """Return the name of the period in which a `date` ordinal falls (ISO 8601, and 2024-Q1 for a quarter).

    Names of one kind sort by time: "2024-03-05", "2024-W10", "2024-03", "2024-Q1", "2024".
    """
    found = date.fromordinal(day)
    match period:
        case "day":
            return found.isoformat()
        case "week":
            year, week, _ = found.isocalendar()
            return f"{year}-W{week:02}"
        case "month":
            return f"{found.year}-{found.month:02}"
        case "quarter":
            return f"{found.year}-Q{(found.month + 2) // 3}"
        case "year":
            return str(found.year)
