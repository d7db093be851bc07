"""The learnt weights of reading documents: who is meant, with which stance, and who holds it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from detente.model.document.plan import MeantTarget
from detente.model.errors import CheckpointError
from detente.model.labels import HOSTILE, SOURCES, STANCES
from detente.model.prediction import PairProbabilities, softmax

__all__ = [
    "LEAST_ASKED",
    "LEAST_SCORE",
    "MEANT",
    "QUESTION",
    "SHIPPED_SCORERS",
    "Scorers",
    "log_probabilities",
    "network_features",
    "reply_log_odds",
    "shipped_scorers",
]

SHIPPED_SCORERS: Final = Path(__file__).parent / "scorers.json"
# Korean and Chinese share their weights.
_EAST_ASIAN_SCORERS: Final = Path(__file__).parent / "scorers_east_asian.json"

Floats = NDArray[np.float64]
# The network reads a pair without its document, and with the statement before.
FORMS: Final = ("alone", "context")
# Weights of a source that the codebook gives and that are not learnt: the words of a quotation are not the narrator's,
# the joint deed of two is cooperative toward each from the other side, and "we" and "I" are whoever has the floor.
SOURCE_RULES: Final[Mapping[str, float]] = {
    "author, in a quotation": -4.0,
    "joined, cooperative": 3.0,
    "has the floor, we": 4.0,
}
# Of a candidate whose log odds lie below, a network is not asked for its stance: that says little about who is meant.
LEAST_SCORE: Final = -1.5
# One that has learnt to answer who is meant tells more: further down it still finds some.
LEAST_ASKED: Final = -2.0
# How a network answers that a target is meant: the question is put to the same head as a stance.
MEANT: Final = "cooperative"
# The weights of a network's answer whether a target is meant, and from which log odds on it is asked more and counts.
QUESTION: Final = ("bias", "features", "reply", "least", "threshold")
_LEAST: Final = 1e-3


@dataclass(frozen=True, slots=True)
class Scorers:
    """Linear models fitted on labelled documents (`python -m detente.train.scorers`).

    `meant` are log odds by feature that an actor is meant; a target counts as meant from `threshold` on. `stance` is
    the matrix (features, 3) by which the stance of a target that is meant and not named follows from what the network
    says of both forms. `source` are the weights of a conditional logit (McFadden 1974) over the sources.
    `question` are those of a network's answer whether a target is meant ("bias", "features", "reply"), of what it then
    says of the stance in both forms ("network alone 0" ...), the "least" log odds by features and answer from which it
    is asked for that, and the "threshold" of them all; empty where no network is asked.
    """

    meant: Mapping[str, float]
    stance: Floats
    source: Mapping[str, float]
    threshold: float
    question: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def from_content(cls, content: Mapping[str, Any]) -> Self:
        """Make the scorers of what `fit_scorers` returns and a file of weights holds.

        Raises KeyError, TypeError or ValueError where the content is none.
        """
        return cls(
            content["meant"],
            np.array(content["stance"], np.float64),
            {**SOURCE_RULES, **content["source"]},
            float(content["threshold"]),
            _question(content["question"]) if "question" in content else {},
        )

    def meant_score(self, features: Mapping[str, float]) -> float:
        """Return the part of the log odds of being meant that `features` give."""
        weights = self.meant
        return sum(weights.get(name, 0.0) * value for name, value in features.items())

    def source_score(self, features: Mapping[str, float]) -> float:
        """Return the part of a source's log odds that `features` give."""
        weights = self.source
        return sum(weights.get(name, 0.0) * value for name, value in features.items())

    def meant_probability(self, score: float, alone: PairProbabilities, context: PairProbabilities) -> float:
        """Return the probability that a target is meant, with what the network says of both forms."""
        total = score + self.meant_score(network_features(alone, context))
        return float(1 / (1 + np.exp(-total)))

    def log_odds_by_reply(self, score: float, reply: PairProbabilities) -> float | None:
        """Return the log odds that a target is meant, by its features and a network's answer.

        `score` is that of the features, and `reply` what the network says of the question. Returns None where they are
        too low for the target to count as meant, whatever the network says of the stance.
        """
        total = meant_log_odds(self.question, score, reply_log_odds(reply))
        return None if total < self.question["least"] else total

    def meant_by_reply(
        self, log_odds: float, alone: PairProbabilities, context: PairProbabilities
    ) -> float | None:
        """Return the probability that a target is meant, by the log odds of `log_odds_by_reply` and both forms.

        Returns None where it is too low for the target to count as meant.
        """
        total = log_odds + stance_log_odds(self.question, network_features(alone, context))
        return None if total < self.question["threshold"] else float(1 / (1 + np.exp(-total)))

    def stance_probabilities(self, alone: PairProbabilities, context: PairProbabilities) -> Floats:
        """Return the probability of each stance, (3,), toward a target that is meant and not named."""
        both = np.concatenate([[1.0], log_probabilities(alone.stance), log_probabilities(context.stance)])
        return softmax(both @ self.stance)

    def source_probabilities(
        self, meant: MeantTarget, stance: str | None, alone: PairProbabilities, context: PairProbabilities
    ) -> Floats:
        """Return the probability of each source, (sources,), of `stance` toward a planned target."""
        total = np.array(meant.source_scores, dtype=np.float64)
        if stance == HOSTILE and meant.hostile_scores:
            total += meant.hostile_scores
        if meant.partner in SOURCES:
            total[SOURCES.index(meant.partner)] += self.source.get(f"joined, {stance}", 0.0)
        for form, found in zip(FORMS, (alone, context), strict=True):
            weight = self.source.get(f"network {form}", 0.0)
            weight += 0.0 if meant.named else self.source.get(f"network {form}, not named", 0.0)
            total += weight * log_probabilities(found.source)
        return softmax(total)


