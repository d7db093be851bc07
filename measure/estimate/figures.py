"""The figures that are read from a fit: shares, the net stance, and their intervals."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np

from detente.measure.estimate.fitting import Fit
from detente.measure.estimate.small_samples import t_quantile, two_sided_p
from detente.measure.intervals import Interval
from detente.measure.net.net_intervals import NET_SCORES
from detente.measure.types import Floats
from detente.model.labels import STANCES

NET: Final = "net"

# What each figure takes of the shares of STANCES.
FIGURES: Final[Mapping[str, Floats]] = MappingProxyType(
    {stance: np.eye(len(STANCES))[index] for index, stance in enumerate(STANCES)} | {NET: NET_SCORES}
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of one column of a fit: its value, variance and degrees of freedom.

    `fixed` is the part of the variance that more labels would not lower.
    """

    value: float
    variance: float
    fixed: float
    freedom: float

    @property
    def standard_error(self) -> float:
        """The square root of the variance."""
        return math.sqrt(self.variance)

    @property
    def p_value(self) -> float:
        """The two-sided p value of the figure being zero; NaN where the variance is zero."""
        return two_sided_p(self.value / self.standard_error, self.freedom) if self.variance else math.nan

    def interval(self, *, low: float = -math.inf, high: float = math.inf) -> Interval:
        """The value and its 95 % interval, cut at the ends of its scale; the ends are NaN where the variance is."""
        half = t_quantile(self.freedom) * self.standard_error
        value = min(max(self.value, low), high)
        if math.isnan(half):
            return Interval(value, math.nan, math.nan)
        return Interval(value, max(low, self.value - half), min(high, self.value + half))


def read_figure(fit: Fit, name: str, *, column: int = 0) -> Figure:
    """Read a figure of FIGURES from a column of a fit."""
    taken = FIGURES[name]
    pseudo = float(fit.pseudo[column, column] * (taken @ fit.errors @ taken))
    return Figure(
        float(fit.values[column] @ taken),
        float(((fit.influence[:, column] @ taken) ** 2).sum()) + pseudo,
        float(((fit.fixed[:, column] @ taken) ** 2).sum()),
        float(fit.freedom[column]),
    )


def read_difference(first: Fit, second: Fit, name: str) -> Figure:
    """Read how far a figure of one group lies above that of another; documents in both count once.

    Degrees of freedom are Welch's, from the two groups' variances.
    """
    one, other = read_figure(first, name), read_figure(second, name)
    shared = _shared(first, second, name)
    variance = max(0.0, one.variance + other.variance - 2 * shared)
    sizes = one.variance**2 / one.freedom + other.variance**2 / other.freedom
    freedom = (one.variance + other.variance) ** 2 / sizes if sizes else min(one.freedom, other.freedom)
    return Figure(one.value - other.value, variance, one.fixed + other.fixed, freedom)


def _shared(first: Fit, second: Fit, name: str) -> float:
    # The covariance through documents that have rows in both groups, and through strata that have labels in both.
    _, here, there = np.intersect1d(first.clusters, second.clusters, assume_unique=True, return_indices=True)
    taken = FIGURES[name]
    documents = ((first.influence[here, 0] @ taken) * (second.influence[there, 0] @ taken)).sum()
    both = min(len(first.shared), len(second.shared))
    strata = ((first.shared[:both, 0] @ taken) * (second.shared[:both, 0] @ taken)).sum()
    return float(documents - strata)
