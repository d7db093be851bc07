"""Temperatures and the band that is too close to call."""

import numpy as np
import pytest
from scipy.special import softmax

from detente.train.evaluate.calibration import fit_temperature, fit_too_close


@pytest.mark.parametrize("true_temperature", [0.5, 1.0, 2.5])
def test_the_temperature_that_made_the_labels_is_found(true_temperature: float) -> None:
    draw = np.random.default_rng(1)
    logits = draw.normal(0, 3, (20_000, 3)).astype(np.float32)
    chances = softmax(logits / true_temperature, axis=-1)
    labels = (chances.cumsum(axis=-1) > draw.random((20_000, 1))).argmax(axis=-1)
    assert fit_temperature(logits, labels) == pytest.approx(true_temperature, rel=0.05)


def test_rows_without_a_label_do_not_count() -> None:
    logits = np.array([[4.0, 0.0], [0.0, 4.0], [9.0, 0.0]], np.float32)
    with_hole = fit_temperature(logits, np.array([0, 0, -100]))
    assert with_hole == fit_temperature(logits[:2], np.array([0, 0]))
    assert fit_temperature(logits, np.array([-100, -100, -100])) == 1.0


def test_the_chosen_share_of_rows_is_below_the_threshold() -> None:
    logits = np.random.default_rng(2).normal(0, 2, (1000, 3)).astype(np.float32)
    threshold = fit_too_close(logits, temperature=1.5, share=0.1)
    assert (softmax(logits / 1.5, axis=-1).max(axis=-1) < threshold).mean() == pytest.approx(0.1, abs=0.01)
