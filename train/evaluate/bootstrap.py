"""Intervals by resampling statements, since the pairs of one statement are not independent."""

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.stats import DegenerateDataWarning, bootstrap

LEVEL: Final = 0.95
RESAMPLES: Final = 2000
SEED: Final = 13

# Numbers held at a time; bounds memory, not results.
_HELD_AT_ONCE: Final = 2_000_000

Floats = NDArray[np.float64]
# From sums (resamples, columns) to one score a resample.
Statistic = Callable[[Floats], Floats]


@dataclass(frozen=True, slots=True)
class Interval:
    """A score on the rows as they are, and the ends of its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Difference:
    """A score of one system less that of another, with its interval.

    `p_not_better` is the share of resamples in which the first system is no better than the second, `pairs` how
    many rows both predicted.
    """

    value: float
    low: float
    high: float
    p_not_better: float
    pairs: int


def interval(
    columns: Floats,
    statements: NDArray[np.int64],
    statistic: Statistic,
    *,
    seed: int = SEED,
) -> Interval:
    """The 95 % percentile interval of a score, resampled by statement.

    `columns` (rows, columns) are what each row adds to the sums that `statistic` turns into a score, and
    `statements` (rows,) says which rows are drawn together (cluster bootstrap; Davison and Hinkley 1997,
    Bootstrap Methods and their Application, section 3.8). The interval of a single statement is its score.
    """
    scores = _resampled(columns, statements, statistic, seed=seed)
    value = float(statistic(columns.sum(axis=0, keepdims=True))[0])
    return Interval(value, *_ends(scores, value))


def paired_difference(
    first: Floats,
    second: Floats,
    statements: NDArray[np.int64],
    statistic: Statistic,
    *,
    seed: int = SEED,
) -> Difference:
    """The difference between the scores of two systems on the same rows, resampled together by statement.

    `first` and `second` (rows, columns) are the systems' columns, as in `interval` (paired bootstrap;
    Koehn 2004, Statistical Significance Tests for Machine Translation Evaluation).
    """
    both = np.hstack([first, second])
    width = first.shape[1]

    def difference(sums: Floats) -> Floats:
        return statistic(sums[:, :width]) - statistic(sums[:, width:])

    scores = _resampled(both, statements, difference, seed=seed)
    value = float(difference(both.sum(axis=0, keepdims=True))[0])
    return Difference(
        value, *_ends(scores, value), p_not_better=float(np.mean(scores <= 0)), pairs=len(first)
    )


def _resampled(columns: Floats, statements: NDArray[np.int64], statistic: Statistic, *, seed: int) -> Floats:
    # The score of each resample, (resamples,): as many statements as there are, drawn with replacement.
    numbers, cluster = np.unique(statements, return_inverse=True)
    sums = np.zeros((len(numbers), columns.shape[1]))
    np.add.at(sums, cluster, columns)
    if len(numbers) < 2:  # scipy refuses fewer
        return statistic(sums)

    def score(drawn: NDArray[np.int64], axis: int) -> Floats:
        del axis  # always the last one
        return statistic(sums[drawn].sum(axis=-2).reshape(-1, sums.shape[1]))

    with warnings.catch_warnings():
        # A resample without any row that counts has no score; `_ends` leaves it out.
        warnings.simplefilter("ignore", DegenerateDataWarning)
        found = bootstrap(
            (np.arange(len(numbers)),),
            score,
            n_resamples=RESAMPLES,
            batch=max(1, _HELD_AT_ONCE // sums.size),
            vectorized=True,
            method="percentile",
            rng=np.random.default_rng(seed),
        )
    return np.asarray(found.bootstrap_distribution)


def _ends(scores: Floats, value: float) -> tuple[float, float]:
    known = scores[~np.isnan(scores)]
    if not len(known):
        return value, value
    low, high = np.quantile(known, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)
