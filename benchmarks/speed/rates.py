"""The arithmetic of the benchmarks: rates, ratios pair by pair, and the two halves of a run."""

import math
from collections.abc import Sequence
from typing import NamedTuple


class Halves(NamedTuple):
    """Bytes written a second in the first and in the second half of a run, and the second over the first."""

    first: float
    second: float

    @property
    def ratio(self) -> float:
        """The second half's rate as a share of the first's."""
        return self.second / self.first


def pairs_a_second(pairs: int, seconds: float, *, start: float = 0.0) -> float:
    """Pairs a second of a run over `pairs` pairs.

    With `start`, the seconds that the same command takes for a single pair, the start is left out of the
    time and that pair out of the count. Not a number (nan) where nothing is left of either: the run was too
    short for its machine.
    """
    left = seconds - start
    count = pairs - 1 if start else pairs
    return count / left if left > 0 and count > 0 else math.nan


def ratios(ours: Sequence[float], theirs: Sequence[float]) -> list[float]:
    """Our rate over theirs, round by round; both were measured in the same rounds, in order."""
    return [one / other for one, other in zip(ours, theirs, strict=True)]


def equal_share(ours: Sequence[str | None], theirs: Sequence[str | None]) -> float:
    """The share of equal labels in two lists of equal length, compared one by one."""
    return sum(one == other for one, other in zip(ours, theirs, strict=True)) / len(ours)


def halves(growth: Sequence[tuple[float, int]], *, start: float, end: float) -> Halves | None:
    """The rates before and after the moment at which half of an output was there.

    `growth` has seconds and bytes written, its last entry the whole output; `start` and `end` are the
    seconds at which work began and ended. The first entry that reaches half divides the run, with the bytes
    that it has, so that an output written in lumps is counted right. None where that entry is the last one:
    an output that came at once has no halves.
    """
    whole = growth[-1][1]
    at, written = next(entry for entry in growth if entry[1] * 2 >= whole)
    if written >= whole or at <= start or at >= end:
        return None
    return Halves(written / (at - start), (whole - written) / (end - at))
