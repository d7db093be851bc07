"""How many pairs each stratum gives to a sample."""

import numpy as np
from numpy.typing import NDArray

from detente.measure.options import Allocation
from detente.model.errors import InputError, number_of


def allocate(
    sizes: NDArray[np.int64], number: int, *, allocation: Allocation = "proportional", minimum: int = 2
) -> NDArray[np.int64]:
    """Share out `number` draws over strata of the given sizes; the result sums to `number`.

    "proportional" gives each stratum its share of all pairs, "equal" the same number to each. No stratum
    gets fewer than `minimum` or all that it has, whichever is less: a variance within it needs two. What a
    small stratum cannot take goes to the others. Fractions are settled by the largest remainder (Hamilton's
    method). Raises InputError where the minimum alone takes more than `number`, or there are too few pairs.
    """
    if number > sizes.sum():
        raise InputError(
            f"{number_of(number, 'pair is', 'pairs are')} asked for, and {int(sizes.sum()):,} can be drawn"
        )
    least = np.minimum(sizes, minimum)
    if least.sum() > number:
        strata = number_of(
            len(sizes), f"stratum with at least {minimum} needs", f"strata with at least {minimum} each need"
        )
        raise InputError(
            f"{strata} {number_of(int(least.sum()), 'pair')}, and {number:,} are asked for; draw more, or "
            "name fewer columns"
        )
    weights = np.ones(len(sizes)) if allocation == "equal" else sizes.astype(np.float64)
    return _whole(_shares(weights, least, sizes, number), least, sizes, number)


def _shares(
    weights: NDArray[np.float64], least: NDArray[np.int64], most: NDArray[np.int64], number: int
) -> NDArray[np.float64]:
    # Finds the factor for which the bounded shares sum to `number`; their sum grows with the factor.
    low, high = 0.0, float(number + 1) * float(most.max()) / float(weights.min())
    for _ in range(200):
        factor = (low + high) / 2
        if np.clip(weights * factor, least, most).sum() < number:
            low = factor
        else:
            high = factor
    return np.clip(weights * high, least, most)


def _whole(
    shares: NDArray[np.float64], least: NDArray[np.int64], most: NDArray[np.int64], number: int
) -> NDArray[np.int64]:
    counts = np.maximum(np.floor(shares + 1e-9).astype(np.int64), least)
    order = np.argsort(-(shares - counts), kind="stable")
    while (missing := number - int(counts.sum())) > 0:
        room = order[counts[order] < most[order]][:missing]
        counts[room] += 1
    return counts
