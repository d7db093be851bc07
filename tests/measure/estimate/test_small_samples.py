"""The parts that keep small samples honest, against textbook values and in a simulation of their own."""

import numpy as np
import pytest
from samples import made_probabilities, made_truth

from detente.measure.estimate import METHODS, EstimationRows
from detente.measure.estimate.assistance import assisting_predictions, tuned_power
from detente.measure.estimate.figures import FIGURES, read_figure
from detente.measure.estimate.fitting import fit_labels
from detente.measure.estimate.small_samples import (
    degrees_of_freedom,
    expected_errors,
    t_quantile,
    two_sided_p,
)


def test_t_quantiles_are_those_of_tables():
    assert [round(t_quantile(freedom), 3) for freedom in (1, 10, 30, 120)] == [12.706, 2.228, 2.042, 1.98]


def test_a_p_value_is_one_at_zero_and_a_twentieth_at_the_quantile():
    assert two_sided_p(0.0, 7) == pytest.approx(1)
    assert two_sided_p(-t_quantile(7), 7) == pytest.approx(0.05)


def test_equal_weights_have_one_degree_less_than_labels_and_one_heavy_weight_has_few():
    even = degrees_of_freedom(np.ones((40, 1)), np.ones(40), np.arange(40))
    heavy = degrees_of_freedom(np.array([[30.0]] + [[1.0]] * 39), np.ones(40), np.arange(40))
    assert even.tolist() == [39.0]
    assert heavy.tolist() == [1.0]


def test_a_pseudo_label_is_as_large_as_an_even_one_and_shaped_by_the_predictions():
    unsure_of_two = np.tile([0.5, 0.0, 0.5], (10, 1))
    spread = expected_errors(unsure_of_two, np.ones(10))
    assert np.trace(spread) == pytest.approx(4 / 3)
    assert spread[1, 1] == 0
    assert np.trace(expected_errors(np.eye(3), np.ones(3))) == pytest.approx(4 / 3)


def simulated(method, *, size, sharpness, lean, draws=300, population=3_000):
    """Coverage of each figure over draws of a law that no checkpoint was calibrated on."""
    draw = np.random.default_rng(11)
    shares = np.array([0.1, 0.25, 0.65])
    held = np.zeros(len(FIGURES))
    for _ in range(draws):
        truth = made_truth(population, draw, shares=shares)
        labels, drawn = np.full(population, -1), np.full(population, np.nan)
        labels[:size], drawn[:size] = truth[:size], size / population
        rows = EstimationRows(
            made_probabilities(truth, draw, sharpness=sharpness, lean=lean),
            labels,
            drawn,
            np.arange(population),
        )
        fit = fit_labels(rows, assisting_predictions(rows, method=method, seed=1))
        for place, (name, taken) in enumerate(FIGURES.items()):
            interval = read_figure(fit, name).interval()
            held[place] += interval.low <= shares @ taken <= interval.high
    return held / draws


@pytest.mark.slow
@pytest.mark.long
@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(("sharpness", "lean"), [(1.0, 0.0), (3.0, 1.5), (5.0, 0.0)])
def test_intervals_of_a_hundred_labels_hold_the_truth(method, sharpness, lean):
    coverage = simulated(method, size=100, sharpness=sharpness, lean=lean)
    # Three Monte Carlo errors of 1.3 points below 95 per cent.
    assert (coverage > 0.912).all(), coverage


@pytest.mark.parametrize(("sharpness", "least", "most"), [(0.0, 0.0, 0.35), (4.0, 0.7, 1.0)])
def test_power_follows_how_good_the_predictions_are(sharpness, least, most):
    draw = np.random.default_rng(2)
    truth = made_truth(4_000, draw)
    labels, drawn = np.full(4_000, -1), np.full(4_000, np.nan)
    labels[:400], drawn[:400] = truth[:400], 0.1
    rows = EstimationRows(
        made_probabilities(truth, draw, sharpness=sharpness), labels, drawn, np.arange(4_000)
    )
    assert least <= tuned_power(rows) <= most
