"""Calibration: temperatures and biases are found again, and few pairs fit nothing."""

import numpy as np
import pytest
import torch
from scipy.special import log_softmax, softmax

from detente.model.checkpoint.settings import CheckpointSettings
from detente.train.base.base_model import load_base_model
from detente.train.evaluate.calibration import (
    add_bias,
    fit_bias,
    fit_calibration,
    fit_temperature,
    fit_too_close,
)
from detente.train.trainer import DevLogits


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


def drawn(true_bias: np.ndarray, temperature: float) -> tuple[np.ndarray, np.ndarray]:
    draw = np.random.default_rng(1)
    logits = draw.normal(0, 2, (30_000, 3)).astype(np.float32)
    chances = softmax((logits + true_bias) / temperature, axis=-1)
    return logits, (chances.cumsum(axis=-1) > draw.random((30_000, 1))).argmax(axis=-1)


@pytest.mark.parametrize("temperature", [0.7, 1.0, 1.6])
def test_the_bias_that_made_the_labels_is_found_at_any_temperature(temperature: float) -> None:
    true_bias = np.array([-0.6, -0.1, 0.7])
    logits, labels = drawn(true_bias, temperature)
    assert fit_bias(logits, labels) == pytest.approx(true_bias, abs=0.06)


def test_shares_that_are_right_already_are_left() -> None:
    logits, labels = drawn(np.zeros(3), 1.0)
    assert fit_bias(logits, labels) == pytest.approx(np.zeros(3), abs=0.05)


def test_a_class_that_does_not_occur_moves_nothing() -> None:
    logits = np.random.default_rng(2).normal(0, 1, (50, 3)).astype(np.float32)
    assert not fit_bias(logits, np.arange(50) % 2).any()


def test_the_labels_are_never_less_likely_with_the_bias() -> None:
    draw = np.random.default_rng(3)
    logits = draw.normal(0, 2, (200, 3)).astype(np.float32)
    labels = draw.integers(0, 3, 200)

    def loss(given: np.ndarray, temperature: float) -> float:
        return float(-log_softmax(given / temperature, axis=-1)[np.arange(200), labels].mean())

    temperatures = np.linspace(0.25, 8, 300)
    best = min(loss(logits, one) for one in temperatures)
    shifted = logits + fit_bias(logits, labels)
    assert min(loss(shifted, one) for one in temperatures) <= best + 1e-4


def test_the_stance_head_gives_the_bias_on_top_and_the_source_head_stays(tmp_path) -> None:
    network, tokenizer = load_base_model(
        "random", run_folder=tmp_path, texts=["Beijing thanked Seoul."], seed=1, max_tokens=32
    )
    inputs = tokenizer(["Beijing thanked Seoul."], ["China"], return_tensors="pt")
    network.eval()
    with torch.inference_mode():
        before = network(**inputs)
    add_bias(network, np.array([-0.5, 0.25, 0.25], np.float32))
    with torch.inference_mode():
        after = network(**inputs)
    torch.testing.assert_close(after[0] - before[0], torch.tensor([[-0.5, 0.25, 0.25]]))
    torch.testing.assert_close(after[1], before[1])


def dev(rows: int) -> DevLogits:
    draw = np.random.default_rng(3)
    stance, source = (draw.normal(0, 3, (rows, width)).astype(np.float32) for width in (3, 9))
    return DevLogits(stance, source, np.arange(rows) % 3, np.arange(rows) % 9, scores={})


BASE = CheckpointSettings("mine", "1", {}, 64, temperature=1.7, source_temperature=2.2, too_close_below=0.4)


def test_few_dev_pairs_fit_nothing_and_keep_what_the_base_has() -> None:
    kept = fit_calibration(dev(99), too_close=0.1, base=BASE)
    assert (kept.temperature, kept.source_temperature, kept.too_close_below) == (1.7, 2.2, 0.4)
    assert not kept.bias.any()
    assert kept.kept_from == "mine 1"


def test_few_dev_pairs_without_a_calibrated_base_leave_the_probabilities_as_they_are() -> None:
    kept = fit_calibration(dev(99), too_close=0.1, base=None)
    assert (kept.temperature, kept.source_temperature, kept.too_close_below) == (1.0, 1.0, 0.0)
    assert not kept.bias.any()
    assert kept.kept_from == "none"


def test_enough_dev_pairs_are_fitted_whatever_the_base() -> None:
    fitted = fit_calibration(dev(100), too_close=0.1, base=BASE)
    assert fitted.kept_from is None
    assert fitted.temperature != 1.7
    assert fitted.too_close_below != 0.4
    assert fitted.bias.any()
