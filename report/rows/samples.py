"""Which statements a page shows: all of them if they fit, else the most confident ones of every kind."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from detente.batch.records import Row
from detente.measure.dates import RowDate
from detente.measure.periods import Period, first_day
from detente.measure.rows.predicted import PROBABILITY_COLUMNS
from detente.report.rows.series import Series
from detente.report.rows.tallies import LONGEST_NAME, shown

# More than this never fit on a page, however short they are.
MOST_SAMPLES: Final = 12_500
LONGEST_STATEMENT: Final = 600


class Sample(NamedTuple):
    """What a page shows of a predicted row; long texts are shortened."""

    series: Series
    date: RowDate | None
    statement: object
    target: object
    source: object
    score: float | None
    probabilities: tuple[float | None, ...]
    p_source: float | None
    document: object
    position: int | None
    publisher: object
    too_close: bool
    pair: int


_Kind = tuple[Series, int | None]
# The score, negated so that the most confident comes first; the number among the predicted rows; the row.
_Held = tuple[float, int, Sample]


class Samples:
    """Keeps rows of every target, source, stance and period in turn: the most confident of each, then the next.

    `usual_period` tells which period the dates so far will be shown by. Memory is bounded: at most twice
    `most` rows are held. If the period becomes longer while rows come in, a row may be lost that would have been kept.
    """

    def __init__(self, usual_period: Callable[[], Period | None], most: int = MOST_SAMPLES) -> None:
        self._usual_period = usual_period
        self._most = most
        self._pool: list[_Held] = []
        self._period: Period | None = None
        self._floors: dict[_Kind, float] = {}
        self._starts: dict[RowDate | None, int | None] = {}
        self._offered = 0

    def offer(self, row: Row, series: Series, date: RowDate | None, publisher: object, *, pair: int) -> None:
        """Keep a predicted row unless more confident ones of its kind fill the page.

        Of rows of one period with the same `pair`, a hash of statement and target, the first is kept.
        """
        self._offered += 1
        score = row["score"]
        unsure = -score if type(score) is float and 0 <= score <= 1 else -(probability(score) or 0.0)
        if self._floors and unsure >= self._floors.get(self._kind(series, date), 1.0):
            return
        self._pool.append((unsure, self._offered, _sample(row, series, date, publisher, pair)))
        if len(self._pool) >= 2 * self._most:
            self._prune()

    def ranked(self, period: Period | None) -> Iterator[tuple[int, Sample]]:
        """Yield the rows kept with their numbers among all rows, taking the kinds in turn."""
        self._set_period(period)
        for _, _, number, sample in self._by_rank()[: self._most]:
            yield number, sample

    def _prune(self) -> None:
        self._set_period(self._usual_period())
        ranked = self._by_rank()
        # The most confident row that a kind lost comes last in this order, and sets the floor.
        for _, unsure, _, sample in reversed(ranked[self._most :]):
            self._floors[self._kind(sample.series, sample.date)] = unsure
        self._pool = [(unsure, number, sample) for _, unsure, number, sample in ranked[: self._most]]

    def _by_rank(self) -> list[tuple[int, float, int, Sample]]:
        kinds: defaultdict[_Kind, list[_Held]] = defaultdict(list)
        first: dict[tuple[int, int | None], _Held] = {}
        for held in sorted(self._pool, key=lambda held: held[1]):
            first.setdefault((held[2].pair, self._kind(held[2].series, held[2].date)[1]), held)
        for held in first.values():
            kinds[self._kind(held[2].series, held[2].date)].append(held)
        # Numbers differ, so that two samples are never compared.
        return sorted((rank, *held) for alike in kinds.values() for rank, held in enumerate(sorted(alike)))

    def _kind(self, series: Series, date: RowDate | None) -> _Kind:
        if date not in self._starts:
            fits = date is not None and self._period is not None and date.within(self._period)
            self._starts[date] = first_day(date.day, self._period) if date and self._period and fits else None
        return series, self._starts[date]

    def _set_period(self, period: Period | None) -> None:
        if period != self._period:
            self._period = period
            self._floors.clear()
            self._starts.clear()


def probability(value: object) -> float | None:
    """Return a cell as a probability; None if it is missing, not a number, infinite or out of range."""
    if isinstance(value, bool) or not isinstance(value, float | int):
        return None
    return float(value) if 0 <= value <= 1 else None


def _sample(row: Row, series: Series, date: RowDate | None, publisher: object, pair: int) -> Sample:
    # Most rows are dropped again, so they are kept as they are and formatted at the end.
    return Sample(
        series,
        date,
        _short(row["statement"], LONGEST_STATEMENT),
        _short(row["target"]),
        _short(row["source"]),
        probability(row["score"]),
        tuple([probability(row[name]) for name in PROBABILITY_COLUMNS]),
        probability(row["p_source"]),
        _short(row["document"]),
        row["position"] if type(row["position"]) is int else None,
        _short(publisher),
        row["too_close"] is True,
        pair,
    )


def _short(cell: object, longest: int = LONGEST_NAME) -> object:
    if cell is None or (type(cell) is str and len(cell) <= longest):
        return cell
    return shown(cell, longest)
