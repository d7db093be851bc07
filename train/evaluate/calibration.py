"""Fitting what turns logits into probabilities that mean what they say: a bias of each stance, and temperatures."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.optimize import minimize, minimize_scalar
from scipy.special import log_softmax, softmax

from detente.model.checkpoint.settings import CheckpointSettings
from detente.model.encoders.torch_encoder import StanceNetwork, final_linear
from detente.train.trainer import DevLogits

FEWEST_PAIRS: Final = 100
"""Fewer development pairs fit noise: their calibration would be worse than none."""

# Temperatures tried: from doubling every logit's weight to flattening them to near-uniform.
LOWEST, HIGHEST = 0.25, 8.0


# The largest shift of a logit at temperature 1; beyond it a development set is too odd to learn shares from.
LARGEST_BIAS = 2.0


@dataclass(frozen=True, slots=True)
class Calibration:
    """What is added to the stance logits, (stances,), what divides the logits, and the threshold of the band.

    `kept_from` is None where all of it was fitted; else the checkpoint that it was taken over from, or "none".
    """

    bias: NDArray[np.float32]
    temperature: float = 1.0
    source_temperature: float = 1.0
    too_close_below: float = 0.0
    kept_from: str | None = None


def fit_calibration(dev: DevLogits, *, too_close: float, base: CheckpointSettings | None) -> Calibration:
    """Fit a calibration on the development pairs, or take over that of `base` where they are fewer than 100.

    `too_close` is the share of pairs that the threshold declares too close to call. Without a base the
    probabilities of a small development set stay as they are and nothing is too close to call.
    """
    if len(dev.labels) < FEWEST_PAIRS:
        return _taken_over(base, stances=dev.stance.shape[1])
    bias = fit_bias(dev.stance, dev.labels)
    stance = dev.stance + bias
    temperature = fit_temperature(stance, dev.labels)
    return Calibration(
        bias,
        temperature=temperature,
        source_temperature=fit_temperature(dev.source, dev.source_labels),
        too_close_below=fit_too_close(stance, temperature=temperature, share=too_close),
    )


def _taken_over(base: CheckpointSettings | None, *, stances: int) -> Calibration:
    # The bias of the base is part of its weights, from which training started.
    bias = np.zeros(stances, np.float32)
    if base is None:
        return Calibration(bias, kept_from="none")
    return Calibration(
        bias,
        temperature=base.temperature,
        source_temperature=base.source_temperature,
        too_close_below=base.too_close_below,
        kept_from=f"{base.name} {base.version}",
    )


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


def fit_bias(logits: NDArray[np.float32], labels: NDArray[np.int64]) -> NDArray[np.float32]:
    """What to add to each class's logit, beside a temperature, so that the labels are most likely.

    `logits` is (rows, classes), `labels` (rows,). Returns (classes,), summing to zero; all zero where a
    class does not occur, since its share is unknown. Source: Alexandari, Kundaje and Shrikumar 2020,
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
