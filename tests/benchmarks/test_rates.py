"""Rates, ratios and halves come out as one works them out by hand."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from speed.rates import equal_share, halves, pairs_a_second, ratios


def test_a_rate_with_the_start_counts_all_pairs_and_all_seconds():
    assert pairs_a_second(100, 4.0) == 25.0


def test_a_rate_without_the_start_leaves_out_its_seconds_and_its_pair():
    assert pairs_a_second(101, 6.0, start=1.0) == 20.0


@pytest.mark.parametrize(("pairs", "seconds", "start"), [(100, 1.0, 1.5), (1, 2.0, 1.0)])
def test_a_run_no_longer_than_its_start_has_no_rate(pairs, seconds, start):
    assert math.isnan(pairs_a_second(pairs, seconds, start=start))


def test_ratios_are_taken_round_by_round():
    assert ratios([10.0, 30.0], [5.0, 10.0]) == [2.0, 3.0]


def test_rounds_that_do_not_match_are_refused():
    with pytest.raises(ValueError):
        ratios([1.0], [1.0, 2.0])


def test_the_share_of_equal_labels():
    assert equal_share(["a", "b", None, "d"], ["a", "c", None, "d"]) == 0.75


@given(rate=st.floats(1, 1e6), lumps=st.integers(2, 200), start=st.floats(0, 10))
def test_an_even_run_has_equal_halves_however_its_lumps_fall(rate, lumps, start):
    seconds = [start + (lump + 1) / rate * 1000 for lump in range(lumps)]
    growth = [(at, (lump + 1) * 1000) for lump, at in enumerate(seconds)]
    found = halves(growth, start=start, end=seconds[-1])
    assert found is not None
    assert found.ratio == pytest.approx(1.0, rel=1e-6)


def test_a_run_that_slows_down_to_half_its_rate_is_told():
    growth = [(1.0, 0), (3.0, 500), (5.0, 1000), (9.0, 1500), (13.0, 2000)]
    found = halves(growth, start=1.0, end=13.0)
    assert found is not None
    assert (found.first, found.second, found.ratio) == (250.0, 125.0, 0.5)


def test_an_output_that_comes_at_once_has_no_halves():
    assert halves([(1.0, 0), (9.0, 1000)], start=1.0, end=9.5) is None
