"""The int8 graphs answer alike on every CPU: by their weights, by emulation, and on the CPU at hand."""

from pathlib import Path

import numpy as np
import onnx
import pytest
from emulated_graph import (
    EmulatedEncoder,
    byte_weights,
    exact_product,
    largest_pair_sum,
    saturating_product,
)
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from detente.model import StanceClassifier
from detente.model.checkpoint.folder import open_checkpoint
from detente.model.checkpoint.shipped import shipped_checkpoints
from detente.model.encoders.onnx_library import onnxruntime
from detente.train.export.int8_rows import pair_safe_scales

LARGEST_SUM = 32_767
PAIRS = [
    ("Seoul condemned the launch by the North.", "KP"),
    ("Beijing thanked Seoul for the rice.", "KR"),
    ("The delegation from Washington arrived on Tuesday.", "US"),
    ("Pyongyang accused Washington of plotting an invasion and vowed to answer it.", "US"),
]
NUMBERS = np.random.default_rng(4)
BYTES = NUMBERS.integers(0, 256, (40, 64)).astype(np.uint8)
LARGE_WEIGHTS = NUMBERS.integers(-127, 128, (64, 24)).astype(np.int8)


def graph_of_shipped(name: str) -> Path:
    path = open_checkpoint(name).onnx
    assert path is not None
    return path


def pairs_one_by_one(given: NDArray[np.uint8], weights: NDArray[np.int8]) -> NDArray[np.int64]:
    """The product that saturates, in the order in which the instruction works."""
    total = np.zeros((len(given), weights.shape[1]), np.int64)
    for first in range(0, len(weights), 2):
        pair = slice(first, first + 2)
        total += np.clip(
            given[:, pair].astype(np.int64) @ weights[pair].astype(np.int64), -32_768, LARGEST_SUM
        )
    return total


def run_product(given: NDArray[np.uint8], weights: NDArray[np.int8]) -> NDArray[np.float32]:
    """The product by onnxruntime on the CPU at hand."""
    graph = helper.make_graph(
        [
            helper.make_node(
                "MatMulIntegerToFloat", ["x", "w", "one", "scales"], ["y"], domain="com.microsoft"
            )
        ],
        "product",
        [helper.make_tensor_value_info("x", TensorProto.UINT8, ["rows", len(weights)])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, ["rows", weights.shape[1]])],
        [
            numpy_helper.from_array(weights, "w"),
            numpy_helper.from_array(np.array(1, np.float32), "one"),
            numpy_helper.from_array(np.ones(weights.shape[1], np.float32), "scales"),
        ],
    )
    opsets = [helper.make_opsetid("", 21), helper.make_opsetid("com.microsoft", 1)]
    model = helper.make_model(graph, opset_imports=opsets, ir_version=10)
    product: NDArray[np.float32] = onnxruntime.InferenceSession(model.SerializeToString()).run(
        None, {"x": given}
    )[0]
    return product


def cpu_flags() -> set[str]:
    path = Path("/proc/cpuinfo")
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return next((set(line.split(":")[1].split()) for line in lines if line.startswith("flags")), set())


@pytest.mark.parametrize("name", [shipped.name for shipped in shipped_checkpoints()])
def test_no_pair_of_weights_of_a_shipped_graph_can_saturate(name: str) -> None:
    weights = byte_weights(onnx.load(graph_of_shipped(name)))
    assert len(weights) >= 30
    assert max(largest_pair_sum(matrix) for matrix in weights.values()) <= LARGEST_SUM


def test_a_shipped_graph_predicts_the_same_with_the_product_that_saturates() -> None:
    path = graph_of_shipped("published-small")
    real = StanceClassifier.from_pretrained("published-small", backend="onnx").pair_logits(PAIRS).stance
    found = {}
    for saturating in (False, True):
        encoder = EmulatedEncoder(path, saturating=saturating)
        emulated = StanceClassifier(open_checkpoint("published-small"), encoder)
        found[saturating] = emulated.pair_logits(PAIRS).stance
    assert found[True].tolist() == found[False].tolist()
    assert np.abs(found[True] - real).max() < 0.1


def test_the_emulation_saturates_as_the_instruction_does() -> None:
    found = saturating_product(BYTES, LARGE_WEIGHTS)
    assert (found != exact_product(BYTES, LARGE_WEIGHTS)).any()
    assert found.tolist() == pairs_one_by_one(BYTES, LARGE_WEIGHTS).tolist()


def test_a_sum_below_zero_saturates_too() -> None:
    found = saturating_product(np.full((1, 3), 255, np.uint8), np.full((3, 1), -127, np.int8))
    assert found.tolist() == [[-32_768 - 255 * 127]]


@pytest.mark.skipif("avx2" not in cpu_flags(), reason="no x86 CPU with AVX2, or no /proc/cpuinfo to tell")
def test_this_cpu_multiplies_as_the_emulation_of_its_kind_does() -> None:
    vnni = any("vnni" in flag for flag in cpu_flags())
    emulated = exact_product if vnni else saturating_product
    assert run_product(BYTES, LARGE_WEIGHTS).tolist() == emulated(BYTES, LARGE_WEIGHTS).tolist()


def test_weights_at_their_bound_multiply_exactly_on_this_cpu() -> None:
    for pair in ([64, 64], [-64, -64], [127, 1], [-1, -127], [127, -127]):
        weights = np.tile(np.array(pair, np.int8)[:, None], (32, 24))
        given = np.full((40, 64), 255, np.uint8)
        assert run_product(given, weights).tolist() == exact_product(given, weights).tolist()


@given(
    arrays(np.float32, array_shapes(min_dims=2, max_dims=2, max_side=9), elements=st.floats(-4, 4, width=32))
)
def test_weights_rounded_at_a_safe_scale_cannot_saturate(weights: NDArray[np.float32]) -> None:
    integers = np.round(weights / pair_safe_scales(weights))
    assert np.abs(integers).max() <= 127
    assert largest_pair_sum(integers.astype(np.int8)) <= LARGEST_SUM


def test_a_safe_scale_is_no_larger_than_it_must_be() -> None:
    alone = np.array([[2.0], [-2.0], [0.0], [1.0]], np.float32)
    assert pair_safe_scales(alone).tolist() == pytest.approx([2 / 127])
    together = np.array([[2.0], [2.0], [0.0], [1.0]], np.float32)
    assert pair_safe_scales(together).tolist() == pytest.approx([4 / 128], rel=1e-3)
