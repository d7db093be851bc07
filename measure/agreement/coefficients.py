"""Per cent agreement, kappa, AC1 and alpha for nominal labels, computed for many weightings of units at once.

A weighting gives each unit a weight: ones give the figures of the units as they are, counts of a bootstrap draw
those of a resample.
"""

from collections.abc import Callable
from itertools import combinations
from typing import Final

import numpy as np

from detente.measure.types import Codes, Floats

# From codes (units, annotators), the number of categories, and weights (resamples, units) to (resamples,).
Coefficient = Callable[[Codes, int, Floats], Floats]


def percent_agreement(codes: Codes, categories: int, weights: Floats) -> Floats:
    """The mean share, over units with two labels or more, of pairs of annotators that agree.

    `codes` (units, annotators) are indices of categories, -1 where missing; `weights` is (resamples, units).
    Returns (resamples,), NaN where no unit has two labels. Gwet 2014, Handbook of Inter-Rater Reliability.
    """
    counts = _counts(codes, categories)
    size = counts.sum(axis=1)
    twice = size >= 2
    agreed = (counts * (counts - 1)).sum(axis=1)[twice] / (size * (size - 1))[twice]
    return _ratio(weights[:, twice] @ agreed, weights[:, twice].sum(axis=1))


def cohen_kappa(codes: Codes, categories: int, weights: Floats) -> Floats:
    """Cohen's kappa (1960) of two annotators, the mean over pairs (Light 1971) where there are more.

    Arguments and shape as in `percent_agreement`. A pair of annotators that shares no unit, or whose chance agreement
    is 1 (both gave all units one and the same category), is left out of the mean; NaN where no pair is left, since
    kappa is then not defined: agreement that is certain by chance can be neither more nor less than by chance.
    """
    pairs = [
        _pair_kappa(codes[:, [a, b]], categories, weights) for a, b in combinations(range(codes.shape[1]), 2)
    ]
    known = np.array(pairs).reshape(len(pairs), len(weights))
    count = np.isfinite(known).sum(axis=0)
    return _ratio(np.nansum(known, axis=0), count.astype(np.float64))


def fleiss_kappa(codes: Codes, categories: int, weights: Floats) -> Floats:
    """Fleiss' kappa (1971), with Gwet's (2014) treatment of units that not every annotator labelled.

    Arguments and shape as in `percent_agreement`; NaN where chance agreement is 1.
    """
    chance = (_prevalence(codes, categories, weights) ** 2).sum(axis=1)
    return _beyond_chance(percent_agreement(codes, categories, weights), chance)


def gwet_ac1(codes: Codes, categories: int, weights: Floats) -> Floats:
    """Gwet's AC1 (2008), which stays high where almost all units are of one category.

    Arguments and shape as in `percent_agreement`. Chance agreement is computed over all `categories`, used or not.
    """
    share = _prevalence(codes, categories, weights)
    chance = (share * (1 - share)).sum(axis=1) / (categories - 1)
    return _beyond_chance(percent_agreement(codes, categories, weights), chance)


def krippendorff_alpha(codes: Codes, categories: int, weights: Floats) -> Floats:
    """Krippendorff's alpha for nominal data (2011, Computing Krippendorff's Alpha-Reliability).

    Arguments and shape as in `percent_agreement`. Units with one label do not count; NaN where all labels of
    the others are of one category.
    """
    counts = _counts(codes, categories)
    size = counts.sum(axis=1)
    twice = size >= 2
    counts, size, weights = counts[twice], size[twice], weights[:, twice]
    matching = weights @ ((counts * (counts - 1)).sum(axis=1) / (size - 1))
    totals = weights @ counts
    all_labels = totals.sum(axis=1)
    observed = 1 - _ratio(matching, all_labels)
    expected = 1 - _ratio((totals * (totals - 1)).sum(axis=1), all_labels * (all_labels - 1))
    return np.asarray(1 - _ratio(observed, expected))


COEFFICIENTS: Final[dict[str, Coefficient]] = {
    "percent": percent_agreement,
    "cohen": cohen_kappa,
    "fleiss": fleiss_kappa,
    "ac1": gwet_ac1,
    "alpha": krippendorff_alpha,
}


def _counts(codes: Codes, categories: int) -> Floats:
    # (units, categories): how many annotators gave a unit each category.
    return np.asarray((codes[:, :, None] == np.arange(categories)).sum(axis=1), dtype=np.float64)


def _prevalence(codes: Codes, categories: int, weights: Floats) -> Floats:
    # (resamples, categories): the mean over labelled units of each category's share of the unit's labels.
    counts = _counts(codes, categories)
    size = counts.sum(axis=1)
    some = size >= 1
    shares = counts[some] / size[some, None]
    return _ratio(weights[:, some] @ shares, weights[:, some].sum(axis=1)[:, None])


def _pair_kappa(codes: Codes, categories: int, weights: Floats) -> Floats:
    both = (codes >= 0).all(axis=1)
    codes, weights = codes[both], weights[:, both]
    total = weights.sum(axis=1)
    first, second = (
        _ratio(weights @ (codes[:, [column]] == np.arange(categories)).astype(np.float64), total[:, None])
        for column in (0, 1)
    )
    observed = _ratio(weights @ (codes[:, 0] == codes[:, 1]).astype(np.float64), total)
    return _beyond_chance(observed, (first * second).sum(axis=1))


def _beyond_chance(observed: Floats, chance: Floats) -> Floats:
    return _ratio(observed - chance, 1 - chance)


def _ratio(above: Floats, below: Floats) -> Floats:
    # NaN where there is nothing to divide by; the guard is for chance agreement of 1 up to rounding.
    safe = np.where(np.abs(below) > 1e-12, below, np.nan)
    return np.asarray(above / safe, dtype=np.float64)
