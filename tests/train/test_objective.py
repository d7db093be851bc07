"""The loss of a batch."""

import pytest
import torch

from detente.train.objective import (
    NO_LABEL,
    TeacherLogits,
    Teaching,
    balanced_weights,
    make_objective,
)


def test_loss_is_the_stance_plus_the_weighted_source_of_the_pairs_that_have_one() -> None:
    objective = make_objective(
        [0, 1, 2], classes=3, source_weight=0.5, label_smoothing=0, class_weights="none"
    )
    stance, source = torch.randn(4, 3), torch.randn(4, 9)
    labels, source_labels = torch.tensor([0, 1, 2, 1]), torch.tensor([3, NO_LABEL, NO_LABEL, 8])
    loss = objective.loss(stance, source, labels=labels, source_labels=source_labels)
    expected = -stance.log_softmax(-1)[range(4), labels].mean()
    expected -= 0.5 * (source.log_softmax(-1)[0, 3] + source.log_softmax(-1)[3, 8]) / 4
    assert float(loss) == pytest.approx(float(expected), abs=1e-6)


def test_a_batch_without_any_source_has_a_finite_loss() -> None:
    objective = make_objective([2], classes=3, source_weight=1, label_smoothing=0, class_weights="none")
    loss = objective.loss(
        torch.zeros(2, 3),
        torch.zeros(2, 9),
        labels=torch.tensor([2, 2]),
        source_labels=torch.tensor([-100, -100]),
    )
    assert float(loss) == pytest.approx(1.0986, abs=1e-3)


def test_balanced_weights_make_classes_count_equally() -> None:
    weights = balanced_weights([0] * 6 + [1] * 3 + [2], classes=3)
    assert (weights * torch.tensor([6, 3, 1])).tolist() == pytest.approx([10 / 3] * 3)


def taught(
    labels: list[int], given: list[bool], *, weight: float = 0.25
) -> tuple[torch.Tensor, list[float], list[float]]:
    """The loss of a batch beside what each row's label and teacher alone would give it."""
    objective = make_objective(
        labels,
        classes=3,
        source_weight=0,
        label_smoothing=0,
        class_weights="none",
        teaching=Teaching(0.25, temperature=2),
    )
    torch.manual_seed(3)
    student, teacher = torch.randn(len(labels), 3), torch.randn(len(labels), 3)
    loss = objective.loss(
        student,
        torch.zeros(len(labels), 9),
        labels=torch.tensor(labels),
        source_labels=torch.full((len(labels),), NO_LABEL),
        teacher=TeacherLogits(teacher, torch.zeros(len(labels), 9), torch.tensor(given)),
    )
    hard = [
        0.0 if label == NO_LABEL else -float(row.log_softmax(-1)[label])
        for label, row in zip(labels, student, strict=True)
    ]
    ours, theirs = (student / 2).log_softmax(-1), (teacher / 2).log_softmax(-1)
    soft = (4 * (theirs.exp() * (theirs - ours)).sum(-1)).tolist()
    return loss, hard, soft


def test_label_and_teacher_share_a_pair_that_has_both_and_each_has_its_own_in_full() -> None:
    loss, hard, soft = taught([0, 2, NO_LABEL], [True, False, True])
    expected = (0.75 * hard[0] + 0.25 * soft[0]) + hard[1] + soft[2]
    assert float(loss) == pytest.approx(expected / 3, rel=1e-5)


def test_a_student_that_agrees_with_its_teacher_has_nothing_to_learn_from_it() -> None:
    objective = make_objective([0], classes=3, source_weight=1, label_smoothing=0, class_weights="none")
    stance, source = torch.randn(4, 3), torch.randn(4, 9)
    unlabelled = torch.full((4,), NO_LABEL)
    teacher = TeacherLogits(stance, source, torch.tensor([True] * 4))
    loss = objective.loss(stance, source, labels=unlabelled, source_labels=unlabelled, teacher=teacher)
    assert float(loss) == pytest.approx(0, abs=1e-6)


def test_two_passes_that_agree_cost_what_one_does_and_disagreement_costs_more() -> None:
    objective = make_objective(
        [0, 1, 2], classes=3, source_weight=0.5, label_smoothing=0, class_weights="none", consistency=2
    )
    stance, source, shift = torch.randn(3, 3), torch.randn(3, 9), torch.randn(3, 3)
    given = {"labels": torch.tensor([0, 1, 2]), "source_labels": torch.tensor([3, 0, NO_LABEL])}
    alone = objective.loss(stance, source, **given)
    agreed = objective.loss_of_two_passes(torch.cat([stance] * 2), torch.cat([source] * 2), **given)
    assert float(agreed) == pytest.approx(float(alone), abs=1e-6)
    apart = objective.loss_of_two_passes(
        torch.cat([stance, stance + shift]), torch.cat([source] * 2), **given
    )
    one, other = stance.softmax(-1), (stance + shift).softmax(-1)
    divergence = (one * (one / other).log()).sum(-1) + (other * (other / one).log()).sum(-1)
    mean = (alone + objective.loss(stance + shift, source, **given)) / 2
    assert float(apart) == pytest.approx(float(mean + 2 * divergence.mean() / 2), abs=1e-5)
