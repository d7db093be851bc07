"""Several checkpoints that predict as one: what a teacher may be made of."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from detente.model.checkpoint.settings import CheckpointSettings
from detente.model.classifier import StanceClassifier
from detente.model.classifying import NamedClassifier
from detente.model.encoders.backends import Backend
from detente.model.encoders.encoder import Logits, PairLogits
from detente.model.errors import InputError
from detente.model.labels import SOURCES, STANCES
from detente.model.prediction import Prediction, softmax, to_prediction
from detente.model.splitting.spans import Span
from detente.model.text.actor_finder import ActorFinder

# A probability that a member rounds to nothing must not forbid the prediction of the others.
LEAST = 1e-9


class Described(Protocol):
    """What tells one checkpoint from another."""

    @property
    def settings(self) -> CheckpointSettings:
        """Its settings."""
        ...

    @property
    def fingerprint(self) -> str:
        """Twelve hex digits a checkpoint."""
        ...


class CheckpointClassifier(NamedClassifier, Protocol):
    """What can be scored and can teach: one StanceClassifier, or an Ensemble of them."""

    @property
    def backend(self) -> str:
        """The library that runs it."""
        ...

    @property
    def checkpoint(self) -> Described:
        """What was loaded."""
        ...

    @property
    def finder(self) -> ActorFinder:
        """Finds the targets in a statement."""
        ...

    def pair_logits(self, pairs: Sequence[tuple[str, str]]) -> PairLogits:
        """Return the logits of pairs before calibration."""
        ...


@dataclass(frozen=True, slots=True)
class Members:
    """What the checkpoints of an ensemble come to: settings of its own, and all fingerprints."""

    settings: CheckpointSettings
    fingerprint: str


class Ensemble:
    """Predicts with the geometric mean of its members' calibrated probabilities, made to sum to 1.

    A pair that the first member cannot predict comes out with its error. A stance is too close to call below the mean
    of the members' thresholds. Source: Genest and Zidek 1986, Combining Probability Distributions (the logarithmic
    opinion pool).
    """

    def __init__(self, members: Sequence[StanceClassifier]) -> None:
        """Join two or more checkpoints; raises InputError for fewer."""
        if len(members) < 2:
            raise InputError(f"an ensemble joins two checkpoints or more, not {len(members)}")
        self.members = tuple(members)
        settings = [member.checkpoint.settings for member in members]
        self.name = " + ".join(member.name for member in members)
        self.backend = " + ".join(dict.fromkeys(member.backend for member in members))
        self.finder = members[0].finder
        self.checkpoint = Members(
            replace(
                settings[0],
                name=self.name,
                temperature=1.0,
                source_temperature=1.0,
                too_close_below=float(np.mean([each.too_close_below for each in settings])),
            ),
            "+".join(member.checkpoint.fingerprint for member in members),
        )

    def predict_pairs(
        self, pairs: Sequence[tuple[str | None, str]], *, spans: Sequence[Span | None] | None = None
    ) -> list[Prediction]:
        """Predict (statement, target) pairs as StanceClassifier.predict_pairs does."""
        predictions = [member.predict_pairs(pairs, spans=spans) for member in self.members]
        return [self._joined(of_pair) for of_pair in zip(*predictions, strict=True)]

    def pair_logits(self, pairs: Sequence[tuple[str, str]]) -> PairLogits:
        """The mean of the members' logits, each divided by its temperature: (rows, 3) and (rows, 9).

        Their softmax is what the ensemble predicts with. Raises InputError as StanceClassifier.pair_logits does.
        """
        stances: list[Logits] = []
        sources: list[Logits] = []
        for member in self.members:
            settings, logits = member.checkpoint.settings, member.pair_logits(pairs)
            stances.append(logits.stance / np.float32(settings.temperature))
            sources.append(logits.source / np.float32(settings.source_temperature))
        return PairLogits(np.mean(stances, axis=0), np.mean(sources, axis=0))

    def _joined(self, predictions: Sequence[Prediction]) -> Prediction:
        first = predictions[0]
        failed = next((prediction for prediction in predictions if prediction.error is not None), None)
        if failed is not None or first.statement is None:
            return failed or first
        return to_prediction(
            first.statement,
            first.target,
            stance_probabilities=_mean(
                [[prediction.probabilities[name] for name in STANCES] for prediction in predictions]
            ),
            source_probabilities=_mean(
                [[prediction.source_probabilities[name] for name in SOURCES] for prediction in predictions]
            ),
            settings=self.checkpoint.settings,
            mentions=first.mentions,
            truncated=any(prediction.truncated for prediction in predictions),
        )


def load_together(locations: Sequence[str], *, backend: Backend = "auto") -> StanceClassifier | Ensemble:
    """Load one checkpoint, or several as one ensemble; raises what StanceClassifier.from_pretrained raises."""
    loaded = [StanceClassifier.from_pretrained(location, backend=backend) for location in locations]
    return loaded[0] if len(loaded) == 1 else Ensemble(loaded)


def _mean(probabilities: list[list[float]]) -> NDArray[np.float64]:
    return softmax(np.log(np.maximum(probabilities, LEAST)).mean(axis=0))
