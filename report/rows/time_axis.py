"""The time axis of a page: what kind of period suits the rows, and which periods they fall in."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from detente.measure.dates import DateReader, Exactness, RowDate
from detente.measure.periods import PERIODS, Period, first_day, number_of_periods, period_starts
from detente.model.errors import InputError
from detente.report.rows.series import Series

# What a page can hold: periods on the axis, and points of the lines of all targets together.
MOST_PERIODS: Final = 4000
MOST_POINTS: Final = 10_000

# Points of fewer rows than this on average say little, and so do lines of fewer points than this.
_ENOUGH_ROWS: Final = 5
_ENOUGH_POINTS: Final = 8

# Where more of the dates than this name no month (or no day), a month (or a day) is no period for them.
_TOLERATED: Final = 0.05


@dataclass(frozen=True, slots=True)
class TimeAxis:
    """What kind of period a page counts by, the first days of the periods, and how many rows are in none.

    `period` is None, and there are no periods, where nothing is shown over time. `periods` have no gaps.
    """

    period: Period | None
    periods: list[int]
    undated: int = 0

    def iso_days(self) -> list[str]:
        """Return the first day of each period as a date."""
        return [date.fromordinal(day).isoformat() for day in self.periods]

    def indices(self) -> dict[int, int]:
        """Return the index of each period by its first day."""
        return {day: index for index, day in enumerate(self.periods)}


def fixed_or_usual_period(dates: DateReader, fixed: Period | None) -> Period | None:
    """Return the period to count by: `fixed`, else one that suits the days read so far; None without a date.

    Raises InputError where `fixed` would give more periods than a page can hold.
    """
    if fixed is None or dates.first is None or dates.last is None:
        return dates.usual_period()
    number = number_of_periods(dates.first.day, dates.last.day, fixed)
    if number > MOST_PERIODS:
        span = f"{dates.first} to {dates.last}"
        raise InputError(
            f"period {fixed}: {span} would be {number:,} periods, and a page holds {MOST_PERIODS:,}; "
            "choose a longer period"
        )
    return fixed


def exact_enough(period: Period | None, series: Iterable[Series]) -> Period | None:
    """Return `period`, or the next longer one that nearly all dates (95 %) are exact enough for."""
    exactness: Counter[Exactness] = Counter()
    for one in series:
        for day, rows in one.dates.items():
            if day is not None:
                exactness[day.exactness] += rows
    if period is None or not exactness:
        return None
    for longer in PERIODS[PERIODS.index(period) :]:
        lacking = sum(rows for found, rows in exactness.items() if not RowDate(1, found).within(longer))
        if lacking <= _TOLERATED * exactness.total():
            return longer
    return "year"


def dense_enough(period: Period | None, series: Iterable[Series]) -> Period | None:
    """Return `period`, or the next longer one with five rows or more for each point on average.

    Longer ones that leave fewer than eight periods are not considered.
    """
    days: Counter[tuple[str, int]] = Counter()
    for one in series:
        for day, rows in one.dates.items():
            if one.target is not None and day is not None and period is not None and day.within(period):
                days[one.target, day.day] += rows
    if period is None or not days:
        return period
    first, last = min(day for _, day in days), max(day for _, day in days)
    longer = PERIODS[PERIODS.index(period) + 1 :]
    fitting = [period, *(one for one in longer if number_of_periods(first, last, one) >= _ENOUGH_POINTS)]
    dense = (one for one in fitting if days.total() >= _ENOUGH_ROWS * _number_of_points(days, one))
    return next(dense, fitting[-1])


def _number_of_points(days: Iterable[tuple[str, int]], period: Period) -> int:
    return len({(target, first_day(day, period)) for target, day in days})


def time_axis(series: Sequence[Series], period: Period | None) -> TimeAxis:
    """Return the periods from the first to the last that any target has rows in.

    Rows without a date, and those whose date is less exact than the period, are undated. Raises InputError if no row
    is left, or if the lines of the targets would have more points than a page holds.
    """
    points: set[tuple[str, int]] = set()
    undated = 0
    for one in series:
        for day, rows in one.dates.items():
            if day is None or period is None or not day.within(period):
                undated += rows
            elif one.target is not None:
                points.add((one.target, first_day(day.day, period)))
    if period is None:
        return TimeAxis(None, [], undated)
    if 0 < undated == sum(one.rows for one in series):
        raise InputError(f"period {period}: no date is exact enough; choose a longer period")
    if len(points) > MOST_POINTS:
        raise InputError(
            f"period {period}: gives {len(points):,} points, and a page holds {MOST_POINTS:,}; "
            "choose a longer period"
        )
    starts = [start for _, start in points]
    periods = period_starts(min(starts), max(starts), period) if starts else []
    return TimeAxis(period, periods, undated)
