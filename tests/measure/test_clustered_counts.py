"""What the rows of a few documents are worth, worked out by hand."""

import numpy as np
import pytest

from detente.measure.net.clustered_counts import count_clustered

COOPERATIVE, HOSTILE, NEUTRAL = range(3)


@pytest.mark.parametrize(
    ("stances", "effect"),
    [
        # The net stance is 0, and the sums of the documents lie 2 and -2 from it: (4 + 4) * 2 / (2 - 1) / 4**2 = 1.
        # Single rows vary by (1 - 0) / (4 - 1) = 1/3 around it, a third of that.
        ([COOPERATIVE, COOPERATIVE, HOSTILE, HOSTILE], 3.0),
        # The net stance is 3/4, and the sums lie 1/2 and -1/2 from 3/2: (1/4 + 1/4) * 2 / (2 - 1) / 4**2 = 1/16.
        # Single rows vary by (3/4 - 9/16) / (4 - 1) = 1/16 too.
        ([COOPERATIVE, COOPERATIVE, COOPERATIVE, NEUTRAL], 1.0),
        # The net stance is 1/4, and the sums lie 3/2 and -3/2 from 1/2: (9/4 + 9/4) * 2 / (2 - 1) / 4**2 = 9/16.
        # Single rows vary by (3/4 - 1/16) / (4 - 1) = 11/48.
        ([COOPERATIVE, COOPERATIVE, NEUTRAL, HOSTILE], 27 / 11),
    ],
)
def test_two_documents_of_two_rows_are_worth_what_their_sums_tell(stances: list[int], effect: float):
    found = count_clustered(
        np.zeros(4, dtype=np.int64), np.array([5, 5, 8, 8]), np.array(stances, dtype=np.int8), number=1
    )
    assert (found.documents.tolist(), int(found.counts.sum())) == ([2], 4)
    # Two documents leave one degree of freedom: Student's 97.5 % point is 12.706 there, the normal one 1.960.
    assert found.worth.tolist() == [pytest.approx((1.95996 / 12.7062) ** 2 / effect, rel=1e-4)]
