"""Agreement of annotators over all units, by target, by label and by pair, with bootstrap intervals."""

import math
from dataclasses import dataclass
from itertools import combinations
from typing import Final

import numpy as np
from numpy.typing import NDArray

from detente.measure.agreement.coefficients import COEFFICIENTS
from detente.measure.agreement.ratings import MISSING, Ratings
from detente.measure.intervals import LEVEL, Interval
from detente.measure.types import Floats
from detente.model.errors import InputError

RESAMPLES: Final = 2000
SEED: Final = 13

# Weights drawn at a time; bounds memory, not results.
_DRAWN_AT_ONCE: Final = 4_000_000


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far the annotators of some units agree.

    `kind` is "all", "target", "label" (or "source") or "pair", and `group` the target, label, source or pair of
    annotators. `units` is how many have two labels or more, `labels` how many labels those have. A coefficient is None
    where it is not defined, for example because all labels are the same. `percent` is a share from 0 to 1.
    """

    kind: str
    group: str
    units: int
    labels: int
    percent: Interval | None
    cohen: Interval | None
    fleiss: Interval | None
    ac1: Interval | None
    alpha: Interval | None


def compare_annotators(
    ratings: Ratings, *, of: str = "label", resamples: int = RESAMPLES, seed: int = SEED
) -> tuple[Agreement, ...]:
    """Compute every coefficient over all units, for each target, each label, and each pair of annotators.

    A label's row sets it against all others; one that nobody gave has no row. `of` says what the labels are, for the
    `kind` of those rows. Intervals are 95 % percentile intervals of `resamples` draws of whole clusters (Davison and
    Hinkley 1997, section 3.8); their ends are NaN where there is one cluster, or where no draw differs. Raises
    InputError where fewer than two annotators share any unit.
    """
    if not (_label_counts(ratings) >= 2).any():
        raise InputError("no unit has labels of two annotators; agreement needs at least one")
    rows = [_agreement(ratings, "all", "all", resamples, seed)]
    targets = np.array(ratings.targets)
    for target in sorted(set(ratings.targets) - {""}):
        rows.append(_agreement(ratings.only(targets == target), "target", target, resamples, seed))
    for code, category in enumerate(ratings.categories):
        if (ratings.codes == code).any():
            rows.append(_agreement(ratings.against(category), of, category, resamples, seed))
    if len(ratings.annotators) > 2:
        pairs = combinations(range(len(ratings.annotators)), 2)
        rows.extend(_pair(ratings, a, b, resamples, seed) for a, b in pairs)
    return tuple(rows)


def _pair(ratings: Ratings, first: int, second: int, resamples: int, seed: int) -> Agreement:
    names = ratings.annotators[first], ratings.annotators[second]
    two = Ratings(
        ratings.units,
        names,
        ratings.categories,
        ratings.codes[:, [first, second]],
        ratings.targets,
        ratings.clusters,
    )
    return _agreement(two, "pair", f"{names[0]} and {names[1]}", resamples, seed)


def _agreement(ratings: Ratings, kind: str, group: str, resamples: int, seed: int) -> Agreement:
    labels = _label_counts(ratings)
    clusters = np.unique(np.array(ratings.clusters, dtype=np.str_), return_inverse=True)[1]
    found = {name: _interval(ratings, clusters, name, resamples, seed) for name in COEFFICIENTS}
    twice = labels >= 2
    return Agreement(kind, group, int(twice.sum()), int(labels[twice].sum()), **found)


def _label_counts(ratings: Ratings) -> NDArray[np.int64]:
    return np.asarray((ratings.codes != MISSING).sum(axis=1), dtype=np.int64)


def _interval(
    ratings: Ratings, clusters: NDArray[np.intp], name: str, resamples: int, seed: int
) -> Interval | None:
    if not len(ratings.units):
        return None
    compute, count = COEFFICIENTS[name], len(ratings.categories)
    value = float(compute(ratings.codes, count, np.ones((1, len(clusters))))[0])
    if np.isnan(value):
        return None
    draw = np.random.default_rng(seed)
    groups = int(clusters.max()) + 1
    if groups < 2:
        # Every draw would be the same, and its interval look exact.
        return Interval(value, math.nan, math.nan)
    step = max(1, _DRAWN_AT_ONCE // len(clusters))
    drawn = [
        compute(ratings.codes, count, _weights(draw, groups, clusters, min(step, resamples - start)))
        for start in range(0, resamples, step)
    ]
    known = np.concatenate(drawn) if drawn else np.array([value])
    known = known[np.isfinite(known)]
    if not len(known) or math.isclose(known.min(), known.max(), abs_tol=1e-9):
        # As where no label differs: draws that are all the same tell nothing of chance.
        return Interval(value, math.nan, math.nan)
    low, high = np.quantile(known, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Interval(value, float(low), float(high))


def _weights(draw: np.random.Generator, groups: int, clusters: NDArray[np.intp], count: int) -> Floats:
    share = np.full(groups, 1 / groups)
    return draw.multinomial(groups, share, size=count).astype(np.float64)[:, clusters]
