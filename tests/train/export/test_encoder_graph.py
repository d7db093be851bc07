"""The graph that is written by hand says what the network says."""

from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from transformers import (
    BertConfig,
    BertForSequenceClassification,
    DistilBertConfig,
    DistilBertForSequenceClassification,
    MPNetConfig,
    MPNetForSequenceClassification,
    PreTrainedModel,
)

from detente.model.encoders.onnx_library import onnxruntime
from detente.model.encoders.torch_encoder import StanceNetwork
from detente.train.export.encoder_graph import encoder_graph
from detente.train.export.encoder_modules import modules_of
from detente.train.export.int8_rows import quantise_rows

WORDS = 50
SMALL: dict[str, Any] = {
    "vocab_size": WORDS,
    "hidden_size": 32,
    "num_hidden_layers": 2,
    "num_attention_heads": 2,
    "intermediate_size": 64,
    "max_position_embeddings": 160,
    # Wide enough for every part to matter to the logits.
    "initializer_range": 0.3,
}
OUTPUTS = ("logits", "source_logits")


def network_of(model: PreTrainedModel) -> StanceNetwork:
    network = StanceNetwork(model, sources=9).eval()
    with torch.no_grad():
        for name, weight in network.named_parameters():
            # Biases and norms begin as zeros and ones, and a graph without them would go unnoticed.
            if weight.dim() == 1:
                weight.add_(torch.randn_like(weight) * 0.2)
            assert torch.isfinite(weight).all(), name
    return network


@pytest.fixture(scope="module", params=["bert", "mpnet"])
def network(request: pytest.FixtureRequest) -> StanceNetwork:
    torch.manual_seed(3)
    if request.param == "bert":
        return network_of(BertForSequenceClassification(BertConfig(**SMALL, num_labels=3)))
    return network_of(MPNetForSequenceClassification(MPNetConfig(**SMALL, num_labels=3)))


@pytest.fixture(scope="module")
def exact(network: StanceNetwork) -> onnxruntime.InferenceSession:
    return session_of(network, int8=False)


@pytest.fixture(scope="module")
def int8(network: StanceNetwork) -> onnxruntime.InferenceSession:
    return session_of(network, int8=True)


def session_of(network: StanceNetwork, *, int8: bool) -> onnxruntime.InferenceSession:
    modules = modules_of(network)
    assert modules is not None
    graph = encoder_graph(modules, outputs=OUTPUTS)
    if int8:
        quantise_rows(graph)
    return onnxruntime.InferenceSession(graph.SerializeToString())


def batch_of(lengths: list[int], seed: int) -> dict[str, np.ndarray]:
    numbers = np.random.default_rng(seed)
    width = max(lengths)
    mask = (np.arange(width) < np.array(lengths)[:, None]).astype(np.int64)
    ids = np.where(mask, numbers.integers(4, WORDS, mask.shape), 1)
    types = np.where(np.arange(width) > np.array(lengths)[:, None] // 2, mask, 0)
    return {"input_ids": ids, "attention_mask": mask, "token_type_ids": types}


def run(session: onnxruntime.InferenceSession, batch: dict[str, np.ndarray]) -> np.ndarray:
    wanted = {entry.name for entry in session.get_inputs()}
    logits = session.run(list(OUTPUTS), {name: batch[name] for name in batch if name in wanted})
    return np.concatenate(logits, axis=1)


@settings(max_examples=20)
@given(st.lists(st.integers(1, 150), min_size=1, max_size=5), st.integers(0, 100))
def test_the_graph_gives_the_logits_of_the_network(
    network: StanceNetwork, exact: onnxruntime.InferenceSession, lengths: list[int], seed: int
) -> None:
    batch = batch_of(lengths, seed)
    known = {entry.name for entry in exact.get_inputs()}
    with torch.inference_mode():
        logits = network(**{name: torch.from_numpy(batch[name]) for name in known})
    assert np.abs(run(exact, batch) - torch.cat(logits, dim=1).numpy()).max() < 1e-4


def test_a_row_of_the_int8_graph_is_not_changed_by_its_neighbours(int8: onnxruntime.InferenceSession) -> None:
    changes = []
    for seed in range(40):
        numbers = np.random.default_rng(seed)
        lengths = numbers.integers(1, 150, numbers.integers(2, 6)).tolist()
        batch = batch_of(lengths, seed)
        together = run(int8, batch)
        for row, length in enumerate(lengths):
            alone = run(int8, {name: array[row : row + 1, :length] for name, array in batch.items()})
            changes.append(np.abs(together[row] - alone[0]).max())
    # A sum in another order may round one value to the next integer, once in a thousand rows.
    assert np.quantile(changes, 0.97) < 1e-3
    assert max(changes) < 0.05


def test_the_int8_graph_is_close_to_the_network(
    exact: onnxruntime.InferenceSession, int8: onnxruntime.InferenceSession
) -> None:
    batch = batch_of([40] * 30, seed=5)
    close, wanted = run(int8, batch), run(exact, batch)
    assert np.corrcoef(close.ravel(), wanted.ravel())[0, 1] > 0.99


def test_the_last_layer_runs_for_the_first_token_only(network: StanceNetwork) -> None:
    modules = modules_of(network)
    assert modules is not None
    nodes = encoder_graph(modules, outputs=OUTPUTS).graph.node
    products = [node for node in nodes if "layer_1.widen.weight" in node.input]
    assert len(products) == 1
    graph = encoder_graph(modules, outputs=OUTPUTS)
    shown = graph.graph.output.add()
    shown.name = products[0].output[0]
    session = onnxruntime.InferenceSession(graph.SerializeToString())
    batch = batch_of([12, 7, 3], seed=1)
    wanted = {entry.name for entry in session.get_inputs()}
    (wide,) = session.run([shown.name], {name: batch[name] for name in wanted})
    assert wide.shape == (3, 1, SMALL["intermediate_size"])


def test_another_architecture_is_left_to_the_exporter_of_torch() -> None:
    model = DistilBertForSequenceClassification(
        DistilBertConfig(vocab_size=WORDS, dim=32, n_layers=1, n_heads=2, hidden_dim=64, num_labels=3)
    )
    assert modules_of(StanceNetwork(model, sources=9)) is None


def test_an_activation_that_is_no_gelu_is_left_to_the_exporter_of_torch() -> None:
    model = BertForSequenceClassification(BertConfig(**SMALL, hidden_act="relu", num_labels=3))
    assert modules_of(StanceNetwork(model, sources=9)) is None
