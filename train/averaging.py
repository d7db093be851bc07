"""The mean of a trained network's weights and of those of other checkpoints that started where it did."""

from collections.abc import Sequence
from pathlib import Path

import torch
from transformers import AutoTokenizer, PreTrainedTokenizerBase

from detente.model.checkpoint.folder import open_checkpoint
from detente.model.encoders.torch_encoder import StanceNetwork, load_network
from detente.model.errors import ConfigError
from detente.model.labels import SOURCES

__all__ = ["average_with", "check_averaged"]


def check_averaged(
    network: StanceNetwork, tokenizer: PreTrainedTokenizerBase, *, checkpoints: Sequence[Path]
) -> None:
    """Check that `average_with` can take `checkpoints`, before hours of training end in an error.

    Raises ConfigError naming the one whose layers or word pieces are not those of the network, CheckpointError where
    one cannot be read.
    """
    shapes = {name: value.shape for name, value in network.state_dict().items()}
    for path in checkpoints:
        folder = open_checkpoint(path).folder
        theirs = load_network(folder, sources=len(SOURCES)).state_dict()
        if {name: value.shape for name, value in theirs.items()} != shapes:
            raise ConfigError(f"averaged_with: {path}: its layers are not those of the base model")
        if AutoTokenizer.from_pretrained(folder, local_files_only=True).get_vocab() != tokenizer.get_vocab():
            raise ConfigError(f"averaged_with: {path}: its word pieces are not those of the base model")


def average_with(network: StanceNetwork, *, checkpoints: Sequence[Path], share: float | None = None) -> None:
    """Replace each weight of `network` by the mean over it and `checkpoints`, in place.

    All `checkpoints` together count for `share` of the mean, from 0 to 1, and alike among them; without it each
    counts as much as the network.

    Runs that start from one network and differ in seed or data end in one basin, and the mean of their weights is
    about as good as the mean of their predictions, at the cost of one. Source: Wortsman et al. 2022, Model soups.
    """
    if not checkpoints:
        return
    share = len(checkpoints) / (1 + len(checkpoints)) if share is None else share
    mean = {name: (1 - share) * value.detach().cpu().double() for name, value in network.state_dict().items()}
    for path in checkpoints:
        theirs = load_network(open_checkpoint(path).folder, sources=len(SOURCES)).state_dict()
        mean = {
            name: value + share / len(checkpoints) * theirs[name].double() for name, value in mean.items()
        }
    with torch.no_grad():
        for name, value in network.state_dict().items():
            value.copy_(mean[name].to(value))
