"""The stance a statement takes toward a target, read off the network's probabilities."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from detente.model.checkpoint.settings import CheckpointSettings
from detente.model.encoders.encoder import PairLogits
from detente.model.labels import NEUTRAL
from detente.model.text.actor_finder import Mention
from detente.model.wording import LocatedPair


@dataclass(frozen=True, slots=True)
class Prediction:
    """The stance of one statement toward one target.

    `stance`, `score`, `probabilities`, `source` and `p_source` are None (or empty) if `error` is set.
    `score` is the probability of `stance`; `probabilities` maps each stance to its calibrated probability
    and sums to 1. `source` is who holds the stance, None for a neutral one; `source_probabilities` maps each
    source to its probability, assuming the stance is not neutral. `mentions` are the target's spans in
    `statement`, as character offsets. `too_close` says that the best stance does not reach the checkpoint's
    threshold; `truncated` that the network did not read the whole statement.

    `mention` is the words that name or mean the target, as written, `named` says whether the statement itself names
    it, and `resolved_from` is the earlier name that "he" or "the North" goes back to. `source_by` says how the source
    is known, "statement", "quotation", "document" or "publisher", and `source_alone` is the network's own source,
    before the document was asked. `p_meant` is the probability that a target that is not named is meant.
    """

    statement: str | None
    target: str
    stance: str | None = None
    score: float | None = None
    probabilities: Mapping[str, float] = field(default_factory=dict)
    source: str | None = None
    p_source: float | None = None
    mentions: tuple[Mention, ...] = ()
    too_close: bool = False
    truncated: bool = False
    error: str | None = None
    source_probabilities: Mapping[str, float] = field(default_factory=dict)
    mention: str | None = None
    resolved_from: str | None = None
    named: bool | None = None
    source_by: str | None = None
    source_alone: str | None = None
    p_meant: float | None = None


# A pair whose mentions are known, or the prediction, with its error, of one that cannot be predicted.
LocatedOrFailed = LocatedPair | Prediction

# Predicts pairs whose mentions are known, one prediction a pair, in order.
PredictLocated = Callable[[Iterable[LocatedPair]], list[Prediction]]


def failed(statement: object, target: object, error: str | None) -> Prediction:
    """Return the prediction of a pair that cannot be predicted, with its error."""
    return Prediction(statement if isinstance(statement, str) else None, str(target), error=error)


def softmax(logits: NDArray[np.floating[Any]]) -> NDArray[np.float64]:
    """Probabilities over the last axis; float64, so that they sum to 1 within 1e-12."""
    shifted = np.exp(logits.astype(np.float64) - logits.max(axis=-1, keepdims=True))
    return np.asarray(shifted / shifted.sum(axis=-1, keepdims=True))


class PairProbabilities(NamedTuple):
    """Calibrated probabilities of one pair, (stances,) and (sources,), and whether its statement was cut."""

    stance: NDArray[np.float64]
    source: NDArray[np.float64]
    truncated: bool

    @classmethod
    def of(cls, prediction: Prediction) -> Self:
        """Take the probabilities of a prediction without an error."""
        return cls(
            np.array(list(prediction.probabilities.values())),
            np.array(list(prediction.source_probabilities.values())),
            prediction.truncated,
        )


def calibrate(
    logits: PairLogits, truncated: Sequence[bool], settings: CheckpointSettings
) -> list[PairProbabilities]:
    """Divide logits by the checkpoint's temperatures and return the probabilities of each row, in order."""
    stance = softmax(logits.stance / np.float32(settings.temperature))
    source = softmax(logits.source / np.float32(settings.source_temperature))
    return list(map(PairProbabilities, stance, source, truncated))


def to_predictions(
    pairs: Iterable[LocatedOrFailed], rows: Iterable[PairProbabilities], settings: CheckpointSettings
) -> list[Prediction]:
    """Return one prediction a pair, in order: `rows` has the probabilities of those that are no prediction yet."""
    following = iter(rows)
    return [
        pair if isinstance(pair, Prediction) else _predicted(pair, next(following), settings)
        for pair in pairs
    ]


def _predicted(pair: LocatedPair, row: PairProbabilities, settings: CheckpointSettings) -> Prediction:
    return to_prediction(
        pair.statement,
        pair.target,
        stance_probabilities=row.stance,
        source_probabilities=row.source,
        settings=settings,
        mentions=pair.mentions,
        truncated=row.truncated,
    )


def to_prediction(
    statement: str,
    target: str,
    *,
    stance_probabilities: NDArray[np.float64],
    source_probabilities: NDArray[np.float64],
    settings: CheckpointSettings,
    mentions: Sequence[Mention],
    truncated: bool,
) -> Prediction:
    """Name the probabilities of one pair, (stances,) and (sources,), and read stance and source off them."""
    best = int(stance_probabilities.argmax())
    stance, score = settings.stances[best], float(stance_probabilities[best])
    # A neutral statement has no one who holds the stance (codebook, Source).
    held = int(source_probabilities.argmax()) if stance != NEUTRAL else None
    source = None if held is None else settings.sources[held]
    return Prediction(
        statement=statement,
        target=target,
        stance=stance,
        score=score,
        probabilities=dict(zip(settings.stances, map(float, stance_probabilities), strict=True)),
        source=source,
        p_source=None if held is None else float(source_probabilities[held]),
        mentions=tuple(mentions),
        too_close=score < settings.too_close_below,
        truncated=truncated,
        source_probabilities=dict(zip(settings.sources, map(float, source_probabilities), strict=True)),
        mention=statement[mentions[0].start : mentions[0].end] if mentions else None,
        named=bool(mentions),
        source_by=None if source is None else "statement",
        source_alone=source,
    )
