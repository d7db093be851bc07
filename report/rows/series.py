"""Predicted rows counted by target, source, stance and date, for the names and the time axis of a page."""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Final

from detente.measure.dates import RowDate
from detente.measure.periods import Period, first_day
from detente.model.labels import NEUTRAL, SOURCES, STANCES, TARGETS
from detente.report.rows.tallies import shown

# How many names get series of their own: the codes of the codebook, then the first that occur.
MOST_TARGETS: Final = 32
MOST_SOURCES: Final = 16
OTHER_SOURCE: Final = "other"

_COLUMNS: Final = {stance: column for column, stance in enumerate(STANCES)}
_NEUTRAL_COLUMN: Final = _COLUMNS[NEUTRAL]
_LONGEST_KEY = 300
_MOST_KEYS = 4096
# Dates counted one by one before they are put together by period.
_MANY_DATES = 200_000


class Series:
    """The rows of one target, source and stance, by date.

    `target` is None for all targets beyond the first 32, `source` for rows that name none. `column` is the
    index of the stance in `STANCES`. `number` tells it from the other series of its table.
    """

    __slots__ = ("column", "dates", "number", "source", "target")

    def __init__(self, target: str | None, source: str | None, column: int, number: int) -> None:
        self.target, self.source, self.column, self.number = target, source, column, number
        self.dates: dict[RowDate | None, int] = {}

    @property
    def rows(self) -> int:
        """How many rows were counted."""
        return sum(self.dates.values())


class SeriesTable:
    """Finds the series of a row and counts it there.

    `usual_period` tells which period the dates so far will be shown by, or None before the first date.
    """

    def __init__(self, usual_period: Callable[[], Period | None]) -> None:
        self._usual_period = usual_period
        self._series: dict[tuple[str | None, str | None, int], Series] = {}
        self._targets = {code: code for code in TARGETS}
        self._sources = {code: code for code in SOURCES}
        self._by_cells: dict[tuple[object, object, object], Series] = {}
        self._dates, self._compact_at = 0, _MANY_DATES

    def __iter__(self) -> Iterator[Series]:
        return iter(self._series.values())

    def find(self, target: object, source: object, stance: object) -> Series:
        """Return the series of a predicted row.

        Raises ValueError, with the reason, if the stance is not one of `STANCES` or the target is no name.
        """
        cells = (target, source, stance)
        try:
            return self._by_cells[cells]
        except (KeyError, TypeError):  # TypeError: a list or an object, which JSON allows
            return self._find(cells)

    def count(self, series: Series, date: RowDate | None) -> None:
        """Count a row of `series` and its date."""
        dates = series.dates
        if date in dates:
            dates[date] += 1
        else:
            dates[date] = 1
            self._dates += 1
            if self._dates >= self._compact_at:
                self._compact()

    def _find(self, cells: tuple[object, object, object]) -> Series:
        target, source, stance = cells
        column = _COLUMNS.get(stance) if isinstance(stance, str) else None
        if column is None:
            raise ValueError(f"stance {shown(repr(stance), 40)} is not one of {', '.join(STANCES)}")
        if not isinstance(target, str) or not target:
            raise ValueError(f"a stance without a target ({shown(repr(target), 40)})")
        if column == _NEUTRAL_COLUMN or source is None or source == "":
            held = None
        else:
            held = _admitted(self._sources, shown(source), MOST_SOURCES) or OTHER_SOURCE
        key = (_admitted(self._targets, shown(target), MOST_TARGETS), held, column)
        series = self._series.setdefault(key, Series(*key, len(self._series)))
        if source is None or isinstance(source, str):
            self._remember(cells, series, len(target) + len(source or ""))
        return series

    def _remember(self, cells: tuple[object, object, object], series: Series, length: int) -> None:
        if len(self._by_cells) < _MOST_KEYS and length <= _LONGEST_KEY:
            self._by_cells[cells] = series

    def _compact(self) -> None:
        # A span only grows, so its period only becomes longer; weeks lie across months and stay days.
        period = self._usual_period()
        if period in ("month", "quarter", "year"):
            for series in self:
                series.dates = _put_together(series.dates, period)
        self._dates = sum(len(series.dates) for series in self)
        self._compact_at = max(_MANY_DATES, 2 * self._dates)


def _admitted(names: dict[str, str], name: str, most: int) -> str | None:
    if name not in names and len(names) < most:
        names[name] = name
    return names.get(name)


def _put_together(dates: dict[RowDate | None, int], period: Period) -> dict[RowDate | None, int]:
    together: Counter[RowDate | None] = Counter()
    for date, rows in dates.items():
        fits = date is not None and date.within(period)
        together[RowDate(first_day(date.day, period), date.exactness) if date and fits else date] += rows
    return dict(together)
