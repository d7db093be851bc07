"""The order of batches, which depends on seed and epoch alone, and the scores on dev."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from transformers import EvalPrediction

from detente.train.trainer import LengthGroupedSampler, stance_metrics


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
