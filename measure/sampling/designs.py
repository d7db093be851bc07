"""Draws with known probabilities: at random, by strata, and weighted to doubt."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from detente.measure.options import Allocation
from detente.measure.sampling.allocation import allocate

# The share of an even draw that no pair falls below when doubt weighs (a defensive mixture, Hesterberg 1995):
# no weight 1/p grows beyond twice that of a random sample. With rarer and heavier labels, a hundred of them often
# hold none of the sure predictions that are wrong, and intervals come out too narrow and on one side.
EVEN_SHARE: Final = 0.5

Drawn = tuple[NDArray[np.int64], NDArray[np.float64]]


def draw_random(population: int, number: int, *, rng: np.random.Generator) -> Drawn:
    """Draw `number` of `population` pairs at random without replacement, each with the same probability.

    Returns their indices in the order in which they were drawn, and the probability of each.
    """
    chosen = rng.permutation(population)[:number]
    return chosen, np.full(number, number / population)


def draw_stratified(
    strata: NDArray[np.int64],
    number: int,
    *,
    rng: np.random.Generator,
    allocation: Allocation = "proportional",
    minimum: int = 2,
) -> Drawn:
    """Draw at random within each stratum; `strata` gives the stratum of each pair.

    Returns indices and probabilities as `draw_random`, mixed in random order. Raises what `allocate` raises.
    """
    names, sizes = np.unique(strata, return_counts=True)
    counts = allocate(sizes, number, allocation=allocation, minimum=minimum)
    mixed = rng.permutation(len(strata))
    sorted_by_stratum = mixed[np.argsort(strata[mixed], kind="stable")]
    starts = np.cumsum(sizes) - sizes
    by_stratum = [
        sorted_by_stratum[start : start + count] for start, count in zip(starts, counts, strict=True)
    ]
    chosen = rng.permutation(np.concatenate(by_stratum))
    rates = dict(zip(names.tolist(), (counts / sizes).tolist(), strict=True))
    return chosen, np.array([rates[stratum] for stratum in strata[chosen].tolist()])


def draw_by_doubt(doubt: NDArray[np.float64], number: int, *, rng: np.random.Generator) -> Drawn:
    """Draw `number` pairs with probabilities that grow with their doubt (1 minus the score).

    The draw is systematic over a random order (Madow 1949; Hartley and Rao 1962): the size is fixed and the
    probabilities are exact. Returns indices and probabilities as `draw_random`, mixed in random order.
    """
    chances = inclusion_probabilities(doubt, number)
    certain = np.flatnonzero(chances >= 1)
    others = rng.permutation(np.flatnonzero(chances < 1))
    rest = number - len(certain)
    ends = np.cumsum(chances[others])
    if rest:
        ends *= rest / ends[-1]
    points = rng.random() + np.arange(rest)
    chosen = np.concatenate([certain, others[np.searchsorted(ends, points, side="right")]])
    chosen = rng.permutation(chosen)
    return chosen, chances[chosen]


def inclusion_probabilities(doubt: NDArray[np.float64], number: int) -> NDArray[np.float64]:
    """Return the probability of each pair in a sample of `number`; they sum to `number`.

    Each is proportional to the mean doubt plus the pair's own, and at most 1.
    """
    mean = doubt.mean()
    weights = EVEN_SHARE + (1 - EVEN_SHARE) * (doubt / mean if mean > 0 else np.ones_like(doubt))
    chances = np.zeros(len(doubt))
    certain = np.zeros(len(doubt), dtype=bool)
    while True:
        rest = number - int(certain.sum())
        chances = np.where(certain, 1.0, weights * (rest / max(weights[~certain].sum(), 1e-300)))
        above = (chances >= 1) & ~certain
        if not above.any():
            return chances
        certain |= above
