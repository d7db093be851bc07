"""Intervals by resampling statements, since the pairs of one statement are not independent."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

LEVEL: Final = 0.95
RESAMPLES: Final = 2000
SEED: Final = 13

# Numbers drawn at a time; bounds memory, not results.
_DRAWN_AT_ONCE: Final = 2_000_000

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
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> Interval:
    """The 95 % percentile interval of a score, resampled by statement.

    `columns` (rows, columns) are what each row adds to the sums that `statistic` turns into a score, and
    `statements` (rows,) says which rows are drawn together (cluster bootstrap; Davison and Hinkley 1997,
    Bootstrap Methods and their Application, section 3.8). No interval is to be had from one statement: it
    is then the score itself.
    """
    scores = statistic(resampled_sums(columns, statements, resamples=resamples, seed=seed))
    value = float(statistic(columns.sum(axis=0, keepdims=True))[0])
    return Interval(value, *_ends(scores, value))


def paired_difference(
    first: Floats,
    second: Floats,
    statements: NDArray[np.int64],
    statistic: Statistic,
    *,
    resamples: int = RESAMPLES,
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

    scores = difference(resampled_sums(both, statements, resamples=resamples, seed=seed))
    value = float(difference(both.sum(axis=0, keepdims=True))[0])
    return Difference(
        value, *_ends(scores, value), p_not_better=float(np.mean(scores <= 0)), pairs=len(first)
    )


def resampled_sums(
    columns: Floats, statements: NDArray[np.int64], *, resamples: int = RESAMPLES, seed: int = SEED
) -> Floats:
    """Sums (resamples, columns) over statements drawn with replacement, as many as there are."""
    numbers, cluster = np.unique(statements, return_inverse=True)
    sums = np.zeros((len(numbers), columns.shape[1]))
    np.add.at(sums, cluster, columns)
    draw = np.random.default_rng(seed)
    share = np.full(len(numbers), 1 / max(1, len(numbers)))
    step = max(1, _DRAWN_AT_ONCE // max(1, len(numbers)))
    blocks = [
        draw.multinomial(len(numbers), share, size=min(step, resamples - start)) @ sums
        for start in range(0, resamples, step)
    ]
    return np.concatenate(blocks)


def _ends(scores: Floats, value: float) -> tuple[float, float]:
    # A resample without any row that counts has no score.
    known = scores[~np.isnan(scores)]
    if not len(known):
        return value, value
    low, high = np.quantile(known, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)
