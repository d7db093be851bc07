"""Batches: which pairs share one, and that each pair is run once, in order, whatever memory there is."""

import threading
import time
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.model.encoders.batch_runner import BatchRunner, budget_for, pad, plan_batches
from detente.model.encoders.encoder import Ids, PairLogits
from detente.model.errors import CheckpointError, OutOfMemoryError
from detente.model.tokenization import TokenizedPair


class FakeEncoder:
    """Says of each row its first id and its length; `memory` is how many tokens fit, padding counted."""

    backend = "onnx"

    def __init__(
        self, *, memory: int = 10**9, budget: int = 64, side_by_side: int = 3, wait: float = 0
    ) -> None:
        self.token_budget = budget
        self.side_by_side = side_by_side
        self.batches: list[int] = []
        self._memory = memory
        self._wait = wait

    def has_token(self, token_id: int) -> bool:
        return token_id >= 0

    def logits(self, *, ids: Ids, mask: Ids, type_ids: Ids) -> PairLogits:
        time.sleep(self._wait)
        if ids.size > self._memory:
            raise MemoryError(f"{ids.size} tokens")
        self.batches.append(len(ids))
        stance = np.stack([ids[:, 0], mask.sum(axis=1), type_ids.sum(axis=1)], axis=1).astype(np.float32)
        return PairLogits(stance, np.repeat(stance, 3, axis=1))


def pairs_of(lengths: list[int]) -> list[TokenizedPair]:
    return [
        TokenizedPair([number + 1, *range(length - 1)], [0] * (length - 1) + [1], False)
        for number, length in enumerate(lengths)
    ]


def run(encoder: FakeEncoder, lengths: list[int]) -> PairLogits | None:
    with BatchRunner(encoder, pad_id=0) as runner:
        return runner.start(pairs_of(lengths)).logits()


lengths_given = st.lists(st.integers(1, 40), min_size=1, max_size=60)


@given(lengths_given, st.integers(40, 400), st.integers(1, 4))
def test_pairs_come_back_in_order_whatever_fits_into_memory(
    lengths: list[int], memory: int, side_by_side: int
) -> None:
    found = run(FakeEncoder(memory=memory, budget=1000, side_by_side=side_by_side), lengths)
    assert found is not None
    assert found.stance.tolist() == [[number + 1, length, 1] for number, length in enumerate(lengths)]
    assert found.source.shape == (len(lengths), 9)


@pytest.mark.parametrize(
    ("stance", "error"),
    [
        (
            np.zeros((1, 3), np.float32),
            r"gives arrays of \(\(1, 3\), \(2, 9\)\), where \(\(2, 3\), \(2, 9\)\)",
        ),
        (np.zeros((2, 5), np.float32), r"gives arrays of \(\(2, 5\), \(2, 9\)\)"),
        (np.array([[0, 0, 0], [0, np.nan, 0]], np.float32), "values that are no numbers"),
        (np.array([[0, np.inf, 0], [0, 0, 0]], np.float32), "values that are no numbers"),
    ],
    ids=["rows", "stances", "not a number", "infinite"],
)
def test_a_network_that_gives_no_logits_is_refused(stance: np.ndarray, error: str) -> None:
    class Broken(FakeEncoder):
        def logits(self, *, ids: Ids, mask: Ids, type_ids: Ids) -> PairLogits:
            return PairLogits(stance, super().logits(ids=ids, mask=mask, type_ids=type_ids).source)

    with pytest.raises(CheckpointError, match=error):
        run(Broken(budget=1000), [60, 60])


@given(lengths_given)
def test_each_pair_is_run_once(lengths: list[int]) -> None:
    encoder = FakeEncoder()
    run(encoder, lengths)
    assert sum(encoder.batches) == len(lengths)


@given(lengths_given)
def test_how_many_batches_run_at_once_changes_none_of_them(lengths: list[int]) -> None:
    alone, together = FakeEncoder(side_by_side=1), FakeEncoder(side_by_side=4)
    run(alone, lengths)
    run(together, lengths)
    assert sorted(alone.batches) == sorted(together.batches)


def test_a_batch_that_does_not_fit_is_halved_until_it_does() -> None:
    encoder = FakeEncoder(memory=100, budget=10_000, side_by_side=1)
    run(encoder, [20] * 64)
    assert encoder.batches
    assert max(encoder.batches) == 4


def test_a_single_pair_that_does_not_fit_is_told() -> None:
    with pytest.raises(OutOfMemoryError, match="30 tokens"):
        run(FakeEncoder(memory=29), [5, 30, 5])


def test_no_pairs_give_no_logits() -> None:
    assert run(FakeEncoder(), []) is None


def test_what_an_encoder_raises_is_passed_on() -> None:
    class Broken(FakeEncoder):
        def logits(self, *, ids: Ids, mask: Ids, type_ids: Ids) -> PairLogits:
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        run(Broken(), [3, 4])


def test_batches_run_while_the_caller_continues() -> None:
    encoder = FakeEncoder(side_by_side=2, wait=0.05)
    with BatchRunner(encoder, pad_id=0) as runner:
        running = runner.start(pairs_of([40] * 4))
        assert len(encoder.batches) < 4
        running.logits()
    assert sum(encoder.batches) == 4


def test_an_error_of_the_caller_gives_up_what_has_not_begun_and_leaves_no_thread() -> None:
    encoder = FakeEncoder(side_by_side=1, wait=0.02)

    def interrupted() -> None:
        with BatchRunner(encoder, pad_id=0) as runner:
            runner.start(pairs_of([40] * 100))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert len(encoder.batches) < 10
    assert not any(thread.name.startswith("detente-batch") for thread in threading.enumerate())


@given(st.lists(st.integers(1, 300), max_size=200), st.integers(1, 2000))
def test_every_row_is_in_one_batch_and_no_batch_breaks_the_budget(lengths: list[int], budget: int) -> None:
    batches = plan_batches(lengths, budget)
    assert sorted(row for batch in batches for row in batch) == list(range(len(lengths)))
    for batch in batches:
        assert len(batch) == 1 or len(batch) * max(lengths[row] for row in batch) <= budget


@given(st.lists(st.integers(1, 300), min_size=1, max_size=200))
def test_rows_of_one_batch_have_similar_lengths(lengths: list[int]) -> None:
    batches = plan_batches(lengths, 512)
    spans = [(min(lengths[row] for row in batch), max(lengths[row] for row in batch)) for batch in batches]
    assert all(later[1] <= earlier[0] for earlier, later in pairwise(spans))


def test_padding_is_masked() -> None:
    ids, mask, type_ids = pad([TokenizedPair([5, 6, 7], [0, 0, 1], False), TokenizedPair([8], [0], False)], 9)
    assert ids.tolist() == [[5, 6, 7], [8, 9, 9]]
    assert mask.tolist() == [[1, 1, 1], [1, 0, 0]]
    assert type_ids.tolist() == [[0, 0, 1], [0, 0, 0]]
    assert ids.dtype == np.int64


@given(st.lists(st.integers(1, 300), max_size=200), st.integers(128, 2000))
def test_the_budget_is_less_where_rows_are_few_but_not_less_than_is_efficient(
    lengths: list[int], budget: int
) -> None:
    found = budget_for(lengths, budget)
    assert 128 <= found <= budget
    assert found == budget or found < 129 or found * 8 <= sum(lengths)


def test_a_few_rows_are_spread_over_several_batches() -> None:
    lengths = [40] * 30
    assert len(plan_batches(lengths, budget_for(lengths, 512))) >= 8
