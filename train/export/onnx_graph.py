"""A network as an ONNX graph with both heads, and the same graph in int8."""

import logging
import tempfile
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import onnx
import torch

from detente.model.encoders.onnx_library import optimize_model
from detente.model.encoders.torch_encoder import StanceNetwork
from detente.train.export.encoder_graph import encoder_graph
from detente.train.export.encoder_modules import modules_of
from detente.train.export.int8_rows import quantise_rows
from detente.train.export.smoothing import SHARE, smoothing_of

OUTPUTS = ("logits", "source_logits")


def export_int8(
    network: StanceNetwork,
    path: Path,
    *,
    inputs: list[str],
    examples: Sequence[Mapping[str, torch.Tensor]] = (),
    share: float = SHARE,
    exact_after_gelu: bool = False,
) -> None:
    """Write `network` as an int8 ONNX graph to `path`.

    `inputs` are the names of its inputs, each of (rows, tokens), both dimensions free. The outputs are
    `logits` and `source_logits`. `examples` are inputs without padding: where the architecture is known, they
    tell how uneven its activations are, and the graph evens them out by `share`. `exact_after_gelu` is handed to
    `quantise_rows`.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    modules = modules_of(network)
    if modules is None:
        graph = _exported(network, inputs)
    else:
        smoothing = smoothing_of(network, modules, examples, share=share) if examples else []
        graph = encoder_graph(modules, outputs=OUTPUTS, smoothing=smoothing)
    onnx.save(quantise_rows(graph, exact_after_gelu=exact_after_gelu), path)


def _exported(network: StanceNetwork, inputs: list[str]) -> onnx.ModelProto:
    """The graph of an architecture that `encoder_modules.py` does not know, as torch writes it."""
    with tempfile.TemporaryDirectory() as scratch:
        whole = Path(scratch) / "fp32.onnx"
        _export(network, whole, inputs)
        return _fuse(network, whole)


def _export(network: StanceNetwork, path: Path, inputs: list[str]) -> None:
    # Two rows and tokens: a dimension of one would be taken as fixed.
    example = {name: torch.ones((2, 8), dtype=torch.int64) for name in inputs}
    free = {0: torch.export.Dim("rows"), 1: torch.export.Dim("tokens")}
    # torch.onnx tells of packages and renamed axes that no network here has to do with.
    logging.getLogger("torch.onnx").setLevel(logging.ERROR)
    with warnings.catch_warnings(), torch.inference_mode():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            network.eval(),
            kwargs=example,
            f=path,
            dynamo=True,
            input_names=inputs,
            output_names=list(OUTPUTS),
            dynamic_shapes=dict.fromkeys(inputs, free),
            external_data=False,
            verbose=False,
        )


def _fuse(network: StanceNetwork, source: Path) -> onnx.ModelProto:
    config = network.stance_model.config
    optimised: Any = optimize_model(
        str(source),
        model_type="bert",
        num_heads=config.num_attention_heads,
        hidden_size=config.hidden_size,
        opt_level=0,
    )
    model: onnx.ModelProto = optimised.model
    return model
