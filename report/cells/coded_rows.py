"""The kept rows of a page by the codes of its publishers, targets, sources and periods."""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from detente.measure.net.hash_blocks import row_slices
from detente.measure.types import Codes
from detente.report.cells.axes import Axes
from detente.report.rows.first_days import first_days
from detente.report.rows.kept_rows import publisher_number
from detente.report.rows.series import Series
from detente.report.rows.time_axis import TimeAxis

# The code of no source and of no period, and, in `Clusters`, of any target or any source.
NONE: Final = -1
ANY: Final = -2


class Coded(NamedTuple):
    """Some rows: their keys (rows, 4), stances (rows,) as places in STANCES, and hashes of documents (rows,).

    A key is the code of publisher, target, source and period.
    """

    keys: Codes
    stances: Codes
    documents: NDArray[np.uint64]


class CodedRows:
    """Gives rows, as `KeptRows` has them, their codes.

    `when` (rows,) are the codes of their periods, and `series` those whose numbers they have. `publishers` are in the
    order of their codes. Targets beyond those of the axes have the next code; rows without a publisher have the code
    after the publishers, and all other publishers the one after that.
    """

    def __init__(
        self,
        rows: NDArray[np.void],
        when: NDArray[np.int32],
        series: Iterable[Series],
        *,
        axes: Axes,
        publishers: Sequence[str],
    ) -> None:
        self._rows = rows
        self._when = when
        self._series = _series_codes(series, axes.targets, axes.sources)
        codes = {publisher_number(name): code for code, name in enumerate(publishers)} | {0: len(publishers)}
        self._publishers = np.array(sorted(codes), dtype=np.uint32)
        self._publisher_codes = np.array([codes[number] for number in sorted(codes)], dtype=np.int64)
        self._other_publishers = len(publishers) + 1

    def documents(self, numbers: Codes) -> NDArray[np.uint64]:
        """Return the hashes of the documents of the rows with these numbers."""
        return np.asarray(self._rows["document"][numbers])

    def of(self, numbers: Codes) -> Coded:
        """Return the rows with these numbers."""
        rows = self._rows[numbers]
        target, source, stance = self._series[rows["series"]].T
        at = np.searchsorted(self._publishers, rows["publisher"]).clip(max=len(self._publishers) - 1)
        known = self._publishers[at] == rows["publisher"]
        publisher = np.where(known, self._publisher_codes[at], self._other_publishers)
        keys = np.stack([publisher, target, source, self._when[numbers]], axis=1)
        return Coded(keys, stance, rows["document"])


def period_codes(rows: NDArray[np.void], time: TimeAxis) -> NDArray[np.int32]:
    """Return the index of each row's period (rows,), NONE where the row has no date that is exact enough."""
    if time.period is None or not len(rows) or not time.periods:
        return np.full(len(rows), NONE, dtype=np.int32)
    starts = first_days(rows, time.period)
    days = np.array(time.periods, dtype=np.int32)
    for some in row_slices(len(rows)):
        at = np.searchsorted(days, starts[some]).clip(max=len(days) - 1)
        starts[some] = np.where(days[at] == starts[some], at, NONE)
    return starts


def _series_codes(series: Iterable[Series], targets: Sequence[str], sources: Sequence[str]) -> Codes:
    # Target, source and stance of each series, by its number.
    target_codes = {target: code for code, target in enumerate(targets)}
    source_codes = {source: code for code, source in enumerate(sources)}
    numbered = list(series)
    codes = np.zeros((max((one.number for one in numbered), default=-1) + 1, 3), dtype=np.int64)
    for one in numbered:
        target = len(targets) if one.target is None else target_codes.get(one.target, len(targets))
        source = NONE if one.source is None else source_codes[one.source]
        codes[one.number] = target, source, one.column
    return codes
