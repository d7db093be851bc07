"""How far the known errors of a checkpoint may carry a net stance from the truth.

The centre of an interval stays the count of predictions. The table of labels and predictions could move it, by the
shares of labels among each prediction or by the shares of predictions among each label, but the two move it to
opposite sides, and on the labelled dev files the plain count is nearer to the truth than either
(`benchmarks/band_coverage.py` prints the three). So the table tells how far a prediction is off, and the interval
reaches as far as such errors add up where they lean the same way.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any, Final, Self

from detente.measure.net.net_intervals import NET_SCORES, NetStance
from detente.measure.net.student import student_quantile
from detente.model.labels import STANCES

LEAN: Final = 0.021
"""How alike the errors of one group are: the intraclass correlation of the errors of statements of one corpus toward
one target on the dev files. That of `small` after its fifth run, the largest of the published checkpoints then. Today's
has 0.022 (`benchmarks/band_coverage.py --checkpoint published-small`), which differs by far less than LEAN_ERROR."""

LEAN_ERROR: Final = 0.014
"""The standard error of LEAN, printed beside it."""

_COOPERATIVE, _HOSTILE, _NEUTRAL = range(len(STANCES))
# One label more for each prediction, spread evenly over the stances: a small table may lack an error by chance.
_PSEUDO: Final = 1 / len(STANCES)

# A squared error and how many labels have it.
_Errors = Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class KnownConfusion:
    """The labelled pairs of a checkpoint by label and prediction.

    `table` has a row for a label and a column for a prediction, in the order of STANCES; its counts are whole, but for
    a mixture. `data` is the file of the labels.
    """

    data: str
    table: tuple[tuple[float, ...], ...]

    @classmethod
    def from_scores(cls, scores: Sequence[Mapping[str, Any]]) -> Self | None:
        """Take the first of the `known_scores` of a checkpoint that have a table; None if none has."""
        for entry in scores:
            if "confusion" in entry:
                return cls(entry["data"], tuple(tuple(row) for row in entry["confusion"]))
        return None

    @classmethod
    def mixture(cls, groups: Sequence[tuple[Self, float]]) -> Self:
        """Take the tables of several groups of rows together, each with the number of its rows.

        A table counts by its share of the rows, and all together for as many labelled pairs as would tell as much
        in one sample, (sum of weights)^2 / sum of (weight^2 / pairs): L. Kish, "Survey Sampling" (1965). Raises
        ValueError where there are no groups.
        """
        if not groups:
            raise ValueError("a mixture needs at least one group")
        if len(groups) == 1:
            return groups[0][0]
        rows = sum(number for _, number in groups)
        worth = rows**2 / sum(number**2 / known.pairs for known, number in groups)
        cells = range(len(STANCES))
        table = tuple(
            tuple(
                sum(
                    worth * number / rows * known.table[label][predicted] / known.pairs
                    for known, number in groups
                )
                for predicted in cells
            )
            for label in cells
        )
        return cls(", ".join(dict.fromkeys(known.data for known, _ in groups)), table)

    @property
    def pairs(self) -> int:
        """How many labelled pairs the table counts; of a mixture, how many its tables are worth together."""
        return round(sum(map(sum, self.table)))

    def allow_for_target(self, stance: NetStance, *, counts: Sequence[float]) -> NetStance:
        """Widen the interval of a target's net stance; `counts` are its rows by stance, in the order of STANCES."""
        scores = NET_SCORES.tolist()
        errors = [
            [((right - taken) ** 2, self._count(label, predicted)) for label, right in enumerate(scores)]
            for predicted, taken in enumerate(scores)
        ]
        return self._widened(stance, errors, counts)

    def allow_for_dyad(self, stance: NetStance, *, cooperative: float, hostile: float) -> NetStance:
        """Widen the interval of a dyad's net stance.

        Off are rows of the other stance, neutral ones that were counted, and others that were taken for neutral; how
        far, follows from the ratio to first order. Wrong sources are not allowed for.
        """
        both = []
        for one, other, away in (
            (_COOPERATIVE, _HOSTILE, 1 - stance.net),
            (_HOSTILE, _COOPERATIVE, 1 + stance.net),
        ):
            passing = self._count(_NEUTRAL, one) + self._count(one, _NEUTRAL)
            both.append([(4.0, self._count(other, one)), (away**2, passing)])
        return self._widened(stance, both, (cooperative, hostile))

    def _count(self, label: int, predicted: int) -> float:
        return self.table[label][predicted] + _PSEUDO

    def _widened(self, stance: NetStance, errors: Sequence[_Errors], counts: Sequence[float]) -> NetStance:
        # The mean squared error of a counted row and its variance, each error occurring as by Poisson's law.
        rows, mean, variance = sum(counts), 0.0, 0.0
        for predicted, (count, those) in enumerate(zip(counts, errors, strict=True)):
            labels = sum(self._count(label, predicted) for label in range(len(STANCES)))
            mean += count / rows * sum(square * number for square, number in those) / labels
            variance += (count / rows / labels) ** 2 * sum(square**2 * number for square, number in those)
        # Satterthwaite's degrees of freedom of a product: the table is a sample, and so is what LEAN was measured on.
        freedom = 2 / (variance / mean**2 + (LEAN_ERROR / LEAN) ** 2)
        return widen(stance, float(student_quantile(freedom)) * sqrt(LEAN * mean))


def widen(stance: NetStance, reach: float) -> NetStance:
    """Widen an interval by an error that is independent of it, of which `reach` is half of the 95 % interval.

    Distances from the centre add up as squares do, each side by itself: G. Y. Zou and A. Donner, "Construction of
    confidence limits about effect measures: a general approach", Statistics in Medicine 27 (2008).
    """
    low = stance.net - sqrt((stance.net - stance.low) ** 2 + reach**2)
    high = stance.net + sqrt((stance.high - stance.net) ** 2 + reach**2)
    return NetStance(stance.net, max(-1.0, low), min(1.0, high))
