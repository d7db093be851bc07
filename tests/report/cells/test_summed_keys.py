from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from detente.report.cells import summed_keys
from detente.report.cells.summed_keys import SummedKeys

codes = st.integers(-2, 3) | st.sampled_from([255, 256, 65_533])
rows = st.lists(st.tuples(st.tuples(codes, codes, codes, codes), st.integers(-5, 5)), max_size=30)


@given(rows, st.integers(1, 40), st.integers(1, 7))
def test_numbers_are_summed_by_key_whatever_the_blocks(given_rows, at_once, block):
    usual, summed_keys._AT_ONCE = summed_keys._AT_ONCE, at_once
    try:
        sums = SummedKeys(1)
        for start in range(0, len(given_rows), block):
            some = given_rows[start : start + block]
            sums.add(np.array([key for key, _ in some]), np.array([[value] for _, value in some]))
        keys, values = sums.sums()
    finally:
        summed_keys._AT_ONCE = usual
    expected = Counter()
    for key, value in given_rows:
        expected[key] += value
    assert [tuple(key) for key in keys.tolist()] == sorted(expected)
    assert values[:, 0].tolist() == [expected[key] for key in sorted(expected)]
