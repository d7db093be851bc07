"""Pairs that teach most: those in doubt, and those on which two checkpoints disagree. No estimate can use them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.measure.sampling.pairs_scan import ScannedPairs
from detente.model.errors import InputError


@dataclass(frozen=True, slots=True)
class Disagreement:
    """How far two checkpoints are apart on each pair that both predicted.

    `indices` are the pairs of the first file, `distances` the total variation between the two distributions
    (0 to 1), `kappa` is Cohen's kappa between the predicted stances of all these pairs.
    """

    indices: NDArray[np.int64]
    distances: NDArray[np.float64]
    kappa: float


def most_doubtful(doubt: NDArray[np.float64], number: int) -> NDArray[np.int64]:
    """Return the indices of the `number` pairs with the greatest doubt, greatest first (Lewis and Gale 1994)."""
    return np.argsort(-doubt, kind="stable")[:number]


def disagreement(pairs: ScannedPairs, others: ScannedPairs) -> Disagreement:
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
    return Disagreement(indices, distances, cohens_kappa(first.argmax(axis=1), second.argmax(axis=1)))


def most_disputed(found: Disagreement, number: int) -> NDArray[np.int64]:
    """Return the indices in `found` of the `number` pairs that are farthest apart, farthest first."""
    return np.argsort(-found.distances, kind="stable")[:number]


def cohens_kappa(first: NDArray[np.int64], second: NDArray[np.int64]) -> float:
    """Return the agreement of two sequences of codes beyond chance (Cohen 1960); 1 where both are one code."""
    size = int(max(first.max(), second.max())) + 1
    shares = np.bincount(first * size + second, minlength=size * size).reshape(size, size) / len(first)
    by_chance = float(shares.sum(axis=1) @ shares.sum(axis=0))
    return 1.0 if by_chance >= 1 else (float(np.trace(shares)) - by_chance) / (1 - by_chance)
