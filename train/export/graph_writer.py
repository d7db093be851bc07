"""An ONNX graph written node by node."""

from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import NodeProto, TensorProto, numpy_helper
from onnx.helper import make_graph, make_model, make_node, make_opsetid, make_tensor_value_info

# The first with attention as one operator; onnxruntime reads all of it from 1.24 on.
OPSET = 23
IR_VERSION = 11


class GraphWriter:
    """Collects nodes and constants; every method returns the name of what it has added."""

    def __init__(self) -> None:
        self._nodes: list[NodeProto] = []
        self._constants: dict[str, TensorProto] = {}

    def constant(self, name: str, array: NDArray[np.generic]) -> str:
        """Keep `array` under `name`; the same name twice is the same constant."""
        if name not in self._constants:
            self._constants[name] = numpy_helper.from_array(array, name)
        return name

    def node(self, operator: str, *inputs: str, name: str = "", **attributes: Any) -> str:
        """Add a node with one output, which is called `name` where one is given."""
        output = name or f"{operator.lower()}_{len(self._nodes)}"
        self._nodes.append(make_node(operator, inputs, [output], **attributes))
        return output

    def model(self, *, inputs: list[str], outputs: dict[str, int]) -> onnx.ModelProto:
        """The graph as a model: `inputs` are (rows, tokens) of int64, `outputs` the widths of (rows, width)."""
        graph = make_graph(
            self._nodes,
            "encoder",
            [make_tensor_value_info(name, TensorProto.INT64, ["rows", "tokens"]) for name in inputs],
            [
                make_tensor_value_info(name, TensorProto.FLOAT, ["rows", width])
                for name, width in outputs.items()
            ],
            list(self._constants.values()),
        )
        return make_model(
            graph,
            opset_imports=[make_opsetid("", OPSET)],
            ir_version=IR_VERSION,
            producer_name="detente",
        )
