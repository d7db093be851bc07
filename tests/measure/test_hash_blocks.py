import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.measure.net.clustered_counts import count_clustered, first_of_each
from detente.measure.net.hash_blocks import hash_blocks, row_slices

ROWS = 150_000


@given(st.lists(st.integers(0, 2**64 - 1), max_size=60), st.integers(1, 9))
def test_blocks_have_each_row_once_and_equal_hashes_together(hashes, most):
    blocks = [block.tolist() for block in hash_blocks(np.array(hashes, dtype=np.uint64), most=most)]
    assert sorted(row for block in blocks for row in block) == list(range(len(hashes)))
    assert all(block == sorted(block) for block in blocks)
    seen = [{hashes[row] for row in block} for block in blocks]
    assert sum(map(len, seen)) == len(set(hashes))


@given(st.integers(0, 50), st.integers(1, 9))
def test_slices_follow_each_other_to_the_end(rows, most):
    taken = [list(range(rows))[some] for some in row_slices(rows, most=most)]
    assert [row for some in taken for row in some] == list(range(rows))
    assert all(1 <= len(some) <= most for some in taken)


@pytest.fixture(scope="module")
def many():
    rng = np.random.default_rng(3)
    return {
        "groups": rng.integers(0, 4, ROWS).astype(np.int32),
        "documents": rng.integers(0, 2**64, 9000, dtype=np.uint64)[rng.integers(0, 9000, ROWS)],
        "pairs": rng.integers(0, 2**64, 90_000, dtype=np.uint64)[rng.integers(0, 90_000, ROWS)],
        "stances": rng.integers(0, 3, ROWS).astype(np.int8),
    }


def test_a_pair_that_occurs_in_several_blocks_of_rows_counts_once_in_each_group(many):
    groups = np.where(many["stances"] == 2, -1, many["groups"])
    first = {}
    for row, key in enumerate(zip(groups.tolist(), many["pairs"].tolist(), strict=True)):
        if key[0] >= 0:
            first.setdefault(key, row)
    assert sorted(first_of_each(groups, many["pairs"]).tolist()) == sorted(first.values())


def test_counting_in_blocks_gives_what_counting_at_once_gives(many):
    counted = count_clustered(many["groups"], many["documents"], many["stances"], number=4)
    for group in range(4):
        own = many["groups"] == group
        scores = np.array([1.0, -1.0, 0.0])[many["stances"][own]]
        _, index = np.unique(many["documents"][own], return_inverse=True)
        residuals = np.bincount(index, weights=scores - scores.mean())
        documents, rows = len(residuals), len(scores)
        clustered = (residuals**2).sum() * documents / (documents - 1) / rows**2
        effect = max(1.0, clustered / (scores.var() / (rows - 1)))
        assert counted.counts[group].tolist() == np.bincount(many["stances"][own], minlength=3).tolist()
        assert counted.documents[group] == documents
        # With thousands of documents Student's t is the normal distribution to three digits.
        assert counted.worth[group] == pytest.approx(1 / effect, rel=2e-3)
