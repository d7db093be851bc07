"""The net stances that a page draws, with their intervals: of points, dyads, targets and publishers."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from detente.measure.net.hash_blocks import row_slices
from detente.measure.net.known_confusion import LEAN, LEAN_ERROR, KnownConfusion
from detente.measure.net.net_bands import NetBand, net_band, net_bands
from detente.measure.periods import Period
from detente.report.rows.first_days import first_days
from detente.report.rows.kept_rows import KeptRows, publisher_number
from detente.report.rows.series import Series

# A target, and a source or None.
Line = tuple[str, str | None]

_DECIMALS: Final = 4
_LEFT_OUT: Final = -1


class Bands:
    """Makes net stances of the kept rows, whose numbers are those of `series`.

    Without a `confusion`, intervals allow for chance alone.
    """

    def __init__(
        self, kept: KeptRows, series: Iterable[Series], *, confusion: KnownConfusion | None = None
    ) -> None:
        self._rows = kept.rows()
        self._series = sorted(series, key=lambda one: one.number)
        self._confusion = confusion
        self._sampled = kept.sampled
        self._stances = self._by_series(lambda one: one.column).astype(np.int8)

    def about(self) -> dict[str, Any]:
        """Say what the intervals allow for, as `about.intervals` of a payload has it.

        `sampled` tells whether they were made from a part of the documents. `confusion` is None where they allow for
        chance alone; else it has the labelled `data`, the number of `pairs`, the `table` (a row for a label, a column
        for a prediction, in the order of STANCES), `lean`, the intraclass correlation of errors, and `lean_error`, its
        standard error.
        """
        known = self._confusion
        about = None
        if known is not None:
            about = {
                "data": known.data,
                "pairs": known.pairs,
                "table": known.table,
                "lean": LEAN,
                "lean_error": LEAN_ERROR,
            }
        return {"sampled": self._sampled, "confusion": about}

    def points(self, period: Period) -> dict[tuple[Line, int], NetBand]:
        """Return those of each line in each period, by its first day; rows whose date is less exact are left out."""
        starts = first_days(self._rows, period)
        most = int(starts.max(initial=0)) + 1
        found: dict[tuple[Line, int], NetBand] = {}
        for of_dyads in (False, True):
            lines, codes = self._lines(of_dyads=of_dyads)
            codes = np.where((starts > 0) & (codes != _LEFT_OUT), codes * np.int64(most) + starts, _LEFT_OUT)
            bands = self._bands(codes, of_dyads=of_dyads)
            found |= {(lines[code // most], code % most): band for code, band in bands.items()}
        return found

    def lines(self) -> dict[Line, NetBand]:
        """Return those of each target and of each dyad, over all rows."""
        found: dict[Line, NetBand] = {}
        for of_dyads in (False, True):
            lines, codes = self._lines(of_dyads=of_dyads)
            found |= {lines[code]: band for code, band in self._bands(codes, of_dyads=of_dyads).items()}
        return found

    def publishers(self, names: Sequence[str]) -> dict[str, NetBand]:
        """Return those of these publishers, over all targets."""
        by_number = {publisher_number(name): name for name in names}
        publishers = self._rows["publisher"].astype(np.int64)
        publishers[~np.isin(publishers, list(by_number))] = _LEFT_OUT
        return {by_number[code]: band for code, band in self._bands(publishers, of_dyads=False).items()}

    def of_few(self, counts: Sequence[int], *, of_dyad: bool) -> NetBand:
        """Return the net stance of counted rows of which none was kept, as if they were of one document."""
        worth = 1 / sum(counts)
        return net_band(counts, documents=1, worth=worth, of_dyad=of_dyad, confusion=self._confusion)

    def _lines(self, *, of_dyads: bool) -> tuple[list[Line], NDArray[np.int32]]:
        lines: dict[Line, int] = {}

        def line_of(one: Series) -> int:
            if one.target is None or (of_dyads and one.source is None):
                return _LEFT_OUT
            return lines.setdefault((one.target, one.source if of_dyads else None), len(lines))

        codes = self._by_series(line_of)
        return list(lines), codes

    def _by_series(self, number_of: Callable[[Series], int]) -> NDArray[np.int32]:
        numbers = np.full(max((one.number for one in self._series), default=0) + 1, _LEFT_OUT, dtype=np.int32)
        for one in self._series:
            numbers[one.number] = number_of(one)
        return np.asarray(numbers[self._rows["series"]])

    def _bands(self, codes: NDArray[np.integer[Any]], *, of_dyads: bool) -> dict[int, NetBand]:
        found = np.unique(codes)
        found = found[found != _LEFT_OUT]
        groups = np.empty(len(codes), dtype=np.int32)
        for some in row_slices(len(codes)):
            groups[some] = np.where(codes[some] == _LEFT_OUT, _LEFT_OUT, np.searchsorted(found, codes[some]))
        bands = net_bands(
            groups,
            documents=self._rows["document"],
            pairs=self._rows["pair"],
            stances=self._stances,
            number=len(found),
            of_dyads=of_dyads,
            confusion=self._confusion,
        )
        return dict(zip(found.tolist(), bands, strict=True))


def band_fields(band: NetBand) -> dict[str, Any]:
    """Return a net stance as a page has it: `net`, `low`, `high`, and `distinct` statements of `documents`."""
    ends = {"net": band.net, "low": band.low, "high": band.high}
    rounded = {name: round(value, _DECIMALS) for name, value in ends.items()}
    return {**rounded, "distinct": band.statements, "documents": band.documents}
