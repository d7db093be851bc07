"""Stretches of a line that differ from the rest of it, and how far chance alone would make one differ."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from detente.measure.findings.counted_lines import CountedLine, StepSums, step_sums
from detente.measure.findings.shuffled import shuffled_scores
from detente.measure.types import Floats

# Both the stretch and the rest of the line hold so many independent rows.
FEWEST_ROWS: Final = 20
# The stretches of more steps than this would take seconds to search; make the steps longer first.
MOST_STEPS: Final = 130


@dataclass(frozen=True, slots=True)
class Stretch:
    """The steps from `start` up to, not including, `end` of a line, and how far they differ from its other steps.

    `deviation` is signed and in standard errors under the assumption that nothing differs.
    """

    start: int
    end: int
    deviation: float


class LineScan:
    """The stretches of one line that are long enough to be looked at.

    The deviation of a stretch is the sum over strata of its score less what its stratum's mean would give, over the
    standard error of that sum where rows are dealt at random (Mantel 1963, Journal of the American Statistical
    Association 58, for ordered scores). `single` looks at single steps alone, however many there are. Raises ValueError
    where stretches are to be looked at and the line has more than 130 steps.
    """

    def __init__(self, line: CountedLine, *, single: bool = False) -> None:
        self._counts = line.independent()
        if not single and self._counts.shape[1] > MOST_STEPS:
            raise ValueError(f"{line.name}: {self._counts.shape[1]} steps, and a scan takes {MOST_STEPS}")
        self._sums = step_sums(self._counts)
        self._longest = 1 if single else max(1, self._counts.shape[1] - 1)
        self._scales = [self._scale(length) for length in range(1, self._longest + 1)]

    @property
    def looks(self) -> int:
        """How many stretches are looked at."""
        return sum(int(np.isfinite(scale).sum()) for scale in self._scales)

    def largest(self) -> Stretch | None:
        """The stretch that deviates most; None where none is long enough."""
        return max(self.all(), key=lambda stretch: abs(stretch.deviation), default=None)

    def all(self) -> list[Stretch]:
        """Every stretch that is looked at, the shortest first."""
        differences = _differences(self._sums, self._sums.scores)
        found = []
        for length, scale in enumerate(self._scales, 1):
            deviations = _sums_of(differences, length) / scale
            for start in np.flatnonzero(np.isfinite(scale)):
                found.append(Stretch(int(start), int(start) + length, float(deviations[start])))
        return found

    def by_chance(self, rounds: int, rng: np.random.Generator) -> Floats:
        """The largest absolute deviation (rounds,) where stances are dealt at random within their strata."""
        largest = np.zeros(rounds)
        if not self.looks:
            return largest
        differences = _differences(self._sums, shuffled_scores(self._counts, rounds, rng))
        cumulated = np.concatenate([np.zeros((rounds, 1)), np.cumsum(differences, axis=1)], axis=1)
        for length, scale in enumerate(self._scales, 1):
            starts = np.flatnonzero(np.isfinite(scale))
            if len(starts):
                sums = cumulated[:, starts + length] - cumulated[:, starts]
                np.maximum(largest, np.abs(sums / scale[starts]).max(axis=1), out=largest)
        return largest

    def _scale(self, length: int) -> Floats:
        # The standard error of each stretch of a length; infinite where it, or the rest, has too few rows.
        rows = self._sums.rows
        inside = np.stack([_sums_of(one, length) for one in rows])
        total = rows.sum(axis=1, keepdims=True)
        size = np.where(total > 1, inside * (total - inside) / np.maximum(total - 1, 1), 0.0)
        variance = (size * self._sums.spread[:, None]).sum(axis=0)
        # Rows of strata that lie wholly inside or outside tell nothing of the difference.
        told = np.where((inside > 0) & (inside < total), 1.0, 0.0)
        few = np.minimum((told * inside).sum(axis=0), (told * (total - inside)).sum(axis=0)) < FEWEST_ROWS
        return np.where(few | (variance <= 0), np.inf, np.sqrt(np.maximum(variance, 1e-12)))


def _differences(sums: StepSums, scores: Floats) -> Floats:
    # The scores of each step less those expected from the means of its strata, summed over strata.
    total = np.maximum(sums.rows.sum(axis=-1, keepdims=True), 1.0)
    means = scores.sum(axis=-1, keepdims=True) / total
    return np.asarray((scores - sums.rows * means).sum(axis=-2))


def _sums_of(values: Floats, length: int) -> Floats:
    cumulated = np.concatenate([[0.0], np.cumsum(values)])
    return np.asarray(cumulated[length:] - cumulated[:-length])
