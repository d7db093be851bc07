"""Matrix products in int8 with one scale a token."""

import numpy as np
import onnx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from onnx import TensorProto, helper, numpy_helper

from detente.model.encoders.onnx_library import onnxruntime
from detente.train.export.int8_rows import quantise_rows

WEIGHTS = np.random.default_rng(0).normal(0, 1, (16, 8)).astype(np.float32)


def graph_of_one_product() -> onnx.ModelProto:
    graph = helper.make_graph(
        [helper.make_node("MatMul", ["x", "w"], ["y"])],
        "product",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["rows", 16])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, ["rows", 8])],
        [numpy_helper.from_array(WEIGHTS, "w")],
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9)


@pytest.fixture(scope="module")
def session() -> onnxruntime.InferenceSession:
    return onnxruntime.InferenceSession(quantise_rows(graph_of_one_product()).SerializeToString())


def test_the_int8_product_is_close_to_the_exact_one(session: onnxruntime.InferenceSession) -> None:
    rows = np.random.default_rng(1).normal(0, 1, (50, 16)).astype(np.float32)
    (product,) = session.run(None, {"x": rows})
    assert np.abs(product - rows @ WEIGHTS).max() < 0.15


@given(st.floats(0.001, 1e6), st.integers(1, 5))
def test_a_row_is_not_changed_by_its_neighbours(
    session: onnxruntime.InferenceSession, size: float, neighbours: int
) -> None:
    row = np.random.default_rng(2).normal(0, 1, (1, 16)).astype(np.float32)
    beside = np.full((neighbours, 16), size, np.float32)
    (alone,) = session.run(None, {"x": row})
    (together,) = session.run(None, {"x": np.concatenate([row, beside])})
    assert together[0].tolist() == alone[0].tolist()


def test_a_row_of_zeros_gives_zeros(session: onnxruntime.InferenceSession) -> None:
    (product,) = session.run(None, {"x": np.zeros((2, 16), np.float32)})
    assert not product.any()


def test_the_weights_are_stored_as_bytes() -> None:
    stored = {entry.name: entry for entry in quantise_rows(graph_of_one_product()).graph.initializer}
    assert stored["w_int8"].data_type == TensorProto.INT8
    assert "w" not in stored


def graph_after_gelu() -> onnx.ModelProto:
    model = graph_of_one_product()
    model.graph.node.insert(0, helper.make_node("Gelu", ["x"], ["g"]))
    model.graph.node[1].input[0] = "g"
    model.opset_import[0].version = 20
    return model


def test_a_product_after_a_gelu_is_closer_than_a_byte_around_zero_would_be_or_exact_on_request() -> None:
    rows = np.random.default_rng(3).normal(0, 1, (200, 16)).astype(np.float32)
    (exact,) = onnxruntime.InferenceSession(graph_after_gelu().SerializeToString()).run(None, {"x": rows})

    def error(**options: bool) -> float:
        model = quantise_rows(graph_after_gelu(), **options)
        (found,) = onnxruntime.InferenceSession(model.SerializeToString()).run(None, {"x": rows})
        return float(np.abs(found - exact).mean())

    assert 0 < error() < 0.02
    assert error(exact_after_gelu=True) == 0
