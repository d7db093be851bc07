"""Matrix products of an ONNX graph in int8, with one scale a token for activations and one a channel for weights.

onnxruntime's own dynamic quantisation takes one scale for a whole batch, so that a statement's logits
depend on its neighbours and one outlier coarsens all of them. One scale a token costs a few element-wise
passes and does away with both (the per-token scheme of Yao et al. 2022, ZeroQuant).
"""

from collections.abc import Iterator

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import NodeProto, TensorProto, numpy_helper
from onnx.helper import make_node, make_opsetid

# Activations are stored as unsigned bytes around this zero point: unsigned times signed is the
# product that processors have an instruction for.
ZERO_POINT = 128
LARGEST = 127
# What leaves a GELU is hardly ever below zero, so it takes the whole range of a byte from its own lowest value.
GELUS = {"Gelu", "FastGelu", "BiasGelu"}
LOWEST_GELU = 0.17
LARGEST_BYTE = 255
# Look-up tables with fewer entries than this stay as they are: they save nothing.
SMALLEST_TABLE = 1_000_000


def quantise_rows(model: onnx.ModelProto, *, exact_after_gelu: bool = False) -> onnx.ModelProto:
    """Replace every product with a constant matrix, and the word embeddings, by int8 ones; returns `model`.

    Changes `model` in place. Weights are symmetric, an int8 channel by channel. `exact_after_gelu` leaves
    the products that follow a GELU, which lose most by it, as they are.
    """
    graph = model.graph
    quantiser = _Quantiser(
        {entry.name: entry for entry in graph.initializer},
        gelus={node.output[0] for node in graph.node if node.op_type in GELUS},
        exact_after_gelu=exact_after_gelu,
    )
    nodes = [new for node in graph.node for new in quantiser.replace(node)]
    del graph.node[:]
    graph.node.extend(nodes)
    kept = [entry for entry in graph.initializer if entry.name not in quantiser.replaced]
    del graph.initializer[:]
    graph.initializer.extend(kept + quantiser.added)
    if all(entry.domain != "com.microsoft" for entry in model.opset_import):
        model.opset_import.append(make_opsetid("com.microsoft", 1))
    return model


