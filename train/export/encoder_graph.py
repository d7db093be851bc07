"""An encoder as an ONNX graph of few, large operators, which does no work that the result does not need.

An exported graph spells attention out in a dozen operators and runs the last layer for every token. Here
attention is one operator, and the last layer runs for the first token alone, the only one that is read.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import NodeProto, TensorProto, numpy_helper
from onnx.helper import make_graph, make_model, make_node, make_opsetid, make_tensor_value_info
from torch import nn

from detente.train.export.encoder_modules import EncoderModules, LayerModules
from detente.train.export.smoothing import LayerSmoothing

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


Divisor = NDArray[np.float32] | None

# Added to the score of a token that is padding.
UNATTENDED = 1e9


def encoder_graph(
    modules: EncoderModules, *, outputs: tuple[str, str], smoothing: Sequence[LayerSmoothing] = ()
) -> onnx.ModelProto:
    """Write an encoder as a graph in 32-bit floats.

    Its inputs are `input_ids`, `attention_mask` and, where the network knows them, `token_type_ids`, each
    (rows, tokens) with padding on the right; `outputs` names the stance logits and the source logits.
    `smoothing`, one a layer, evens out what goes into its products; what comes out is the same without.
    """
    return _EncoderGraph(modules, smoothing).write(outputs)


class _EncoderGraph:
    def __init__(self, modules: EncoderModules, smoothing: Sequence[LayerSmoothing]) -> None:
        self._modules = modules
        absent: list[LayerSmoothing | None] = [None] * len(modules.layers)
        self._smoothing = smoothing or absent
        self._graph = GraphWriter()

    def write(self, outputs: tuple[str, str]) -> onnx.ModelProto:
        modules, graph = self._modules, self._graph
        hidden = self._embeddings()
        mask = self._score_mask()
        last = len(modules.layers) - 1
        for number, (layer, smoothing) in enumerate(zip(modules.layers, self._smoothing, strict=True)):
            stem, first_only = f"layer_{number}", number == last
            hidden = self._layer(layer, stem, hidden, mask, smoothing=smoothing, first_only=first_only)
        first = graph.node("Squeeze", hidden, self._integers("axis_of_tokens", [1]))
        pooled = graph.node("Tanh", self._linear(modules.pooler, "pooler", first))
        heads = dict(zip(outputs, (modules.stance_head, modules.source_head), strict=True))
        for output, head in heads.items():
            self._linear(head, f"{output}_head", pooled, name=output)
        inputs = ["input_ids", "attention_mask"] + ["token_type_ids"] * (modules.types is not None)
        return graph.model(
            inputs=inputs, outputs={output: head.out_features for output, head in heads.items()}
        )

    def _integers(self, name: str, values: list[int] | int) -> str:
        return self._graph.constant(name, np.array(values, np.int64))

    def _weights(self, name: str, tensor: torch.Tensor) -> str:
        return self._graph.constant(name, _array(tensor))

    def _linear(
        self, linear: nn.Linear, stem: str, given: str, *, divided_by: Divisor = None, name: str = ""
    ) -> str:
        product = self._product(linear, stem, given, divided_by=divided_by)
        return self._graph.node("Add", product, self._weights(f"{stem}.bias", linear.bias), name=name)

    def _product(self, linear: nn.Linear, stem: str, given: str, *, divided_by: Divisor) -> str:
        weights = _array(linear.weight.T)
        if divided_by is not None:
            weights = weights * divided_by[:, None]
        return self._graph.node("MatMul", given, self._graph.constant(f"{stem}.weight", weights))

    def _divide(self, given: str, stem: str, divided_by: Divisor) -> str:
        if divided_by is None:
            return given
        return self._graph.node("Mul", given, self._graph.constant(f"{stem}.smoothing", 1 / divided_by))

    def _norm(self, norm: nn.LayerNorm, stem: str, given: str) -> str:
        return self._graph.node(
            "LayerNormalization",
            given,
            self._weights(f"{stem}.weight", norm.weight),
            self._weights(f"{stem}.bias", norm.bias),
            axis=-1,
            epsilon=norm.eps,
        )

    def _tokens(self) -> str:
        """The numbers of the tokens, (tokens,)."""
        shape = self._graph.node("Shape", "input_ids", start=1, end=2, name="tokens_shape")
        count = self._graph.node("Squeeze", shape, name="tokens_count")
        zero, one = self._integers("zero", 0), self._integers("one", 1)
        return self._graph.node("Range", zero, count, one, name="token_numbers")

    def _embeddings(self) -> str:
        modules, graph = self._modules, self._graph
        summed = graph.node("Gather", self._weights("words", modules.words), "input_ids")
        if modules.types is not None:
            added = graph.node("Gather", self._weights("types", modules.types), "token_type_ids")
            summed = graph.node("Add", summed, added)
        added = graph.node("Gather", self._weights("positions", modules.positions), self._tokens())
        return self._norm(modules.norm, "embeddings_norm", graph.node("Add", summed, added))

    def _score_mask(self) -> str:
        """What attention adds to its scores, (rows, heads or 1, tokens, tokens): padding, and distances."""
        graph, distances = self._graph, self._modules.distances
        attended = graph.node("Cast", "attention_mask", to=onnx.TensorProto.FLOAT)
        absent = graph.node("Sub", attended, graph.constant("attended", np.array(1, np.float32)))
        hidden = graph.node("Mul", absent, graph.constant("unattended", np.array(UNATTENDED, np.float32)))
        mask = graph.node("Unsqueeze", hidden, self._integers("axes_of_heads_and_queries", [1, 2]))
        if distances is None:
            # onnxruntime wants a row for each query here.
            queries = graph.node("Concat", "tokens_shape", self._integers("axis_of_tokens", [1]), axis=0)
            return graph.node("Expand", mask, queries)
        longest = (distances.shape[1] + 1) // 2
        queries = graph.node("Unsqueeze", "token_numbers", self._integers("axis_of_tokens", [1]))
        keys = graph.node("Add", "token_numbers", self._integers("furthest", longest - 1))
        offsets = graph.node("Sub", keys, queries)
        bias = graph.node("Gather", self._weights("distances", distances), offsets, axis=1)
        return graph.node("Add", mask, bias)

    def _layer(
        self,
        layer: LayerModules,
        stem: str,
        hidden: str,
        mask: str,
        *,
        smoothing: LayerSmoothing | None,
        first_only: bool,
    ) -> str:
        graph = self._graph
        of_attention = None if smoothing is None else smoothing.attention
        of_widen = None if smoothing is None else smoothing.widen
        read = self._divide(hidden, f"{stem}.attention", of_attention)
        asking, kept = read, hidden
        if first_only:
            first = self._integers("first", [0])
            asking, kept = (graph.node("Gather", given, first, axis=1) for given in (read, hidden))
            mask = graph.node("Gather", mask, first, axis=2)
        attended = self._attention(layer, stem, asking, read, mask, divided_by=of_attention)
        output = self._linear(_after_values(layer), f"{stem}.attention_output", attended)
        half = self._norm(layer.attention_norm, f"{stem}.attention_norm", graph.node("Add", output, kept))
        even = self._divide(half, f"{stem}.widen", of_widen)
        wide = graph.node("Gelu", self._linear(layer.widen, f"{stem}.widen", even, divided_by=of_widen))
        narrow = self._linear(layer.narrow, f"{stem}.narrow", wide)
        return self._norm(layer.output_norm, f"{stem}.output_norm", graph.node("Add", narrow, half))

    def _attention(
        self, layer: LayerModules, stem: str, asking: str, read: str, mask: str, *, divided_by: Divisor
    ) -> str:
        graph, heads = self._graph, self._modules.heads
        query = self._linear(layer.query, f"{stem}.query", asking, divided_by=divided_by)
        key, value = (
            self._product(linear, f"{stem}.{role}", read, divided_by=divided_by)
            for role, linear in (("key", layer.key), ("value", layer.value))
        )
        return graph.node("Attention", query, key, value, mask, q_num_heads=heads, kv_num_heads=heads)


def _after_values(layer: LayerModules) -> nn.Linear:
    """The output of attention for keys and values without their biases.

    A key's bias adds the same to every score of a query, which softmax takes off again; a value's passes
    through attention, whose weights sum to 1, and so belongs to the bias behind it.
    """
    output, moved = layer.attention_output, nn.Linear(1, 1)
    moved.weight = output.weight
    with torch.no_grad():
        moved.bias = nn.Parameter(output.bias + output.weight @ layer.value.bias)
    return moved


def _array(tensor: torch.Tensor) -> NDArray[np.float32]:
    return np.ascontiguousarray(tensor.detach().float().numpy())
