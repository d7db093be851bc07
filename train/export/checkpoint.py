"""A trained network as a checkpoint folder: half-precision weights, int8 graph, settings, and a gate between them."""

import inspect
import logging
import shutil
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.torch import save_file
from transformers import AutoTokenizer, PreTrainedTokenizerBase

from detente.batch.whole_file import whole_folder
from detente.model.checkpoint.folder import ONNX_FILE, SOURCE_HEAD_FILE, Checkpoint, open_checkpoint
from detente.model.checkpoint.settings import CheckpointSettings
from detente.model.classifier import StanceClassifier
from detente.model.encoders.torch_encoder import StanceNetwork, load_network
from detente.model.text.actor_finder import ActorFinder
from detente.train.dataset import word_pairs
from detente.train.evaluate.evaluation import predict_labelled
from detente.train.export.onnx_graph import export_int8
from detente.train.export.smoothing import SHARE
from detente.train.labels.pairs import LabelledPair

# Below this share of equal labels on dev the int8 graph is not the same model any more.
LEAST_AGREEMENT = 0.99
# Fewer pairs cannot tell 0.99 from 0.97.
FEWEST_FOR_GATE = 100
# Of the weights of a shard. Git hosts and package indexes refuse files of 100 MB; a shard's header comes on top.
SHARD_SIZE = "90MB"

# Pairs that tell how uneven a network's activations are; a few hundred show its largest channels.
EXAMPLES = 256

GRAPHS = ("int8", "int8, exact after GELU")
NO_GRAPH = "none"

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class GraphAgreement:
    """How far the graph and the safetensors weights agree: share of equal labels over `pairs` pairs.

    `graph` is one of `GRAPHS`, or `NO_GRAPH` where none agreed well enough to be kept.
    """

    labels: float
    largest_gap: float
    pairs: int
    graph: str = GRAPHS[0]


def export_checkpoint(
    network: StanceNetwork,
    tokenizer: PreTrainedTokenizerBase,
    *,
    settings: CheckpointSettings,
    folder: Path,
    gate: list[LabelledPair],
) -> GraphAgreement:
    """Write `folder` as a checkpoint, whole or not at all.

    The int8 graph is compared with the weights on the pairs of `gate`. Where they agree on fewer than 99 %
    of the labels, the products that lose most are left exact; where that does not do either, the folder
    has no graph and is run by torch. The agreement that is returned says which it was.
    """
    with whole_folder(folder) as building:
        write_weights(network, tokenizer, settings=settings, folder=building)
        return _add_graph(Checkpoint(building, settings), tokenizer, gate)


def _add_graph(
    checkpoint: Checkpoint,
    tokenizer: PreTrainedTokenizerBase,
    gate: list[LabelledPair],
    *,
    share: float = SHARE,
) -> GraphAgreement:
    # Loaded again: the graph is made from the half-precision weights as they stand in the file.
    written = load_network(checkpoint.folder, sources=len(checkpoint.settings.sources))
    path = checkpoint.folder / ONNX_FILE
    inputs = _inputs(written, tokenizer)
    examples = _examples(checkpoint.settings, tokenizer, gate[:EXAMPLES], inputs=inputs)
    for graph in GRAPHS:
        exact = graph != GRAPHS[0]
        export_int8(written, path, inputs=inputs, examples=examples, share=share, exact_after_gelu=exact)
        agreement = replace(compare_backends(checkpoint, gate), graph=graph)
        if agreement.labels >= LEAST_AGREEMENT or agreement.pairs < FEWEST_FOR_GATE:
            return agreement
    path.unlink()
    path.parent.rmdir()
    _log.warning(
        "%s: no int8 graph: it agrees with the weights on %d of %d labels only, fewer than %.0f %%",
        checkpoint.name,
        round(agreement.labels * agreement.pairs),
        agreement.pairs,
        100 * LEAST_AGREEMENT,
    )
    return replace(agreement, graph=NO_GRAPH)


