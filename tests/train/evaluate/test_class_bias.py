"""The bias that turns the shares of training into those of use."""

import numpy as np
import pytest
import torch
from scipy.special import log_softmax, softmax

from detente.train.base_model import load_base_model
from detente.train.evaluate.class_bias import add_bias, fit_bias


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
    assert min(loss(logits + fit_bias(logits, labels), one) for one in temperatures) <= best + 1e-4


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
