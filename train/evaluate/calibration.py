"""Fitting what turns logits into probabilities that mean what they say."""

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax, softmax

# Temperatures tried: from doubling every logit's weight to flattening them to near-uniform.
LOWEST, HIGHEST = 0.25, 8.0


def fit_temperature(logits: NDArray[np.float32], labels: NDArray[np.int64]) -> float:
    """The temperature that makes the labels most likely.

    `logits` is (rows, classes), `labels` (rows,); rows with a negative label are left out. Returns 1.0
    where no row is left. One temperature never changes a label (Guo et al. 2017, On Calibration of
    Modern Neural Networks, section 4.2).
    """
    kept = labels >= 0
    if not kept.any():
        return 1.0
    logits, labels = logits[kept].astype(np.float64), labels[kept]
    rows = np.arange(len(labels))

    def negative_log_likelihood(log_temperature: float) -> float:
        return float(-log_softmax(logits / np.exp(log_temperature), axis=-1)[rows, labels].mean())

    fitted = minimize_scalar(
        negative_log_likelihood, bounds=(np.log(LOWEST), np.log(HIGHEST)), method="bounded"
    )
    return round(float(np.exp(fitted.x)), 4)


def fit_too_close(logits: NDArray[np.float32], *, temperature: float, share: float) -> float:
    """The probability below which the least sure `share` of the rows falls; `logits` is (rows, classes)."""
    best = softmax(logits.astype(np.float64) / temperature, axis=-1).max(axis=-1)
    return round(float(np.quantile(best, share)), 4)
