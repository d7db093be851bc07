"""Matrix products of an ONNX graph in int8, with one scale a token for activations and one a channel for weights.

onnxruntime's own dynamic quantisation takes one scale for a whole batch, so that a statement's logits
depend on its neighbours and one outlier coarsens all of them. One scale a token does away with both (the
per-token scheme of Yao et al. 2022, ZeroQuant).

No product saturates on any CPU, so every CPU computes the same integers. A CPU with AVX2 or SSE4.1 and without VNNI
multiplies bytes with `pmaddubsw`, which adds two neighbouring products, of channels 2k and 2k + 1, in a signed
16-bit number and cuts off what does not fit. An activation is at most 255. Where both weights have one sign and
their magnitudes add up to at most 128, the sum is at most 255 * 128 = 32,640, below 32,767; where their signs
differ, it is at most 255 * 127 = 32,385. `pair_safe_scales` picks a scale for each output channel at which every pair
keeps to that, so nothing is clipped. VNNI, AMX and ARM's dot products add in 32 bits and never saturate.
"""

from collections import defaultdict
from collections.abc import Iterator

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import NodeProto, TensorProto, numpy_helper
from onnx.helper import make_node, make_opsetid

# The first opset whose QuantizeLinear takes a scale for each stretch of a row, here the whole row.
LEAST_OPSET = 21
# Activations are stored as unsigned bytes around this zero point: unsigned times signed is the
# product that processors have an instruction for.
ZERO_POINT = 128
LARGEST = 127
# Of two neighbouring weights of one sign, added. Just below 128: two numbers that add up to less than 128 add up to
# at most 128 when each is rounded.
LARGEST_PAIR = 127.99
SMALLEST_SCALE = 1e-8
# What leaves a GELU is never below -0.17. A row's bytes cover it from -FLOOR upward, in steps of which a
# whole number makes FLOOR, so that zero is a byte of its own; twice what is needed leaves a finer choice of
# steps. Beyond 255 times FLOOR, which no GELU of a trained encoder comes near, values are cut off.
GELUS = {"Gelu", "FastGelu", "BiasGelu"}
FLOOR = 0.34
LARGEST_BYTE = 255
# Look-up tables with fewer entries than this stay as they are: they save nothing.
SMALLEST_TABLE = 1_000_000


def quantise_rows(model: onnx.ModelProto, *, exact_after_gelu: bool = False) -> onnx.ModelProto:
    """Replace every product with a constant matrix, and the word embeddings, by int8 ones; returns `model`.

    Changes `model` in place. Weights are symmetric, an int8 channel by channel. `exact_after_gelu` leaves
    the products that follow a GELU, which lose most by it, as they are.
    """
    graph = model.graph
    quantiser = _Quantiser(graph, exact_after_gelu=exact_after_gelu)
    nodes = [new for node in graph.node for new in quantiser.replace(node)]
    del graph.node[:]
    graph.node.extend(nodes)
    needed = {name for node in nodes for name in node.input}
    kept = [entry for entry in [*graph.initializer, *quantiser.added] if entry.name in needed]
    del graph.initializer[:]
    graph.initializer.extend(kept)
    _raise_opsets(model)
    return model


def pair_safe_scales(weights: NDArray[np.float32]) -> NDArray[np.float32]:
    """The least scale of each output channel at which no product saturates; (outputs,) for (inputs, outputs).

    `weights` divided by it and rounded are within -127 to 127, and neighbours 2k and 2k + 1 of one sign add up to
    at most 128.
    """
    even = np.pad(weights, ((0, len(weights) % 2), (0, 0)))
    above, below = (np.maximum(signed, 0) for signed in (even, -even))
    pairs = np.maximum(above[::2] + above[1::2], below[::2] + below[1::2])
    least = np.maximum(np.abs(weights).max(axis=0) / LARGEST, pairs.max(axis=0) / LARGEST_PAIR)
    return np.asarray(np.maximum(least, SMALLEST_SCALE), np.float32)


def _row_scales(table: NDArray[np.float32]) -> NDArray[np.float32]:
    """The scale of each row of a look-up table, (rows, 1): nothing is multiplied, so nothing can saturate."""
    largest = np.abs(table).max(axis=1, keepdims=True)
    return np.asarray(np.maximum(largest / LARGEST, SMALLEST_SCALE), np.float32)


