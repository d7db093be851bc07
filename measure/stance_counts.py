"""Stances counted by group, with net stances and intervals that allow for documents."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from detente.measure.estimate.small_samples import t_quantile
from detente.measure.intervals import Interval
from detente.measure.net_intervals import dyad_net_stance, target_net_stance
from detente.measure.rows.scan import Group, ScannedRows
from detente.model.labels import NEUTRAL, STANCES

SOURCE_KEY: Final = "source"

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]

# The 97.5 % point of the standard normal distribution.
_Z: Final = 1.959963984540054
_SCORES: Final = np.array([1.0, -1.0, 0.0])


@dataclass(frozen=True, slots=True)
class StanceCount:
    """The predicted rows of one group: how many documents, how many of each stance, and the net stance.

    `counts` are in the order of STANCES. `net` is the share that is cooperative less the share that is hostile.
    """

    group: Group
    documents: int
    counts: tuple[int, ...]
    net: Interval

    @property
    def rows(self) -> int:
        """How many rows the group has."""
        return sum(self.counts)


@dataclass(frozen=True, slots=True)
class StanceCounts:
    """The counts of every group, sorted; `without_source` rows were left out since nobody holds their stance."""

    groups: tuple[StanceCount, ...]
    without_source: int


def count_stances(rows: ScannedRows, by: Sequence[str]) -> StanceCounts:
    """Count predicted stances by group.

    Where `source` is among `by`, rows without one are left out, which are the neutral ones: a net stance is then
    that of statements that take a stance. Intervals are those of `net_intervals` at the number of independent rows
    that the rows are worth (Korn and Graubard 1998, Survey Methodology 24): rows of one document count for less the
    more they are alike. They allow for sampling and not for errors of prediction.
    """
    kept = np.arange(len(rows))
    if SOURCE_KEY in by:
        column = rows.columns[SOURCE_KEY]
        named = np.array([bool(value) for value in column.values])
        kept = np.flatnonzero(named[column.codes] & (rows.stances != STANCES.index(NEUTRAL)))
    if not len(kept):
        return StanceCounts((), len(rows))
    codes = np.stack([rows.columns[name].codes[kept] for name in by], axis=1)
    found, index = np.unique(codes, axis=0, return_inverse=True)
    counts, documents, worth = _tally(index.reshape(-1), rows.documents[kept], rows.stances[kept], len(found))
    counted = [
        StanceCount(
            tuple(rows.columns[name].values[code] for name, code in zip(by, found[number], strict=True)),
            int(documents[number]),
            tuple(int(count) for count in counts[number]),
            _net(counts[number], float(worth[number]), dyad=SOURCE_KEY in by),
        )
        for number in range(len(found))
    ]
    return StanceCounts(tuple(sorted(counted, key=lambda one: one.group)), len(rows) - len(kept))


def _tally(
    groups: Codes, documents: Codes, stances: NDArray[np.int8], number: int
) -> tuple[NDArray[np.int64], Codes, Floats]:
    # By group: the rows of each stance, the documents, and the share of rows that are worth an independent one.
    width = int(documents.max()) + 1
    cells, index = np.unique(groups.astype(np.int64) * width + documents, return_inverse=True)
    group_of = cells // width
    scores = _SCORES[stances]
    sums = np.bincount(index, weights=scores)
    sizes = np.bincount(index).astype(np.float64)
    counts = np.zeros((number, len(STANCES)), dtype=np.int64)
    np.add.at(counts, (groups, stances), 1)
    total = counts.sum(axis=1).astype(np.float64)
    net = counts @ _SCORES / total
    many = np.bincount(group_of, minlength=number)
    squares = np.bincount(group_of, weights=(sums - net[group_of] * sizes) ** 2, minlength=number)
    clustered = squares * many / np.maximum(many - 1, 1) / total**2
    plain = (np.bincount(groups, weights=scores**2, minlength=number) / total - net**2) / total
    return counts, many, _worth(clustered, plain, many, total)


def _worth(clustered: Floats, plain: Floats, documents: Codes, rows: Floats) -> Floats:
    # Where all rows are alike, or of one document, nothing tells how alike its rows are: each document counts once.
    known = (plain > 1e-12) & (documents > 1)
    effect = np.where(known, np.maximum(1.0, clustered / np.where(known, plain, 1.0)), rows / documents)
    quantiles = np.array([t_quantile(float(max(1, number - 1))) for number in documents])
    small = np.where(known & (documents < rows), (_Z / quantiles) ** 2, 1.0)
    return np.asarray(small / effect)


def _net(counts: NDArray[np.int64], worth: float, *, dyad: bool) -> Interval:
    cooperative, hostile, neutral = (float(count) * worth for count in counts)
    if dyad:
        found = dyad_net_stance(cooperative=cooperative, hostile=hostile)
    else:
        found = target_net_stance(cooperative=cooperative, hostile=hostile, neutral=neutral)
    return Interval(found.net, found.low, found.high)
