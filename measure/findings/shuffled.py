"""Rows dealt to steps at random within their strata: what chance alone would make of a line."""

import numpy as np

from detente.measure.findings.counted_lines import Counts
from detente.measure.types import Floats


def shuffled_scores(counts: Counts, rounds: int, rng: np.random.Generator) -> Floats:
    """Return the scores (rounds, strata, steps) where the stances of each stratum are dealt to its steps at random.

    The rows of each step stay as many as they are. Drawing without replacement step by step is the multivariate
    hypergeometric distribution, which is what shuffling the rows gives. Source: R. A. Fisher's permutation test,
    The Design of Experiments (1935), chapter III.
    """
    strata, steps, _ = counts.shape
    scores = np.zeros((rounds, strata, steps))
    for stratum in range(strata):
        cooperative, hostile, neutral = (
            np.full(rounds, int(number), dtype=np.int64) for number in counts[stratum].sum(axis=0)
        )
        left = int(counts[stratum].sum())
        for step in np.flatnonzero(counts[stratum].sum(axis=1)):
            rows = int(counts[stratum, step].sum())
            if rows == left:
                scores[:, stratum, step] = cooperative - hostile
                break
            first = rng.hypergeometric(cooperative, hostile + neutral, rows)
            second = rng.hypergeometric(hostile, neutral, rows - first)
            scores[:, stratum, step] = first - second
            cooperative, hostile = cooperative - first, hostile - second
            neutral = neutral - (rows - first - second)
            left -= rows
    return scores
