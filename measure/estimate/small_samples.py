"""What keeps intervals honest at a hundred labels: t quantiles and pseudo-labels."""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from detente.measure.intervals import LEVEL
from detente.model.labels import STANCES

Floats = NDArray[np.float64]

# Agresti and Min (2005) add two pairs, spread evenly over all cells, to a table of paired answers.
_PSEUDO_LABELS: Final = 2.0


def confusion_spread() -> Floats:
    """The covariance (3, 3) of errors of pseudo-labels spread evenly over the table of predicted and true stances."""
    count = len(STANCES)
    units = np.eye(count)
    errors = np.array([units[true] - units[predicted] for true in range(count) for predicted in range(count)])
    return np.asarray(errors.T @ errors * (_PSEUDO_LABELS / count**2))


def pseudo_label_variance(directions: Floats, weights: Floats) -> Floats:
    """How much of `confusion_spread` to add to the variance of coefficients, (columns, columns).

    Where few predictions are wrong a small sample may hold none of them, and its variance comes out near zero.
    Two pseudo-labels of typical weight, spread evenly over predicted and true stances, mend this (Agresti and
    Min 2005, Biometrics 61, on paired proportions). They widen the interval and leave the estimate alone.
    """
    moved = directions * weights[:, None]
    return np.asarray(moved.T @ moved / len(weights))


def degrees_of_freedom(directions: Floats, weights: Floats, clusters: NDArray[np.intp]) -> Floats:
    """Satterthwaite's degrees of freedom for each column (Bell and McCaffrey 2002), at least 1.

    `directions` (labels, columns) turn a labelled row's error into a move of the coefficient, `clusters` (labels,)
    number its document from 0. With equal weights and single rows this is the number of labels less one.
    """
    parts = (directions * weights[:, None]) ** 2
    sums = np.stack([np.bincount(clusters, weights=column) for column in parts.T])
    return np.asarray(np.maximum(1.0, sums.sum(axis=1) ** 2 / (sums**2).sum(axis=1) - 1))


def t_quantile(freedom: float) -> float:
    """The factor by which a standard error becomes half of a 95 % interval."""
    return float(stdtrit(freedom, (1 + LEVEL) / 2))
