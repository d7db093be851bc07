"""Pairs that teach most: those in doubt, and those on which two checkpoints disagree. No estimate can use them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.measure.agreement.coefficients import cohen_kappa
from detente.measure.sampling.pairs_scan import ScannedPairs
from detente.model.errors import InputError
from detente.model.labels import STANCES


@dataclass(frozen=True, slots=True)
class CheckpointDistances:
    """How far two checkpoints are apart on each pair that both predicted.

    `indices` are the pairs of the first file, `distances` the total variation between the two distributions
    (0 to 1), `kappa` is Cohen's kappa between the predicted stances of all these pairs, NaN where both checkpoints
    predict one and the same stance for all.
    """

    indices: NDArray[np.int64]
    distances: NDArray[np.float64]
    kappa: float


def most_doubtful(doubt: NDArray[np.float64], number: int) -> NDArray[np.int64]:
    """Return the indices of the `number` pairs with the greatest doubt, greatest first (Lewis and Gale 1994)."""
    return np.argsort(-doubt, kind="stable")[:number]


def checkpoint_distances(pairs: ScannedPairs, others: ScannedPairs) -> CheckpointDistances:
    """Compare two checkpoints' predictions, pair by pair; pairs that only one file has are left out.

    Raises InputError where the files share no pair.
    """
    _, indices, other_indices = np.intersect1d(pairs.hashes, others.hashes, return_indices=True)
    if not len(indices):
        raise InputError("the two files of rows share no statement and target; predict the same input twice")
    order = np.argsort(indices)
    indices, other_indices = indices[order], other_indices[order]
    first, second = pairs.probabilities[indices], others.probabilities[other_indices]
    distances = np.abs(first - second).sum(axis=1) / 2
    stances = np.stack([first.argmax(axis=1), second.argmax(axis=1)], axis=1)
    kappa = cohen_kappa(stances, len(STANCES), np.ones((1, len(stances))))[0]
    return CheckpointDistances(indices, distances, float(kappa))


def most_disputed(found: CheckpointDistances, number: int) -> NDArray[np.int64]:
    """Return the indices in `found` of the `number` pairs that are farthest apart, farthest first."""
    return np.argsort(-found.distances, kind="stable")[:number]
