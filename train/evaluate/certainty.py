"""How far the probabilities of a checkpoint can be taken at their word, on labelled pairs."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from detente.model.checkpoint.settings import CheckpointSettings
from detente.train.evaluate.evaluation import Evaluation
from detente.train.evaluate.outcomes import Outcomes
from detente.train.evaluate.reliability import (
    DecidedScores,
    ReliabilityBin,
    calibration_error,
    decided_scores,
    reliability_bins,
    uncalibrated,
)
from detente.train.labels.pairs import LabelledPair


@dataclass(frozen=True, slots=True)
class Reliability:
    """The bins of a reliability diagram, and the expected calibration error over them."""

    calibration_error: float
    bins: list[ReliabilityBin]


@dataclass(frozen=True, slots=True)
class TargetCertainty:
    """The pairs of one target: their mean top probability, the accuracy it stands for, and the calibration errors.

    Fifteen bins of few pairs are uneven by chance: of a few hundred pairs the error comes out too high.
    """

    pairs: int
    confidence: float
    accuracy: float
    calibration_error_before: float
    calibration_error: float


@dataclass(frozen=True, slots=True)
class Certainty:
    """Calibration before and after the logits are divided by `temperature`, and the band that is too close to call.

    A pair is in the band where its top probability is below `too_close_below`. `by_target` maps a target's
    code to how sure the answers about it are.
    """

    temperature: float
    too_close_below: float
    before: Reliability
    after: Reliability
    decided: DecidedScores
    by_target: dict[str, TargetCertainty]


def certainty_of(
    evaluation: Evaluation, pairs: Sequence[LabelledPair], settings: CheckpointSettings
) -> Certainty:
    """Work out the certainty of a checkpoint with `settings` from its evaluation on `pairs`."""
    outcomes = evaluation.outcomes
    before = uncalibrated(outcomes, temperature=settings.temperature)
    targets = np.array([pairs[row].target for row in evaluation.rows])
    return Certainty(
        temperature=settings.temperature,
        too_close_below=settings.too_close_below,
        before=_reliability(before),
        after=_reliability(outcomes),
        decided=decided_scores(outcomes, too_close_below=settings.too_close_below),
        by_target={
            target: _of_target(outcomes.take(targets == target), settings)
            for target in sorted(set(targets.tolist()))
        },
    )


def _reliability(outcomes: Outcomes) -> Reliability:
    return Reliability(calibration_error(outcomes), reliability_bins(outcomes))


def _of_target(outcomes: Outcomes, settings: CheckpointSettings) -> TargetCertainty:
    return TargetCertainty(
        pairs=len(outcomes),
        confidence=float(outcomes.probabilities.max(axis=1).mean()),
        accuracy=float((outcomes.truth == outcomes.predicted).mean()),
        calibration_error_before=calibration_error(uncalibrated(outcomes, temperature=settings.temperature)),
        calibration_error=calibration_error(outcomes),
    )
