"""From logits to a prediction: calibrated probabilities, the stance, its source, too close or not."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from detente.model.checkpoint.settings import CheckpointSettings
from detente.model.labels import NEUTRAL
from detente.model.prediction import Prediction
from detente.model.text.actor_finder import Mention


def softmax(logits: NDArray[np.float32]) -> NDArray[np.float64]:
    """Probabilities over the last axis; float64, so that they sum to 1 within 1e-12."""
    shifted = np.exp(logits.astype(np.float64) - logits.max(axis=-1, keepdims=True))
    return np.asarray(shifted / shifted.sum(axis=-1, keepdims=True))


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
    return Prediction(
        statement=statement,
        target=target,
        stance=stance,
        score=score,
        probabilities=dict(zip(settings.stances, map(float, stance_probabilities), strict=True)),
        source=None if held is None else settings.sources[held],
        p_source=None if held is None else float(source_probabilities[held]),
        mentions=tuple(mentions),
        too_close=score < settings.too_close_below,
        truncated=truncated,
        source_probabilities=dict(zip(settings.sources, map(float, source_probabilities), strict=True)),
    )