def _raise_opsets(model: onnx.ModelProto) -> None:
    for entry in model.opset_import:
        if not entry.domain:
            # Of the operators in use here, 21 takes all that 18 to 20 took.
            entry.version = max(entry.version, LEAST_OPSET)
    if all(entry.domain != "com.microsoft" for entry in model.opset_import):
        model.opset_import.append(make_opsetid("com.microsoft", 1))
    model.ir_version = max(model.ir_version, 10)


def _readers(graph: onnx.GraphProto) -> dict[str, list[NodeProto]]:
    readers: dict[str, list[NodeProto]] = defaultdict(list)
    for node in graph.node:
        for name in node.input:
            readers[name].append(node)
    return readers


class _Quantiser:
    def __init__(self, graph: onnx.GraphProto, *, exact_after_gelu: bool) -> None:
        self._constants = {entry.name: entry for entry in graph.initializer}
        self._gelus = {node.output[0] for node in graph.node if node.op_type in GELUS}
        self._left = self._gelus if exact_after_gelu else set[str]()
        self._readers = _readers(graph)
        self._quantised: dict[str, str] = {}
        # Of a product that is too large by the same for every row: by how much.
        self._shifts: dict[str, NDArray[np.float32]] = {}
        self._sums: dict[str, NDArray[np.float32]] = {}
        self.added: list[TensorProto] = []
        for name, value in (
            ("last_axis", np.array([-1], np.int64)),
            ("step", np.array(1 / LARGEST, np.float32)),
            ("smallest", np.array(SMALLEST_SCALE * LARGEST, np.float32)),
            ("one", np.array(1, np.float32)),
            ("zero", np.array(ZERO_POINT, np.uint8)),
            ("no_zero", np.array(0, np.uint8)),
            ("floor", np.array(FLOOR, np.float32)),
            ("floor_bytes", np.array(FLOOR * LARGEST_BYTE, np.float32)),
            ("byte", np.array(LARGEST_BYTE, np.float32)),
        ):
            self._add(f"int8_{name}", value)

    def _add(self, name: str, array: NDArray[np.generic]) -> str:
        self.added.append(numpy_helper.from_array(array, name))
        return name

    def replace(self, node: NodeProto) -> Iterator[NodeProto]:
        """The nodes that stand in for `node`; itself where it has nothing to quantise."""
        if node.op_type == "MatMul" and self._dimensions(node.input[1]) == 2:
            yield from [node] if node.input[0] in self._left else self._product(node)
        elif node.op_type == "Gather" and self._size(node.input[0]) >= SMALLEST_TABLE:
            yield from self._look_up(node)
        elif node.op_type == "Add" and node.input[0] in self._shifts:
            bias = numpy_helper.to_array(self._constants[node.input[1]]) - self._shifts[node.input[0]]
            added = self._add(f"{node.output[0]}_bias", bias)
            yield make_node("Add", [node.input[0], added], list(node.output), name=node.name)
        else:
            yield node

    def _dimensions(self, name: str) -> int:
        return len(self._constants[name].dims) if name in self._constants else 0

    def _size(self, name: str) -> int:
        return int(np.prod(self._constants[name].dims)) if name in self._constants else 0

    def _activation(self, name: str, width: int) -> Iterator[NodeProto]:
        # Query, key and value share one input, which is quantised once.
        if name in self._quantised:
            return
        stem = self._quantised[name] = f"int8_{len(self._quantised)}"
        yield make_node("ReduceMax", [name, "int8_last_axis"], [f"{stem}_highest"], keepdims=1)
        yield from self._gelu_scale(stem) if name in self._gelus else self._scale(stem, name)
        quantised = [name, f"{stem}_scale", f"{stem}_zero"]
        yield make_node("QuantizeLinear", quantised, [f"{stem}_bytes"], axis=-1, block_size=width)

    def _scale(self, stem: str, name: str) -> Iterator[NodeProto]:
        yield make_node("ReduceMin", [name, "int8_last_axis"], [f"{stem}_lowest"], keepdims=1)
        yield make_node("Neg", [f"{stem}_lowest"], [f"{stem}_depth"])
        largest = [f"{stem}_highest", f"{stem}_depth", "int8_smallest"]
        yield make_node("Max", largest, [f"{stem}_largest"])
        yield make_node("Mul", [f"{stem}_largest", "int8_step"], [f"{stem}_scale"])
        # A quantising operator wants a zero point wherever it has a scale.
        yield make_node("Shape", [f"{stem}_scale"], [f"{stem}_shape"])
        zero = numpy_helper.from_array(np.array([ZERO_POINT], np.uint8))
        yield make_node("ConstantOfShape", [f"{stem}_shape"], [f"{stem}_zero"], value=zero)

    def _gelu_scale(self, stem: str) -> Iterator[NodeProto]:
        yield make_node("Add", [f"{stem}_highest", "int8_floor"], [f"{stem}_range"])
        yield make_node("Div", ["int8_floor_bytes", f"{stem}_range"], [f"{stem}_fitting"])
        yield make_node("Floor", [f"{stem}_fitting"], [f"{stem}_whole"])
        yield make_node("Clip", [f"{stem}_whole", "int8_one", "int8_byte"], [f"{stem}_steps"])
        yield make_node("Div", ["int8_floor", f"{stem}_steps"], [f"{stem}_scale"])
        yield make_node("Cast", [f"{stem}_steps"], [f"{stem}_zero"], to=TensorProto.UINT8)

    def _product(self, node: NodeProto) -> Iterator[NodeProto]:
        given, output = node.input[0], node.output[0]
        yield from self._activation(given, self._constants[node.input[1]].dims[0])
        stem = self._quantised[given]
        weights, scales = self._quantise_constant(node.input[1], axis=0)
        shifted = given in self._gelus
        zero = "int8_no_zero" if shifted else "int8_zero"
        inputs = [f"{stem}_bytes", weights, "int8_one", scales, zero]
        yield make_node("MatMulIntegerToFloat", inputs, [f"{output}_int8"], domain="com.microsoft")
        if not shifted:
            yield make_node("Mul", [f"{output}_int8", f"{stem}_scale"], [output], name=node.name)
            return
        # The zero point has added the same to every row; it is taken off again, with a bias where there is one.
        shift = np.float32(FLOOR) * self._sums[node.input[1]]
        if self._only_biased(output):
            self._shifts[output] = shift
            yield make_node("Mul", [f"{output}_int8", f"{stem}_scale"], [output], name=node.name)
            return
        yield make_node("Mul", [f"{output}_int8", f"{stem}_scale"], [f"{output}_shifted"], name=node.name)
        yield make_node("Sub", [f"{output}_shifted", self._add(f"{output}_shift", shift)], [output])

    def _only_biased(self, name: str) -> bool:
        readers = self._readers.get(name, [])
        return [(one.op_type, one.input[1] in self._constants) for one in readers] == [("Add", True)]

    def _look_up(self, node: NodeProto) -> Iterator[NodeProto]:
        table, scales = self._quantise_constant(node.input[0], axis=1)
        rows, row_scales = f"{node.output[0]}_int8", f"{node.output[0]}_scale"
        yield make_node("Gather", [table, node.input[1]], [rows])
        yield make_node("Gather", [scales, node.input[1]], [row_scales])
        yield make_node("Cast", [rows], [f"{rows}_float"], to=TensorProto.FLOAT)
        yield make_node("Mul", [f"{rows}_float", row_scales], [node.output[0]], name=node.name)

    def _quantise_constant(self, name: str, *, axis: int) -> tuple[str, str]:
        if name not in self._sums:
            array = numpy_helper.to_array(self._constants[name]).astype(np.float32)
            scales = pair_safe_scales(array) if axis == 0 else _row_scales(array)
            integers = np.clip(np.round(array / scales), -LARGEST, LARGEST).astype(np.int8)
            self._sums[name] = (integers * scales).sum(axis=0, dtype=np.float32)
            self._add(f"{name}_int8", integers)
            self._add(f"{name}_scales", scales.astype(np.float32))
        return f"{name}_int8", f"{name}_scales"
