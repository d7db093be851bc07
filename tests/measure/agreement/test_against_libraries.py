"""Random ratings give what the packages krippendorff and scikit-learn give."""

import krippendorff
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from detente.measure.agreement.coefficients import cohen_kappa, krippendorff_alpha

CODES = st.lists(st.tuples(*[st.integers(-1, 2)] * 3), min_size=3, max_size=30).map(
    lambda rows: np.array(rows, dtype=np.int64)
)


@given(CODES)
def test_alpha_is_that_of_the_package(codes):
    found = krippendorff_alpha(codes, 3, np.ones((1, len(codes))))[0]
    paired = codes[(codes >= 0).sum(axis=1) >= 2]
    used = np.unique(paired[paired >= 0])
    if len(used) < 2:
        assert np.isnan(found)
        return
    data = np.where(codes < 0, np.nan, codes).T
    expected = krippendorff.alpha(
        reliability_data=data, level_of_measurement="nominal", value_domain=[0, 1, 2]
    )
    assert found == pytest.approx(expected)


@given(CODES)
def test_kappa_is_that_of_scikit_learn(codes):
    both = codes[(codes[:, :2] >= 0).all(axis=1)][:, :2]
    found = cohen_kappa(codes[:, :2], 3, np.ones((1, len(codes))))[0]
    if len(both) == 0 or len(np.unique(both)) < 2:
        assert np.isnan(found)
        return
    assert found == pytest.approx(cohen_kappa_score(both[:, 0], both[:, 1], labels=[0, 1, 2]))
