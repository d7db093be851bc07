"""How fast this machine multiplies matrices: the ceiling of anything that runs a network on it.

    python matrix_products.py OUTPUT ROWS,INNER,COLUMNS...

For each shape, writes to OUTPUT the operations a second of int8 (onnxruntime's MatMulInteger, unsigned by signed, a
zero point for each column), bf16 and fp32 (torch), each the fastest of many calls. The second matrix is constant,
as weights are.
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from onnx import TensorProto, helper, numpy_helper

from detente.model.encoders.onnx_library import onnxruntime

Shape = tuple[int, int, int]
SECONDS_A_PRODUCT = 0.4
WARM_UP = 3


def int8_product(shape: Shape) -> Callable[[], object]:
    """A call that multiplies unsigned activations by signed weights of `shape`, (rows, inner, columns)."""
    rows, inner, columns = shape
    draw = np.random.default_rng(13)
    weights = draw.integers(-127, 128, (inner, columns), dtype=np.int8)
    constants = {"weights": weights, "zero": np.uint8(128), "zeros": np.zeros(columns, np.int8)}
    graph = helper.make_graph(
        [helper.make_node("MatMulInteger", ["given", "weights", "zero", "zeros"], ["product"])],
        "product",
        [helper.make_tensor_value_info("given", TensorProto.UINT8, [rows, inner])],
        [helper.make_tensor_value_info("product", TensorProto.INT32, [rows, columns])],
        [numpy_helper.from_array(np.asarray(value), name) for name, value in constants.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    given = draw.integers(0, 256, (rows, inner), dtype=np.uint8)
    return lambda: session.run(None, {"given": given})


def torch_product(shape: Shape, dtype: torch.dtype) -> Callable[[], object]:
    """A call that applies a linear layer without bias, of `shape` and number format `dtype`."""
    rows, inner, columns = shape
    given, weights = torch.randn(rows, inner, dtype=dtype), torch.randn(columns, inner, dtype=dtype)
    return lambda: torch.nn.functional.linear(given, weights)


def fastest(call: Callable[[], object], *, seconds: float = SECONDS_A_PRODUCT) -> float:
    """Seconds of the fastest of the calls that fit into `seconds`, after some to warm up."""
    for _ in range(WARM_UP):
        call()
    best, until = float("inf"), time.perf_counter() + seconds
    while time.perf_counter() < until:
        started = time.perf_counter()
        call()
        best = min(best, time.perf_counter() - started)
    return best


@torch.inference_mode()
def measure(shape: Shape) -> dict[str, float]:
    """Operations a second for one shape, by number format."""
    operations = 2 * shape[0] * shape[1] * shape[2]
    return {
        "int8": operations / fastest(int8_product(shape)),
        "bf16": operations / fastest(torch_product(shape, torch.bfloat16)),
        "fp32": operations / fastest(torch_product(shape, torch.float32)),
    }


def main(output: Path, shapes: list[Shape]) -> None:
    """Measure all shapes and write the figures."""
    figures = [{"shape": shape, **measure(shape)} for shape in shapes]
    output.write_text(json.dumps(figures), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), [tuple(map(int, word.split(","))) for word in sys.argv[2:]])  # type: ignore[misc]
