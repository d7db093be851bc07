"""The loss of a batch."""

import pytest
import torch

from detente.train.objective import NO_SOURCE, balanced_weights, make_objective


def test_loss_is_the_stance_plus_the_weighted_source_of_the_pairs_that_have_one() -> None:
    objective = make_objective(
        [0, 1, 2], classes=3, source_weight=0.5, label_smoothing=0, class_weights="none"
    )
    stance, source = torch.randn(4, 3), torch.randn(4, 9)
    labels, source_labels = torch.tensor([0, 1, 2, 1]), torch.tensor([3, NO_SOURCE, NO_SOURCE, 8])
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
