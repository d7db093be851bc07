"""How far annotators agree with each other or with the checkpoint, and what is left to adjudicate."""

from detente.measure.agreement.comparing import Agreement, compare_annotators
from detente.measure.agreement.disagreements import (
    Disagreement,
    SettledLabels,
    list_disagreements,
    settle_labels,
)
from detente.measure.agreement.ratings import Ratings, tabulate_ratings

__all__ = [
    "Agreement",
    "Disagreement",
    "Ratings",
    "SettledLabels",
    "compare_annotators",
    "list_disagreements",
    "settle_labels",
    "tabulate_ratings",
]
