import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.measure.sampling.allocation import allocate
from detente.measure.sampling.designs import (
    draw_by_doubt,
    draw_random,
    draw_stratified,
    inclusion_probabilities,
)
from detente.model.errors import InputError

SIZES = st.lists(st.integers(1, 500), min_size=1, max_size=30)


def generator(seed: int = 5) -> np.random.Generator:
    return np.random.default_rng(seed)


@given(SIZES, st.sampled_from(["proportional", "equal"]), st.integers(1, 3), st.data())
def test_an_allocation_sums_up_and_stays_within_its_bounds(sizes, allocation, minimum, data):
    stock = np.array(sizes)
    least = np.minimum(stock, minimum)
    number = data.draw(st.integers(int(least.sum()), int(stock.sum())))
    counts = allocate(stock, number, allocation=allocation, minimum=minimum)
    assert counts.sum() == number
    assert (counts >= least).all()
    assert (counts <= stock).all()


def test_a_proportional_allocation_follows_the_sizes():
    assert allocate(np.array([600, 300, 100]), 100).tolist() == [60, 30, 10]


def test_an_equal_allocation_gives_the_same_to_all_and_the_rest_of_a_small_stratum_to_others():
    counts = allocate(np.array([1_000, 1_000, 5]), 105, allocation="equal")
    assert counts.tolist() == [50, 50, 5]


def test_more_strata_than_the_sample_can_serve_are_refused():
    with pytest.raises(InputError, match="60 pairs, and 50 are asked for"):
        allocate(np.full(30, 9), 50)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=200), st.data())
def test_probabilities_by_doubt_sum_to_the_size_and_are_bounded_below(doubt, data):
    number = data.draw(st.integers(1, len(doubt)))
    chances = inclusion_probabilities(np.array(doubt), number)
    assert chances.sum() == pytest.approx(number)
    assert chances.max() <= 1
    assert chances.min() >= 0.5 * number / len(doubt) * (1 - 1e-9)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=200), st.data())
def test_a_draw_by_doubt_has_its_size_and_no_pair_twice(doubt, data):
    number = data.draw(st.integers(1, len(doubt)))
    chosen, chances = draw_by_doubt(np.array(doubt), number, rng=generator(data.draw(st.integers(0, 99))))
    assert len(set(chosen.tolist())) == number == len(chances)


def test_pairs_are_drawn_by_doubt_as_often_as_their_probability_says():
    rng = generator()
    doubt = rng.random(40) ** 2
    expected = inclusion_probabilities(doubt, 12)
    times = np.zeros(40)
    draws = 3_000
    for _ in range(draws):
        chosen, chances = draw_by_doubt(doubt, 12, rng=rng)
        times[chosen] += 1
        assert chances == pytest.approx(expected[chosen])
    # Within 4.5 standard errors, all forty at once.
    errors = np.sqrt(expected * (1 - expected) / draws) + 1e-9
    assert (np.abs(times / draws - expected) < 4.5 * errors).all()


def test_pairs_are_drawn_in_strata_as_often_as_their_probability_says():
    rng = generator()
    strata = np.array([0] * 30 + [1] * 8 + [2] * 3)
    times, given_chances = np.zeros(41), np.zeros(41)
    draws = 800
    for _ in range(draws):
        chosen, chances = draw_stratified(strata, 12, rng=rng, minimum=2)
        times[chosen] += 1
        given_chances[chosen] = chances
    errors = np.sqrt(given_chances * (1 - given_chances) / draws)
    assert (np.abs(times / draws - given_chances) < 4.5 * errors).all()
    assert given_chances[-1] == pytest.approx(2 / 3)


@given(st.lists(st.integers(0, 6), min_size=1, max_size=100), st.data())
def test_the_weights_of_a_stratified_draw_give_back_the_size_of_each_stratum(names, data):
    strata = np.array(names)
    stock, sizes = np.unique(strata, return_counts=True)
    number = data.draw(st.integers(int(np.minimum(sizes, 2).sum()), len(strata)))
    chosen, chances = draw_stratified(strata, number, rng=generator())
    for name, size in zip(stock, sizes, strict=True):
        assert (1 / chances[strata[chosen] == name]).sum() == pytest.approx(size)
    assert len(set(chosen.tolist())) == number


def test_a_random_draw_takes_all_with_certainty_where_all_are_asked_for():
    chosen, chances = draw_random(5, 5, rng=generator())
    assert sorted(chosen.tolist()) == [0, 1, 2, 3, 4]
    assert (chances == 1).all()
