"""The loss of a batch: the stance for every pair, the source for the pairs that have one, a teacher's view of both."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import torch
from torch.nn import functional

from detente.model.labels import NEUTRAL, STANCES

# torch's own mark for a row that a loss leaves out, of the stance or of the source.
NO_LABEL = -100


@dataclass(frozen=True, slots=True)
class Teaching:
    """How much a student follows its teacher: a share of the loss, and the temperature that softens both."""

    weight: float = 0.5
    temperature: float = 2.0


@dataclass(frozen=True, slots=True)
class TeacherLogits:
    """A teacher's logits for a batch, (rows, stances) and (rows, sources).

    `given` (rows,) is false where it predicted nothing.
    """

    stance: torch.Tensor
    source: torch.Tensor
    given: torch.Tensor


@dataclass(frozen=True, slots=True)
class Objective:
    """Cross-entropy on the stance plus `source_weight` times cross-entropy on the source.

    A pair that a teacher predicted has instead, or where it is labelled too, beside that, the divergence from the
    teacher's probabilities at `teaching.temperature`. Source: Hinton, Vinyals and Dean 2015.

    `consistency` above zero asks for two passes of each batch, with other dropout, and weighs how far they disagree.
    Source: Liang and others 2021, R-Drop.
    """

    source_weight: float
    label_smoothing: float
    class_weights: torch.Tensor | None
    teaching: Teaching = Teaching()
    consistency: float = 0.0

    def loss(
        self,
        stance_logits: torch.Tensor,
        source_logits: torch.Tensor,
        *,
        labels: torch.Tensor,
        source_labels: torch.Tensor,
        teacher: TeacherLogits | None = None,
    ) -> torch.Tensor:
        """Mean loss of a batch: logits are (rows, stances) and (rows, sources), labels are (rows,)."""
        stance_logits, source_logits = stance_logits.float(), source_logits.float()
        hard = self._hard(stance_logits, source_logits, labels=labels, source_labels=source_labels)
        if teacher is None:
            return hard.mean()
        soft = self._soft(stance_logits, source_logits, teacher)
        # Alone, either counts in full; together they share.
        followed = torch.where(labels == NO_LABEL, 1.0, self.teaching.weight) * teacher.given
        return ((1 - followed) * hard + followed * soft).mean()

    def loss_of_two_passes(
        self,
        stance_logits: torch.Tensor,
        source_logits: torch.Tensor,
        *,
        labels: torch.Tensor,
        source_labels: torch.Tensor,
        teacher: TeacherLogits | None = None,
    ) -> torch.Tensor:
        """Mean loss of two passes of a batch, and `consistency` times how far they disagree.

        Logits are (2 rows, stances) and (2 rows, sources), the second pass behind the first; the rest is as in `loss`.
        """
        stances, sources = stance_logits.float().chunk(2), source_logits.float().chunk(2)
        losses = [
            self.loss(stance, source, labels=labels, source_labels=source_labels, teacher=teacher)
            for stance, source in zip(stances, sources, strict=True)
        ]
        # Where a pair is neutral nobody holds a stance, so its sources need not agree.
        held = 1 - stances[0].detach().softmax(-1)[:, STANCES.index(NEUTRAL)]
        disagreement = _disagreement(*stances) + self.source_weight * held * _disagreement(*sources)
        return (losses[0] + losses[1]) / 2 + self.consistency * disagreement.mean()

    def _hard(
        self, stance: torch.Tensor, source: torch.Tensor, *, labels: torch.Tensor, source_labels: torch.Tensor
    ) -> torch.Tensor:
        weights = None if self.class_weights is None else self.class_weights.to(stance.device)
        of_stance = functional.cross_entropy(
            stance,
            labels,
            weight=weights,
            label_smoothing=self.label_smoothing,
            ignore_index=NO_LABEL,
            reduction="none",
        )
        if weights is not None:
            # As cross_entropy's own mean does: the weights of a batch average to one.
            labelled = labels[labels != NO_LABEL]
            of_stance = of_stance * len(labelled) / weights[labelled].sum().clamp(min=1e-6)
        # A row without a source adds nothing: a batch with few sources must not weigh each of them more.
        of_source = functional.cross_entropy(source, source_labels, ignore_index=NO_LABEL, reduction="none")
        return of_stance + self.source_weight * of_source

    def _soft(self, stance: torch.Tensor, source: torch.Tensor, teacher: TeacherLogits) -> torch.Tensor:
        of_stance = self._divergence(stance, teacher.stance)
        # A neutral pair has no source, so the teacher's counts as far as the pair is not neutral.
        held = 1 - teacher.stance.softmax(-1)[:, STANCES.index(NEUTRAL)]
        return of_stance + self.source_weight * held * self._divergence(source, teacher.source)

    def _divergence(self, student: torch.Tensor, teacher: torch.Tensor) -> torch.Tensor:
        temperature = self.teaching.temperature
        divergence = functional.kl_div(
            (student / temperature).log_softmax(-1),
            (teacher / temperature).log_softmax(-1),
            log_target=True,
            reduction="none",
        ).sum(-1)
        # The gradients of softened probabilities shrink with the square of the temperature.
        return divergence * temperature**2


def _disagreement(first: torch.Tensor, second: torch.Tensor) -> torch.Tensor:
    """The mean divergence (rows,) of either pass from the other, which their logits (rows, classes) tell."""
    one, other = first.log_softmax(-1), second.log_softmax(-1)
    return ((one.exp() - other.exp()) * (one - other)).sum(-1) / 2


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
    teaching: Teaching = Teaching(),
    consistency: float = 0.0,
) -> Objective:
    """Build the objective of a run from its training labels; NO_LABEL among them counts for none."""
    given = [label for label in labels if label != NO_LABEL]
    weights = balanced_weights(given, classes=classes) if class_weights == "balanced" else None
    return Objective(source_weight, label_smoothing, weights, teaching, consistency)
