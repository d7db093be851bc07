"""Two checkpoints in turn: the second predicts only the pairs of which the first is not sure."""

from collections.abc import Callable, Iterable
from typing import Final

from detente.model.prediction import LocatedOrFailed, Prediction

__all__ = ["predict_in_turn"]

# Runs pairs through the network of one checkpoint, in order; those that failed already stay as they are.
RunPairs = Callable[[Iterable[LocatedOrFailed]], list[Prediction]]

# Digits of a probability that a batch or a CPU does not change.
_DIGITS: Final = 5


def predict_in_turn(
    pairs: Iterable[LocatedOrFailed], *, first: RunPairs, second: RunPairs, sure_from: float
) -> list[Prediction]:
    """Predict pairs with `first`, and with `second` those to which it gives less than `sure_from`, in order.

    Which of the two predicts depends on the pair alone. What is accurate about a small network is where it is sure
    (Viola and Jones 2001, Rapid object detection using a boosted cascade of simple features).
    """
    asked = list(pairs)
    predictions = first(asked)
    unsure = [
        number
        for number, prediction in enumerate(predictions)
        if prediction.score is not None and round(prediction.score, _DIGITS) < sure_from
    ]
    from_second = second([asked[number] for number in unsure])
    for number, prediction in zip(unsure, from_second, strict=True):
        predictions[number] = prediction
    return predictions