def _question(content: Mapping[str, Any]) -> dict[str, float]:
    """The weights of a network's answer, each a number; raises ValueError where one is missing or not known."""
    known = {*QUESTION, *(f"network {form} {number}" for form in FORMS for number in range(len(STANCES)))}
    if wrong := {*QUESTION} - content.keys() or content.keys() - known:
        told = "lacks" if wrong <= {*QUESTION} else "has the unknown"
        raise ValueError(
            f"'question' {told} {', '.join(map(repr, sorted(wrong)))}; take it out and fit it again with "
            "python -m detente.train.scorers.question"
        )
    return {name: float(value) for name, value in content.items()}


def meant_log_odds(question: Mapping[str, float], score: float, reply: float) -> float:
    """The log odds that a target is meant by `Scorers.question`, of the log odds of its features and of the reply."""
    return question["bias"] + question["features"] * score + question["reply"] * reply


def stance_log_odds(question: Mapping[str, float], features: Mapping[str, float]) -> float:
    """What `network_features` add to `meant_log_odds`."""
    return sum(question.get(name, 0.0) * value for name, value in features.items())


def network_features(alone: PairProbabilities, context: PairProbabilities) -> dict[str, float]:
    """What the network says of both forms of a pair, as features of whether its target is meant."""
    features = {
        f"network {form} {number}": float(value)
        for form, found in zip(FORMS, (alone, context), strict=True)
        for number, value in enumerate(log_probabilities(found.stance))
    }
    return {"network": 1.0} | features


def reply_log_odds(reply: PairProbabilities) -> float:
    """The log odds of yes in a network's answer whether a target is meant."""
    yes = float(np.clip(reply.stance[STANCES.index(MEANT)], _LEAST, 1 - _LEAST))
    return float(np.log(yes / (1 - yes)))


def log_probabilities(probabilities: Floats) -> Floats:
    """The logarithms, none of less than a thousandth: the last digits of a sure network say nothing."""
    return np.log(np.maximum(probabilities, _LEAST))


@cache
def shipped_scorers(language: str = "en") -> Scorers:
    """Load the weights that ship with the package for documents in a language (ISO 639-1), once."""
    return read_scorers(SHIPPED_SCORERS if language == "en" else _EAST_ASIAN_SCORERS)


def read_scorers(path: Path) -> Scorers:
    """Read weights that `python -m detente.train.scorers` wrote; raises CheckpointError if the file does not fit."""
    try:
        return Scorers.from_content(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CheckpointError(f"{path}: not the weights of reading documents: {error}") from error
