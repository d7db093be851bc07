"""Which rows go through the network together."""

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from detente.model.encoders.batching import budget_for, pad, plan_batches
from detente.model.tokenization import TokenizedPair


@given(st.lists(st.integers(1, 300), max_size=200), st.integers(1, 2000))
def test_every_row_is_in_one_batch_and_no_batch_breaks_the_budget(lengths: list[int], budget: int) -> None:
    batches = plan_batches(lengths, budget)
    assert sorted(row for batch in batches for row in batch) == list(range(len(lengths)))
    for batch in batches:
        assert len(batch) == 1 or len(batch) * max(lengths[row] for row in batch) <= budget


@given(st.lists(st.integers(1, 300), min_size=1, max_size=200))
def test_rows_of_one_batch_have_like_lengths(lengths: list[int]) -> None:
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
