"""Text in, stance out: load a checkpoint and predict statements."""

from detente.model.classifier import StanceClassifier
from detente.model.errors import DetenteError
from detente.model.labels import SOURCES, STANCES, TARGETS
from detente.model.moved import refuse_moved
from detente.model.prediction import Prediction

__all__ = ["SOURCES", "STANCES", "TARGETS", "DetenteError", "Prediction", "StanceClassifier"]

refuse_moved()