class _Quantiser:
    def __init__(self, constants: dict[str, TensorProto], *, gelus: set[str], exact_after_gelu: bool) -> None:
        self._constants = constants
        self._gelus = gelus
        self._left = gelus if exact_after_gelu else set[str]()
        self._quantised: dict[str, str] = {}
        self._sums: dict[str, NDArray[np.float32]] = {}
        self.replaced: set[str] = set()
        self.added: list[TensorProto] = []
        self._add("int8_last_axis", np.array([-1], np.int64))
        self._add("int8_largest", np.array(LARGEST, np.float32))
        self._add("int8_smallest_scale", np.array(1e-8, np.float32))
        self._add("int8_zero_float", np.array(ZERO_POINT, np.float32))
        self._add("int8_zero", np.array(ZERO_POINT, np.uint8))
        self._add("int8_one", np.array(1, np.float32))
        self._add("int8_gelu_shift", np.array(LOWEST_GELU, np.float32))
        self._add("int8_gelu_largest", np.array(LARGEST_BYTE, np.float32))
        self._add("int8_gelu_zero", np.array(0, np.uint8))

    def _add(self, name: str, array: NDArray[np.generic]) -> str:
        self.added.append(numpy_helper.from_array(array, name))
        return name

    def replace(self, node: NodeProto) -> Iterator[NodeProto]:
        """The nodes that stand in for `node`; itself where it has nothing to quantise."""
        if node.op_type == "MatMul" and self._dimensions(node.input[1]) == 2:
            yield from [node] if node.input[0] in self._left else self._product(node)
        elif node.op_type == "Gather" and self._size(node.input[0]) >= SMALLEST_TABLE:
            yield from self._look_up(node)
        else:
            yield node

    def _dimensions(self, name: str) -> int:
        return len(self._constants[name].dims) if name in self._constants else 0

    def _size(self, name: str) -> int:
        return int(np.prod(self._constants[name].dims)) if name in self._constants else 0

    def _activation(self, name: str) -> Iterator[NodeProto]:
        # Query, key and value share one input, which is quantised once.
        if name in self._quantised:
            return
        stem = self._quantised[name] = f"int8_{len(self._quantised)}"
        if name in self._gelus:
            yield make_node("Add", [name, "int8_gelu_shift"], [f"{stem}_positive"])
            yield from self._scale(stem, f"{stem}_positive", "int8_gelu_largest")
            yield make_node("Div", [f"{stem}_positive", f"{stem}_scale"], [f"{stem}_shifted"])
        else:
            yield make_node("Abs", [name], [f"{stem}_abs"])
            yield from self._scale(stem, f"{stem}_abs", "int8_largest")
            yield make_node("Div", [name, f"{stem}_scale"], [f"{stem}_scaled"])
            yield make_node("Add", [f"{stem}_scaled", "int8_zero_float"], [f"{stem}_shifted"])
        yield make_node("Round", [f"{stem}_shifted"], [f"{stem}_rounded"])
        yield make_node("Cast", [f"{stem}_rounded"], [f"{stem}_bytes"], to=TensorProto.UINT8)

    def _scale(self, stem: str, positive: str, largest: str) -> Iterator[NodeProto]:
        yield make_node("ReduceMax", [positive, "int8_last_axis"], [f"{stem}_max"], keepdims=1)
        yield make_node("Div", [f"{stem}_max", largest], [f"{stem}_step"])
        yield make_node("Max", [f"{stem}_step", "int8_smallest_scale"], [f"{stem}_scale"])

    def _product(self, node: NodeProto) -> Iterator[NodeProto]:
        yield from self._activation(node.input[0])
        stem = self._quantised[node.input[0]]
        weights, scales = self._quantise_constant(node.input[1], axis=0)
        product, output = f"{node.output[0]}_int8", node.output[0]
        shifted = node.input[0] in self._gelus
        zero = "int8_gelu_zero" if shifted else "int8_zero"
        inputs = [f"{stem}_bytes", weights, "int8_one", scales, zero]
        yield make_node("MatMulIntegerToFloat", inputs, [product], domain="com.microsoft")
        if not shifted:
            yield make_node("Mul", [product, f"{stem}_scale"], [output], name=node.name)
            return
        # The shift of the input has added the same to every row; it is taken off again.
        yield make_node("Mul", [product, f"{stem}_scale"], [f"{product}_shifted"])
        added = self._add(f"{node.input[1]}_shift", np.float32(LOWEST_GELU) * self._sums[node.input[1]])
        yield make_node("Sub", [f"{product}_shifted", added], [output], name=node.name)

    def _look_up(self, node: NodeProto) -> Iterator[NodeProto]:
        table, scales = self._quantise_constant(node.input[0], axis=1)
        rows, row_scales = f"{node.output[0]}_int8", f"{node.output[0]}_scale"
        yield make_node("Gather", [table, node.input[1]], [rows])
        yield make_node("Gather", [scales, node.input[1]], [row_scales])
        yield make_node("Cast", [rows], [f"{rows}_float"], to=TensorProto.FLOAT)
        yield make_node("Mul", [f"{rows}_float", row_scales], [node.output[0]], name=node.name)

    def _quantise_constant(self, name: str, *, axis: int) -> tuple[str, str]:
        if name not in self.replaced:
            array = numpy_helper.to_array(self._constants[name]).astype(np.float32)
            largest = np.abs(array).max(axis=axis, keepdims=axis == 1)
            scales = np.maximum(largest, 1e-9) / LARGEST
            integers = np.clip(np.round(array / scales), -LARGEST, LARGEST).astype(np.int8)
            self._sums[name] = (integers * scales).sum(axis=0, dtype=np.float32)
            self._add(f"{name}_int8", integers)
            self._add(f"{name}_scales", scales.astype(np.float32))
            self.replaced.add(name)
        return f"{name}_int8", f"{name}_scales"
