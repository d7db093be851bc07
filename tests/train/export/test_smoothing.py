"""Smoothing changes what int8 makes of a network, and not the network."""

import copy

import numpy as np
import pytest
import torch
from transformers import (
    BertConfig,
    BertForSequenceClassification,
    MPNetConfig,
    MPNetForSequenceClassification,
)

from detente.model.encoders.onnx_library import onnxruntime
from detente.model.encoders.torch_encoder import StanceNetwork
from detente.train.export.encoder_graph import encoder_graph
from detente.train.export.encoder_modules import modules_of
from detente.train.export.int8_rows import quantise_rows
from detente.train.export.smoothing import LayerSmoothing, smoothing_of

SIZES = {
    "vocab_size": 60,
    "hidden_size": 32,
    "num_hidden_layers": 3,
    "num_attention_heads": 2,
    "intermediate_size": 64,
    "initializer_range": 0.2,
    "num_labels": 3,
}
OUTPUTS = ("logits", "source_logits")
LARGE = 7


@pytest.fixture(scope="module", params=["bert", "mpnet"])
def network(request: pytest.FixtureRequest) -> StanceNetwork:
    """An encoder in which one channel is forty times as large as the others, as in trained ones."""
    torch.manual_seed(5)
    model = (
        BertForSequenceClassification(BertConfig(**SIZES))
        if request.param == "bert"
        else MPNetForSequenceClassification(MPNetConfig(**SIZES))
    )
    network = StanceNetwork(model, sources=9).eval()
    modules = modules_of(network)
    assert modules is not None
    with torch.no_grad():
        for layer in modules.layers:
            layer.attention_norm.weight[LARGE] *= 40
            layer.widen.weight[:, LARGE] /= 40
            # What goes past the products stays as it was.
            layer.narrow.bias[LARGE] = 0
            layer.output_norm.weight[LARGE] = 0
    return network


@pytest.fixture(scope="module")
def examples() -> list[dict[str, torch.Tensor]]:
    numbers = torch.Generator().manual_seed(1)
    ids = [torch.randint(4, 60, (1, length), generator=numbers) for length in (9, 14, 20, 33)]
    return [{"input_ids": one, "attention_mask": torch.ones_like(one)} for one in ids]


def logits_of(
    network: StanceNetwork,
    examples: list[dict[str, torch.Tensor]],
    smoothing: list[LayerSmoothing],
    *,
    int8: bool,
) -> np.ndarray:
    modules = modules_of(network)
    assert modules is not None
    graph = encoder_graph(modules, outputs=OUTPUTS, smoothing=smoothing)
    session = onnxruntime.InferenceSession((quantise_rows(graph) if int8 else graph).SerializeToString())
    wanted = {entry.name for entry in session.get_inputs()}
    rows = []
    for example in examples:
        given = {name: value.numpy() for name, value in example.items()}
        given["token_type_ids"] = np.zeros_like(given["input_ids"])
        rows.append(session.run(["logits"], {name: given[name] for name in wanted})[0][0])
    return np.array(rows)


def smoothing_for(network: StanceNetwork, examples: list[dict[str, torch.Tensor]]) -> list[LayerSmoothing]:
    modules = modules_of(network)
    assert modules is not None
    return smoothing_of(network, modules, examples)


def test_a_smoothed_graph_says_what_the_network_says(
    network: StanceNetwork, examples: list[dict[str, torch.Tensor]]
) -> None:
    with torch.inference_mode():
        wanted = np.array([network(**example)[0][0].numpy() for example in examples])
    smoothed = logits_of(network, examples, smoothing_for(network, examples), int8=False)
    assert np.abs(smoothed - wanted).max() < 1e-4


def test_int8_loses_less_where_a_channel_is_large(
    network: StanceNetwork, examples: list[dict[str, torch.Tensor]]
) -> None:
    exact = logits_of(network, examples, [], int8=False)
    plain, smoothed = (
        np.abs(logits_of(network, examples, smoothing, int8=True) - exact).mean()
        for smoothing in ([], smoothing_for(network, examples))
    )
    # The large channel takes room from its neighbour, with which it shares a bound.
    assert smoothed < 0.75 * plain


def test_the_large_channel_is_the_one_that_is_divided_most(
    network: StanceNetwork, examples: list[dict[str, torch.Tensor]]
) -> None:
    for layer in smoothing_for(network, examples):
        assert layer.widen.argmax() == LARGE


def test_looking_at_activations_leaves_the_network_as_it_was(
    network: StanceNetwork, examples: list[dict[str, torch.Tensor]]
) -> None:
    before = copy.deepcopy(network.state_dict())
    smoothing_for(network, examples)
    assert all(torch.equal(before[name], value) for name, value in network.state_dict().items())
    assert not any(module._forward_pre_hooks for module in network.modules())
