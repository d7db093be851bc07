"""Predicted probabilities fitted to hand labels, each row by a fit that has not seen its own document.

This is the outcome model of design-based supervised learning (Egami et al. 2023, arXiv 2306.04746): a softmax of
the checkpoint's log probabilities with one slope and two shifts. A ridge penalty pulls it towards the checkpoint's
own probabilities, so that a few labels change little.
"""

from typing import Final

import numpy as np

from detente.measure.estimate.rows import EstimationRows
from detente.measure.types import Floats

FOLDS: Final = 5
SEED: Final = 13
# As if this many labels had said that the checkpoint's own calibration is right.
_PENALTY: Final = 4.0
_STEPS: Final = 15
_SMALLEST: Final = 1e-6
_CLOSE: Final = 1e-6


def recalibrate(rows: EstimationRows, *, seed: int = SEED) -> Floats:
    """Return cross-fitted probabilities (rows, 3).

    Documents are dealt to five folds at random by `seed`; the rows of a fold get probabilities fitted to the labels
    of the others, weighted by one over their probability of being drawn. With fewer labelled documents than
    folds there are as many folds as those; with fewer than two the probabilities stay as they are.
    """
    indices = np.unique(rows.clusters, return_inverse=True)[1]
    labelled = np.unique(indices[rows.labelled])
    count = min(FOLDS, len(labelled))
    if count < 2:
        return rows.probabilities
    draw = np.random.default_rng(seed)
    fold_of = draw.integers(count, size=int(indices.max()) + 1)
    # Labelled documents are dealt evenly, so that no fold is left without.
    fold_of[draw.permutation(labelled)] = np.arange(len(labelled)) % count
    scores = _centred_logs(rows.probabilities)
    truth = np.eye(3)[:, rows.labels]
    fitted = np.empty_like(scores)
    for fold in range(count):
        inside = fold_of[indices] == fold
        known = np.flatnonzero(rows.labelled & ~inside)
        settings = _fit(scores[:, known], truth[:, known], 1 / rows.drawn[known])
        fitted[:, inside] = _softmax(scores[:, inside], settings)
    return np.ascontiguousarray(fitted.T)


# Below, stances are the first axis and rows the second, which numpy sums much faster.


def _centred_logs(probabilities: Floats) -> Floats:
    logs = np.log(np.maximum(np.ascontiguousarray(probabilities.T), _SMALLEST))
    return np.asarray(logs - logs.mean(axis=0))


def _softmax(scores: Floats, settings: Floats) -> Floats:
    # `settings` are the slope less 1 and the shifts of the first two stances.
    raised = scores * (1 + settings[0]) + np.array([[settings[1]], [settings[2]], [0.0]])
    powers = np.exp(raised - raised.max(axis=0))
    return np.asarray(powers / powers.sum(axis=0))


def _fit(scores: Floats, truth: Floats, weights: Floats) -> Floats:
    # Newton's method on the penalised likelihood, which is concave; weights are scaled to a mean of 1.
    weights = weights / weights.mean()
    settings = np.zeros(3)
    for _ in range(_STEPS):
        expected = _softmax(scores, settings)
        slope = _gradient(scores, (truth - expected) * weights) - _PENALTY * settings
        step = np.linalg.solve(_curvature(scores, expected, weights) + _PENALTY * np.eye(3), slope)
        settings = settings + np.clip(step, -1.0, 1.0)
        if np.abs(step).max() < _CLOSE:
            break
    return settings


def _gradient(scores: Floats, errors: Floats) -> Floats:
    return np.array([(errors * scores).sum(), errors[0].sum(), errors[1].sum()])


def _curvature(scores: Floats, expected: Floats, weights: Floats) -> Floats:
    # Fisher information: the weighted covariance, under `expected`, of (score, first stance, second stance).
    mean = (scores * expected).sum(axis=0)
    heavy = expected * weights
    apart = scores - mean
    slope = (heavy * apart**2).sum()
    first, second = (heavy[:2] * apart[:2]).sum(axis=1)
    one, other = ((1 - expected[:2]) * heavy[:2]).sum(axis=1)
    both = -(expected[0] * heavy[1]).sum()
    return np.array([[slope, first, second], [first, one, both], [second, both, other]])
