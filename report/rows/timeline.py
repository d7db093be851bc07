"""Counts over time: each target's net stance, and each dyad's, period by period."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from detente.measure.dates import DateReader, Exactness, RowDate
from detente.measure.net.net_bands import NetBand
from detente.measure.periods import PERIODS, Period, first_day, number_of_periods, period_starts
from detente.model.errors import InputError
from detente.model.labels import STANCES
from detente.report.rows.bands import Bands, Line, band_fields
from detente.report.rows.series import Series

# What a page can hold: periods on the axis, and points of all lines together.
MOST_PERIODS: Final = 4000
MOST_POINTS: Final = 10_000

# Points of fewer rows than this on average say little, and so do lines of fewer points than this.
_ENOUGH_ROWS: Final = 5
_ENOUGH_POINTS: Final = 8

# Where more of the dates than this name no month (or no day), a month (or a day) is no period for them.
_TOLERATED: Final = 0.05


@dataclass(frozen=True, slots=True)
class Timeline:
    """The first days of its periods, without gaps, its lines, and how many rows are in no period."""

    periods: list[int]
    lines: list[dict[str, Any]]
    undated: int


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


def timeline(
    series: Sequence[Series], targets: Sequence[str], period: Period | None, *, bands: Bands
) -> Timeline:
    """Count the rows of `targets` by period.

    The lines are those of the targets, in their order, then those of the dyads, most frequent first, as
    many as a page holds; `bands` makes their net stances. Rows without a date, and those whose date is less exact
    than the period, are undated. Raises InputError if no row is left, or if the targets' own lines have more
    points than a page holds.
    """
    lines: defaultdict[Line, defaultdict[int, list[int]]] = defaultdict(lambda: defaultdict(_no_rows))
    undated = 0
    for one in series:
        for day, rows in one.dates.items():
            if day is None or period is None or not day.within(period):
                undated += rows
                continue
            start = first_day(day.day, period)
            for line in _lines_of(one):
                lines[line][start][one.column] += rows
    starts = [start for points in lines.values() for start in points]
    if period is not None and 0 < undated == sum(sum(one.dates.values()) for one in series):
        raise InputError(f"period {period}: no date is as exact as that; choose a longer period")
    periods = period_starts(min(starts), max(starts), period) if starts and period else []
    indices = {start: index for index, start in enumerate(periods)}
    chosen = _chosen(lines, targets, period)
    made = _Lines(indices, bands, bands.points(period) if periods and period else {})
    return Timeline(periods, [made.line(line, lines[line]) for line in chosen], undated)


def _lines_of(series: Series) -> Iterator[Line]:
    if series.target is not None:
        yield series.target, None
        if series.source is not None:
            yield series.target, series.source


def _no_rows() -> list[int]:
    return [0] * len(STANCES)


def _chosen(
    lines: dict[Line, defaultdict[int, list[int]]], targets: Sequence[str], period: Period | None
) -> list[Line]:
    chosen = [(target, None) for target in targets if (target, None) in lines]
    left = MOST_POINTS - sum(len(lines[line]) for line in chosen)
    if left < 0:
        raise InputError(
            f"period {period}: gives {MOST_POINTS - left:,} points, and a page holds {MOST_POINTS:,}; "
            "choose a longer period"
        )
    rows = {line: sum(map(sum, points.values())) for line, points in lines.items() if line[1] is not None}
    result: list[Line] = list(chosen)
    for line in sorted(rows, key=lambda line: (-rows[line], line)):
        left -= len(lines[line])
        if left < 0:
            break
        result.append(line)
    return result


@dataclass(frozen=True, slots=True)
class _Lines:
    indices: dict[int, int]
    bands: Bands
    points: dict[tuple[Line, int], NetBand]

    def line(self, line: Line, counted: dict[int, list[int]]) -> dict[str, Any]:
        target, source = line
        points = [self._point(line, start, counted[start]) for start in sorted(counted)]
        return {"target": target, "source": source, "points": points}

    def _point(self, line: Line, start: int, counts: Sequence[int]) -> dict[str, Any]:
        band = self.points.get((line, start)) or self.bands.of_few(counts, of_dyad=line[1] is not None)
        named = dict(zip(STANCES, counts, strict=True))
        return {"period": self.indices[start], **named, **band_fields(band)}
