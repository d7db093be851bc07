"""The encoder a run starts from: a hub name, a folder, the published checkpoint, or random weights."""

from collections.abc import Iterable
from pathlib import Path

import torch
from transformers import AutoModelForSequenceClassification, AutoTokenizer, PreTrainedTokenizerBase

from detente.model.checkpoint import PUBLISHED, SOURCE_HEAD_FILE, open_checkpoint
from detente.model.errors import ConfigError
from detente.model.labels import SOURCES, STANCES
from detente.model.torch_encoder import StanceNetwork, load_network
from detente.train.random_base import make_random_base

RANDOM = "random"


def load_base_model(
    name: str, *, run_folder: Path, texts: Iterable[str], seed: int
) -> tuple[StanceNetwork, PreTrainedTokenizerBase]:
    """Load a network to train and its tokenizer.

    A détente checkpoint goes on with both its heads; any other encoder gets new ones, drawn by `seed`.
    `texts` give the vocabulary of a random one, kept in `run_folder`. Raises ConfigError where `name`
    is neither a folder nor a model the hub gives.
    """
    torch.manual_seed(seed)
    folder: str | Path = name
    if name == PUBLISHED:
        folder = open_checkpoint().folder
    elif name == RANDOM:
        folder = run_folder / "random_base"
        if not (folder / "config.json").is_file():
            make_random_base(folder, texts, seed=seed)
    tokenizer = _load_tokenizer(folder)
    if (Path(folder) / SOURCE_HEAD_FILE).is_file():
        return load_network(Path(folder), sources=len(SOURCES)).train(), tokenizer
    return _with_new_heads(folder), tokenizer


def _load_tokenizer(folder: str | Path) -> PreTrainedTokenizerBase:
    try:
        return AutoTokenizer.from_pretrained(folder, trust_remote_code=False)
    except (OSError, ValueError) as error:
        raise ConfigError(
            f"base_model: {folder}: neither a folder nor a model the hub gives: {error}"
        ) from error


def _with_new_heads(folder: str | Path) -> StanceNetwork:
    try:
        model = AutoModelForSequenceClassification.from_pretrained(
            folder,
            num_labels=len(STANCES),
            id2label=dict(enumerate(STANCES)),
            label2id={stance: number for number, stance in enumerate(STANCES)},
            use_safetensors=True,
            trust_remote_code=False,
            dtype=torch.float32,
        )
    except (OSError, ValueError) as error:
        raise ConfigError(f"base_model: {folder}: cannot be loaded: {error}") from error
    return StanceNetwork(model, sources=len(SOURCES))
