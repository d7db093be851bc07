"""Rows of one line, counted by stratum and step: what a search for findings looks at."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.measure.net.net_intervals import NET_SCORES
from detente.measure.types import Floats

Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class CountedLine:
    """The rows of one line: `counts` (strata, steps, 3) by stratum, by step and by stance in the order of STANCES.

    A stratum is what is held constant, such as a publisher. A step is a period, or a dyad where dyads are compared.
    `worth` from 0 to 1 is the share of the rows that counts as independent.
    """

    name: str
    counts: Counts
    worth: float = 1.0

    def independent(self) -> Counts:
        """The counts at the number of independent rows that they are worth, in whole rows.

        Sums of neighbouring steps are rounded, not cells: of cells with one row each, as many stay as all are worth.
        """
        if self.worth >= 1:
            return self.counts
        # By stance, stratum and step, so that what is rounded away in a step is made up for in the next.
        ordered = np.moveaxis(self.counts, -1, 0)
        sums = np.rint(np.cumsum(ordered) * self.worth)
        whole = np.diff(sums, prepend=0.0).reshape(ordered.shape)
        return np.asarray(np.moveaxis(whole, 0, -1), dtype=np.int64)


@dataclass(frozen=True, slots=True)
class StepSums:
    """What a scan reads of counts: rows and scores of each stratum and step, and how widely its scores spread.

    `rows` and `scores` are (..., strata, steps), `spread` (strata,) is the variance of a score in its stratum.
    """

    rows: Floats
    scores: Floats
    spread: Floats


def step_sums(counts: Counts) -> StepSums:
    """Sum the counts (strata, steps, 3) of a line."""
    rows = counts.sum(axis=-1).astype(np.float64)
    total = np.maximum(rows.sum(axis=-1), 1.0)
    shares = counts.sum(axis=1) / total[:, None]
    spread = shares @ NET_SCORES**2 - (shares @ NET_SCORES) ** 2
    return StepSums(rows, counts @ NET_SCORES, np.asarray(spread))
