"""The loss of a batch: the stance for every pair, the source for the pairs that have one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import torch
from torch.nn import functional

# torch's own mark for a row that a loss leaves out.
NO_SOURCE = -100


@dataclass(frozen=True, slots=True)
class Objective:
    """Cross-entropy on the stance plus `source_weight` times cross-entropy on the source."""

    source_weight: float
    label_smoothing: float
    class_weights: torch.Tensor | None

    def loss(
        self,
        stance_logits: torch.Tensor,
        source_logits: torch.Tensor,
        *,
        labels: torch.Tensor,
        source_labels: torch.Tensor,
    ) -> torch.Tensor:
        """Mean loss of a batch: logits are (rows, stances) and (rows, sources), labels are (rows,)."""
        weights = None if self.class_weights is None else self.class_weights.to(stance_logits.device)
        stance = functional.cross_entropy(
            stance_logits.float(), labels, weight=weights, label_smoothing=self.label_smoothing
        )
        # Summed and divided by all rows: a batch with few sources must not weigh each of them more,
        # and one with none must not divide by zero.
        source = functional.cross_entropy(
            source_logits.float(), source_labels, ignore_index=NO_SOURCE, reduction="sum"
        )
        return stance + self.source_weight * source / len(labels)


def balanced_weights(labels: Sequence[int], *, classes: int) -> torch.Tensor:
    """Weights (classes,) that make every class count equally: rows / (classes * rows of the class)."""
    counts = torch.bincount(torch.tensor(labels), minlength=classes).clamp(min=1)
    return len(labels) / (classes * counts.float())


def make_objective(
    labels: Sequence[int],
    *,
    classes: int,
    source_weight: float,
    label_smoothing: float,
    class_weights: Literal["none", "balanced"],
) -> Objective:
    """Build the objective of a run from its training labels."""
    weights = balanced_weights(labels, classes=classes) if class_weights == "balanced" else None
    return Objective(source_weight, label_smoothing, weights)
