"""The order of batches, which depends on seed and epoch alone, the passes of a batch, and the scores on dev."""

import math
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from transformers import EvalPrediction, TrainingArguments

from detente.train.objective import make_objective
from detente.train.trainer import LengthGroupedSampler, StanceTrainer, stance_metrics


@given(st.lists(st.integers(1, 200), max_size=300), st.integers(1, 16), st.integers(0, 5))
def test_every_row_comes_once_and_the_order_depends_on_seed_and_epoch_alone(
    lengths: list[int], batch_size: int, epoch: int
) -> None:
    one = LengthGroupedSampler(lengths, batch_size=batch_size, seed=3)
    other = LengthGroupedSampler(lengths, batch_size=batch_size, seed=3)
    list(one)  # what was drawn before must not matter
    one.set_epoch(epoch)
    other.set_epoch(epoch)
    assert list(one) == list(other)
    assert sorted(one) == list(range(len(lengths)))


def test_epochs_and_seeds_give_other_orders() -> None:
    def order(seed: int, epoch: int) -> tuple[int, ...]:
        sampler = LengthGroupedSampler(range(200), batch_size=4, seed=seed)
        sampler.set_epoch(epoch)
        return tuple(sampler)

    assert len({order(1, 0), order(1, 1), order(2, 0), order(2, 1)}) == 4


def test_rows_of_a_batch_have_like_lengths() -> None:
    lengths = [number * 37 % 100 for number in range(1000)]
    order = list(LengthGroupedSampler(lengths, batch_size=10, seed=1))
    spans = [
        max(lengths[row] for row in order[at : at + 10]) - min(lengths[row] for row in order[at : at + 10])
        for at in range(0, 1000, 10)
    ]
    assert sum(spans) / len(spans) < 10


def test_macro_f1_is_over_the_stances_in_the_labels_as_an_evaluation_has_it() -> None:
    # Labels 0, 0, 1; predicted 0, 2, 1: stance 2 is predicted once and labelled never.
    stance = np.eye(3)[[0, 2, 1]]
    labels = (np.array([0, 0, 1]), np.full(3, -1))
    scores = stance_metrics(EvalPrediction(predictions=(stance, np.zeros((3, 9))), label_ids=labels))
    assert scores["macro_f1"] == pytest.approx((2 / 3 + 1) / 2)


class Recording(torch.nn.Module):
    """A network that keeps how many rows each pass had."""

    def __init__(self) -> None:
        super().__init__()
        self.weight = torch.nn.Parameter(torch.ones(1))
        self.rows: list[int] = []

    def forward(self, input_ids: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        self.rows.append(len(input_ids))
        return self.weight * torch.ones(len(input_ids), 3), self.weight * torch.ones(len(input_ids), 9)


@pytest.mark.parametrize(("consistency", "training", "rows"), [(0, True, 4), (1, True, 8), (1, False, 4)])
def test_a_batch_is_read_twice_only_in_training_for_consistency(
    tmp_path: Path, consistency: float, training: bool, rows: int
) -> None:
    network = Recording().train(training)
    objective = make_objective(
        [0, 1, 2],
        classes=3,
        source_weight=1,
        label_smoothing=0,
        class_weights="none",
        consistency=consistency,
    )
    trainer = StanceTrainer(
        model=network,
        args=TrainingArguments(str(tmp_path), use_cpu=True, report_to=[]),
        objective=objective,
        group_by_length=False,
    )
    four = torch.tensor([0, 1, 2, 0])
    loss = trainer.compute_loss(network, {"input_ids": four, "labels": four, "source_labels": four})
    assert network.rows == [rows]
    assert float(loss) == pytest.approx(math.log(3) + math.log(9))