def remake_graph(folder: Path, gate: list[LabelledPair], *, share: float = SHARE) -> GraphAgreement:
    """Make the int8 graph of the checkpoint in `folder` again from its weights, which stay as they are.

    `gate` is used as in `export_checkpoint`, `share` as in `smoothing_of`. The old graph is replaced only by one
    that agrees well enough with the weights; otherwise it stays, and the agreement that is returned has `NO_GRAPH`
    as its graph. Raises CheckpointError where the folder is no checkpoint.
    """
    checkpoint = open_checkpoint(folder)
    tokenizer = AutoTokenizer.from_pretrained(checkpoint.folder, local_files_only=True)
    with tempfile.TemporaryDirectory(dir=checkpoint.folder.parent, prefix=".graph-") as scratch:
        copied = Path(scratch) / checkpoint.folder.name
        shutil.copytree(checkpoint.folder, copied, ignore=shutil.ignore_patterns("*.onnx"))
        agreement = _add_graph(replace(checkpoint, folder=copied), tokenizer, gate, share=share)
        if agreement.graph != NO_GRAPH:
            (checkpoint.folder / ONNX_FILE).parent.mkdir(exist_ok=True)
            (copied / ONNX_FILE).replace(checkpoint.folder / ONNX_FILE)
    return agreement


def write_weights(
    network: StanceNetwork,
    tokenizer: PreTrainedTokenizerBase,
    *,
    settings: CheckpointSettings,
    folder: Path,
) -> None:
    """Write config, fp16 safetensors (in shards, where one file would be too large), tokenizer and settings."""
    model = network.stance_model
    model.save_pretrained(
        folder,
        state_dict={name: value.half() for name, value in model.state_dict().items()},
        max_shard_size=SHARD_SIZE,
    )
    heads = {name: value.half().contiguous() for name, value in network.source_head.state_dict().items()}
    save_file(heads, folder / SOURCE_HEAD_FILE, metadata={"format": "pt"})
    tokenizer.model_max_length = settings.max_tokens
    tokenizer.save_pretrained(folder)
    settings.write(folder)
    for path in folder.iterdir():
        # safetensors writes files that only their owner may read.
        path.chmod(0o644)


def compare_backends(checkpoint: Checkpoint, pairs: list[LabelledPair]) -> GraphAgreement:
    """Predict `pairs` with both backends of a checkpoint and compare labels and probabilities."""
    if not pairs:
        return GraphAgreement(labels=1.0, largest_gap=0.0, pairs=0)
    graph = predict_labelled(StanceClassifier.from_pretrained(checkpoint.folder, backend="onnx"), pairs)
    exact = StanceClassifier.from_pretrained(
        checkpoint.folder, backend="torch", device="cpu", precision="fp32"
    )
    weights = predict_labelled(exact, pairs)
    equal = [one.stance == other.stance for one, other in zip(graph, weights, strict=True)]
    gaps = [
        abs(one.probabilities[stance] - other.probabilities[stance])
        for one, other in zip(graph, weights, strict=True)
        for stance in one.probabilities
    ]
    return GraphAgreement(labels=float(np.mean(equal)), largest_gap=max(gaps, default=0.0), pairs=len(pairs))


def _examples(
    settings: CheckpointSettings,
    tokenizer: PreTrainedTokenizerBase,
    pairs: list[LabelledPair],
    *,
    inputs: list[str],
) -> list[dict[str, torch.Tensor]]:
    worded = word_pairs(
        pairs, finder=ActorFinder.from_files(), wording=settings.wording, max_tokens=settings.max_tokens
    )
    examples = []
    for pair in worded:
        encoded: Any = tokenizer(
            pair.text,
            pair.text_pair,
            truncation="only_first",
            max_length=settings.max_tokens,
            return_tensors="pt",
        )
        examples.append({name: encoded[name] for name in inputs})
    return examples


def _inputs(network: StanceNetwork, tokenizer: PreTrainedTokenizerBase) -> list[str]:
    accepted = inspect.signature(network.stance_model.forward).parameters
    return [name for name in tokenizer.model_input_names if name in accepted]
