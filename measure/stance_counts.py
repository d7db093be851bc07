"""Stances counted by group, with net stances and intervals that allow for documents."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from detente.measure.intervals import Interval
from detente.measure.net.clustered_counts import count_clustered
from detente.measure.net.net_intervals import dyad_net_stance, target_net_stance
from detente.measure.rows.scan import ScannedRows
from detente.measure.types import Group
from detente.model.labels import NEUTRAL, STANCES

SOURCE_KEY: Final = "source"


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


def counted_rows(rows: ScannedRows, by: Sequence[str]) -> ScannedRows:
    """Return the rows that count: all, or where `source` is among `by`, those with one, which are not neutral."""
    if SOURCE_KEY not in by:
        return rows
    column = rows.columns[SOURCE_KEY]
    named = np.array([bool(value) for value in column.values])
    return rows.only(np.flatnonzero(named[column.codes] & (rows.stances != STANCES.index(NEUTRAL))))


def count_stances(rows: ScannedRows, by: Sequence[str]) -> StanceCounts:
    """Count predicted stances of `counted_rows` by group.

    By source, a net stance is that of statements that take a stance. Intervals are those of `net_intervals` at the
    number of independent rows that the rows are worth (Korn and Graubard 1998, Survey Methodology 24): rows of one
    document count for less the more they are alike. They allow for sampling and not for errors of prediction.
    """
    kept = counted_rows(rows, by)
    if not len(kept):
        return StanceCounts((), len(rows))
    codes = np.stack([kept.columns[name].codes for name in by], axis=1)
    found, index = np.unique(codes, axis=0, return_inverse=True)
    tallied = count_clustered(
        index.reshape(-1).astype(np.int64), kept.documents, kept.stances, number=len(found)
    )
    counted = [
        StanceCount(
            tuple(rows.columns[name].values[code] for name, code in zip(by, found[number], strict=True)),
            int(tallied.documents[number]),
            tuple(int(count) for count in tallied.counts[number]),
            _net(tallied.counts[number], float(tallied.worth[number]), dyad=SOURCE_KEY in by),
        )
        for number in range(len(found))
    ]
    return StanceCounts(tuple(sorted(counted, key=lambda one: one.group)), len(rows) - len(kept))


def _net(counts: NDArray[np.int64], worth: float, *, dyad: bool) -> Interval:
    cooperative, hostile, neutral = (float(count) * worth for count in counts)
    if dyad:
        found = dyad_net_stance(cooperative=cooperative, hostile=hostile)
    else:
        found = target_net_stance(cooperative=cooperative, hostile=hostile, neutral=neutral)
    return Interval(found.net, found.low, found.high)
