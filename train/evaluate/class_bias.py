"""Shifting a network's stances to how often each occurs, where training saw them in other shares."""

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import log_softmax

from detente.model.encoders.torch_encoder import StanceNetwork, final_linear
from detente.train.evaluate.calibration import HIGHEST, LOWEST

# The largest shift of a logit at temperature 1; beyond it a development set is too odd to learn shares from.
LARGEST_BIAS = 2.0


def fit_bias(logits: NDArray[np.float32], labels: NDArray[np.int64]) -> NDArray[np.float32]:
    """What to add to each class's logit, beside a temperature, so that the labels are most likely.

    `logits` is (rows, classes), `labels` (rows,). Returns (classes,), summing to zero; all zero where a
    class does not occur, since its share cannot be told. Source: Alexandari, Kundaje and Shrikumar 2020,
    bias-corrected temperature scaling, which undoes that training and use hold the classes in other shares.
    """
    classes = logits.shape[1]
    if len(np.unique(labels)) < classes:
        return np.zeros(classes, np.float32)
    wide, rows = logits.astype(np.float64), np.arange(len(labels))

    def negative_log_likelihood(given: NDArray[np.float64]) -> float:
        bias = np.append(given[1:], 0.0)
        return float(-log_softmax(wide / np.exp(given[0]) + bias, axis=-1)[rows, labels].mean())

    bounds = [(np.log(LOWEST), np.log(HIGHEST)), *[(-LARGEST_BIAS, LARGEST_BIAS)] * (classes - 1)]
    fitted = minimize(negative_log_likelihood, np.zeros(classes), bounds=bounds, method="L-BFGS-B")
    bias = np.append(fitted.x[1:], 0.0) * np.exp(fitted.x[0])
    return np.asarray(bias - bias.mean(), np.float32)


def add_bias(network: StanceNetwork, bias: NDArray[np.float32]) -> None:
    """Add `bias` (stances,) to what the stance head gives, in place, so that every export has it."""
    head = final_linear(network.stance_model)
    with torch.no_grad():
        head.bias.add_(torch.from_numpy(bias).to(head.bias))
