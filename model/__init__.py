"""Text in, stance out: load a checkpoint and predict statements."""

from typing import TYPE_CHECKING, Any

from detente.model.errors import DetenteError
from detente.model.labels import SOURCES, STANCES, TARGETS
from detente.model.moved import refuse_moved

if TYPE_CHECKING:
    from detente.model.classifier import StanceClassifier
    from detente.model.prediction import Prediction
    from detente.model.routing import load_classifier

__all__ = [
    "SOURCES",
    "STANCES",
    "TARGETS",
    "DetenteError",
    "Prediction",
    "StanceClassifier",
    "load_classifier",
]

refuse_moved()


def __getattr__(name: str) -> Any:
    # Imported when they are asked for: a command that predicts nothing starts without them.
    if name == "StanceClassifier":
        from detente.model.classifier import StanceClassifier

        return StanceClassifier
    if name == "Prediction":
        from detente.model.prediction import Prediction

        return Prediction
    if name == "load_classifier":
        from detente.model.routing import load_classifier

        return load_classifier
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
