"""How far probabilities can be taken at their word: calibration, and what is left without the doubtful pairs."""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binomtest

from detente.model.labels import STANCES
from detente.train.evaluate.bootstrap import SEED, Floats, Interval, paired_difference
from detente.train.evaluate.outcomes import Outcomes

BINS: Final = 15
CONFIDENT_SHARE: Final = 0.8


@dataclass(frozen=True, slots=True)
class ReliabilityBin:
    """The pairs whose top probability is above `low` and at most `high`.

    `confidence` is their mean top probability, `accuracy` the share predicted right with its 95 % interval.
    """

    low: float
    high: float
    pairs: int
    confidence: float
    accuracy: Interval


@dataclass(frozen=True, slots=True)
class DecidedScores:
    """What is left when the pairs that are too close to call are set aside, and what these are like.

    `coverage` is the share of pairs left, `accuracy` theirs, `too_close_accuracy` that of the pairs set
    aside; an accuracy is None where there is no such pair.
    """

    coverage: float
    accuracy: float | None
    too_close_accuracy: float | None


def calibration_error(outcomes: Outcomes) -> float:
    """The expected calibration error: how far the top probability is, on average, from the accuracy.

    Fifteen bins of equal width, weighted by their pairs (Guo et al. 2017, On Calibration of Modern Neural
    Networks, section 2).
    """
    top, right, bins = _binned(outcomes)
    gaps = np.bincount(bins, weights=right - top, minlength=BINS)
    return float(np.abs(gaps).sum() / len(outcomes))


def calibration_difference(first: Outcomes, second: Outcomes, *, seed: int = SEED) -> Interval:
    """The expected calibration error of `first` less that of `second`, which must have predicted the same pairs.

    Resampled by statement, both together. A resample has a larger error than the rows it is drawn from, but both have,
    so that the difference is hardly biased.
    """
    found = paired_difference(
        _calibration_columns(first),
        _calibration_columns(second),
        first.statements,
        _calibration_error_of,
        seed=seed,
    )
    return Interval(found.value, found.low, found.high)


def _calibration_columns(outcomes: Outcomes) -> Floats:
    # (rows, BINS + 1): what each pair adds to the gap of its bin, and 1.
    top, right, bins = _binned(outcomes)
    columns = np.zeros((len(outcomes), BINS + 1))
    columns[np.arange(len(outcomes)), bins] = right - top
    columns[:, BINS] = 1
    return columns


def _calibration_error_of(sums: Floats) -> Floats:
    return np.asarray(np.abs(sums[:, :BINS]).sum(axis=1) / sums[:, BINS])


def reliability_bins(outcomes: Outcomes) -> list[ReliabilityBin]:
    """The bins of a reliability diagram: those of `calibration_error`, of equal width, without empty ones.

    Diagram: DeGroot and Fienberg 1983, The Comparison and Evaluation of Forecasters; bins: Guo et al. 2017,
    section 2. The intervals are Wilson's, which stay honest in bins of few pairs (Wilson 1927, Probable
    Inference, the Law of Succession, and Statistical Inference); they take the pairs as independent.
    """
    top, right, bins = _binned(outcomes)
    counts, hits, sums = (
        np.bincount(bins, weights=weights, minlength=BINS) for weights in (None, right, top)
    )
    return [
        ReliabilityBin(
            low=number / BINS,
            high=(number + 1) / BINS,
            pairs=int(counts[number]),
            confidence=float(sums[number] / counts[number]),
            accuracy=_accuracy(int(hits[number]), int(counts[number])),
        )
        for number in np.flatnonzero(counts).tolist()
    ]


def uncalibrated(outcomes: Outcomes, *, temperature: float) -> Outcomes:
    """The outcomes with the probabilities they had before the logits were divided by `temperature`.

    Probabilities fix the logits up to one constant a row, which a softmax does not see.
    """
    with np.errstate(divide="ignore"):
        logits = np.log(outcomes.probabilities) * temperature
    shares = np.exp(logits - logits.max(axis=1, keepdims=True))
    return replace(outcomes, probabilities=shares / shares.sum(axis=1, keepdims=True))


def brier_score(outcomes: Outcomes) -> float:
    """The mean squared distance, summed over stances, of the probabilities from the label: 0 best, 2 worst.

    Brier 1950, Verification of Forecasts Expressed in Terms of Probability.
    """
    labels = np.eye(len(STANCES))[outcomes.truth]
    return float(((outcomes.probabilities - labels) ** 2).sum(axis=1).mean())


def confident_accuracy(outcomes: Outcomes) -> float:
    """The accuracy among the surest CONFIDENT_SHARE of the pairs (at least one), by the top probability."""
    surest = np.argsort(-outcomes.probabilities.max(axis=1), kind="stable")
    kept = surest[: max(1, round(CONFIDENT_SHARE * len(outcomes)))]
    return float((outcomes.truth[kept] == outcomes.predicted[kept]).mean())


def decided_scores(outcomes: Outcomes, *, too_close_below: float) -> DecidedScores:
    """The pairs whose top probability reaches `too_close_below`, and those that are too close to call.

    Geifman and El-Yaniv 2017, Selective Classification for Deep Neural Networks, section 2.
    """
    decided = outcomes.probabilities.max(axis=1) >= too_close_below
    right = outcomes.truth == outcomes.predicted
    inside, outside = (float(right[rows].mean()) if rows.any() else None for rows in (decided, ~decided))
    return DecidedScores(float(decided.mean()), accuracy=inside, too_close_accuracy=outside)


def _binned(outcomes: Outcomes) -> tuple[Floats, NDArray[np.bool_], NDArray[np.int64]]:
    # Each pair's top probability, whether it was predicted right, and its bin.
    top = outcomes.probabilities.max(axis=1)
    bins = np.clip(np.ceil(top * BINS).astype(np.int64) - 1, 0, BINS - 1)
    return top, outcomes.truth == outcomes.predicted, bins


def _accuracy(hits: int, pairs: int) -> Interval:
    ends = binomtest(hits, pairs).proportion_ci(method="wilson")
    return Interval(hits / pairs, float(ends.low), float(ends.high))
