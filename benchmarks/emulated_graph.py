"""An int8 graph run in numpy, with the integer arithmetic of one kind of CPU or another.

So one machine can tell what another would predict. It is slow; `agreement.py` and the tests run it.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import numpy_helper
from onnx.reference import ReferenceEvaluator
from onnx.reference.op_run import OpRun

from detente.model.encoders.encoder import Ids, PairLogits

LARGEST_SUM = 2**15 - 1
SMALLEST_SUM = -(2**15)
LARGEST_BYTE = 255
Product = Callable[[NDArray[np.uint8], NDArray[np.int8]], NDArray[np.float64]]
OUTPUTS = ["logits", "source_logits"]


def exact_product(given: NDArray[np.uint8], weights: NDArray[np.int8]) -> NDArray[np.float64]:
    """The product of (rows, inputs) bytes and (inputs, outputs) weights as VNNI, AMX and ARM compute it."""
    # Exact: no sum comes near 2**53.
    return given.astype(np.float64) @ weights.astype(np.float64)


def saturating_product(given: NDArray[np.uint8], weights: NDArray[np.int8]) -> NDArray[np.float64]:
    """The same product as `pmaddubsw` computes it, on a CPU with AVX2 or SSE4.1 and without VNNI.

    The products of channels 2k and 2k + 1 are added in a signed 16-bit number, and a sum that does not fit is cut
    off there. Source: Intel 64 and IA-32 Architectures Software Developer's Manual, volume 2, PMADDUBSW.
    """
    product = exact_product(given, weights)
    for pair, outputs in _pairs_at_risk(weights):
        sums = exact_product(given[:, pair], weights[pair][:, outputs])
        product[:, outputs] += np.clip(sums, SMALLEST_SUM, LARGEST_SUM) - sums
    return product


def largest_pair_sum(weights: NDArray[np.int8]) -> int:
    """The largest magnitude that the sum of two neighbouring products can have, for any bytes."""
    above, below = _pair_sums(weights)
    return LARGEST_BYTE * int(max(above.max(initial=0), below.max(initial=0)))


def byte_weights(model: onnx.ModelProto) -> dict[str, NDArray[np.int8]]:
    """The weights of every int8 product of a graph, each (inputs, outputs), by name."""
    constants = {entry.name: entry for entry in model.graph.initializer}
    names = [node.input[1] for node in model.graph.node if node.op_type == "MatMulIntegerToFloat"]
    return {name: numpy_helper.to_array(constants[name]) for name in names}


class EmulatedEncoder:
    """Runs an int8 graph in numpy, as `OnnxEncoder` does in onnxruntime; `saturating` as a CPU without VNNI."""

    backend = "onnx"
    token_budget = 512
    side_by_side = 1

    def __init__(self, path: Path, *, saturating: bool) -> None:
        model = onnx.load(path)
        operator = _operator(saturating_product if saturating else exact_product)
        self._evaluator = ReferenceEvaluator(model, new_ops=[operator])
        self._inputs = set(self._evaluator.input_names)
        # A small table of word embeddings stays in floating point, under its own name.
        words = next(entry for entry in model.graph.initializer if entry.name in ("words_int8", "words"))
        self._vocabulary = int(words.dims[0])

    def logits(self, *, ids: Ids, mask: Ids, type_ids: Ids) -> PairLogits:
        """Predict a batch of (rows, tokens) arrays."""
        feed = {"input_ids": ids, "attention_mask": mask, "token_type_ids": type_ids}
        stance, source = self._evaluator.run(
            OUTPUTS, {name: array for name, array in feed.items() if name in self._inputs}
        )
        return PairLogits(np.asarray(stance, np.float32), np.asarray(source, np.float32))

    def has_token(self, token_id: int) -> bool:
        """Whether the table of word embeddings has a row for the token."""
        return 0 <= token_id < self._vocabulary


def _pair_sums(weights: NDArray[np.int8]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Of each pair of neighbouring inputs: its positive weights added, and its negative ones, (pairs, outputs)."""
    even = np.pad(weights.astype(np.int64), ((0, len(weights) % 2), (0, 0)))
    above, below = np.maximum(even, 0), np.maximum(-even, 0)
    return above[::2] + above[1::2], below[::2] + below[1::2]


def _pairs_at_risk(weights: NDArray[np.int8]) -> list[tuple[slice, NDArray[np.intp]]]:
    """The pairs of inputs whose sum can saturate, each with the outputs at which it can."""
    above, below = _pair_sums(weights)
    risky = (LARGEST_BYTE * above > LARGEST_SUM) | (LARGEST_BYTE * below > -SMALLEST_SUM)
    return [
        (slice(2 * pair, 2 * pair + 2), np.flatnonzero(risky[pair]))
        for pair in np.flatnonzero(risky.any(axis=1))
    ]


def _operator(multiply: Product) -> type:
    """The operator for the products; the evaluator finds it by the name of its class."""

    class MatMulIntegerToFloat(OpRun):
        op_domain = "com.microsoft"

        def _run(
            self,
            given: NDArray[np.uint8],
            weights: NDArray[np.int8],
            given_scale: NDArray[np.float32],
            scales: NDArray[np.float32],
            zero: NDArray[np.uint8],
            **_: Any,
        ) -> tuple[NDArray[np.float32]]:
            rows = given.reshape(-1, given.shape[-1])
            # As onnxruntime does it: the zero point comes off after the product of the bytes.
            integers = multiply(rows, weights) - float(zero) * weights.sum(axis=0, dtype=np.int64)
            scaled = integers.astype(np.float32) * (given_scale * scales)
            return (scaled.reshape(*given.shape[:-1], -1).astype(np.float32),)

    return MatMulIntegerToFloat
