"""The encoder a run starts from: a hub name, a folder, the published checkpoint, or random weights."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import torch
from transformers import (
    AutoModelForSequenceClassification,
    AutoTokenizer,
    PreTrainedTokenizerBase,
)
from transformers.utils import logging as transformers_logging

from detente.model.checkpoint.cascade import CASCADE
from detente.model.checkpoint.folder import (
    SOURCE_HEAD_FILE,
    checkpoint_inside,
    meant_checkpoint,
    open_single_checkpoint,
)
from detente.model.checkpoint.shipped import SHIPPED_NAMES
from detente.model.encoders.torch_encoder import StanceNetwork, final_linear, load_network
from detente.model.errors import ConfigError
from detente.model.labels import SOURCES, STANCES
from detente.train.base.layers import keep_first_layers
from detente.train.base.random_base import random_base
from detente.train.base.vocabulary_cut import prune_vocabulary
from detente.train.config import CutConfig

RANDOM = "random"
# Seconds to wait for the hub to say whether it has a model.
HUB_WAIT = 10.0
# Of the weights of a new head, as BERT draws all of its own.
HEAD_DEVIATION = 0.02


@contextmanager
def quiet_loading(*, downloads: bool = False) -> Iterator[None]:
    """Keep transformers from printing warnings of new heads and, unless it `downloads`, progress bars."""
    level, bars = transformers_logging.get_verbosity(), transformers_logging.is_progress_bar_enabled()
    transformers_logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    if not downloads:
        transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        yield
    finally:
        transformers_logging.set_verbosity(level)
        if bars:
            transformers_logging.enable_progress_bar()  # type: ignore[no-untyped-call]


def load_base_model(
    name: str,
    *,
    run_folder: Path,
    texts: Iterable[str],
    seed: int,
    max_tokens: int,
    cut: CutConfig | None = None,
) -> tuple[StanceNetwork, PreTrainedTokenizerBase]:
    """Load a network to train and its tokenizer.

    A détente checkpoint keeps both its heads; any other encoder gets new ones, drawn by `seed`.
    `texts` give the vocabulary of a random one, kept in `run_folder`, and of one whose vocabulary `cut`
    cuts. Raises ConfigError where `name` is neither a folder nor a model of the hub, the hub cannot be reached,
    or the model cannot be cut so or cannot read `max_tokens` tokens.
    """
    folder: str | Path = name
    texts = list(texts)
    if name in (*SHIPPED_NAMES, CASCADE):
        folder = open_single_checkpoint(name).folder
    elif name == RANDOM:
        folder = random_base(run_folder / "random_base", texts, seed=seed)
    network, tokenizer = _load(folder, seed)
    if cut is not None and cut.layers is not None:
        keep_first_layers(network.stance_model, cut.layers)
    if cut is not None and cut.vocabulary is not None:
        tokenizer = prune_vocabulary(network.stance_model, tokenizer, texts, size=cut.vocabulary)
    longest = getattr(network.stance_model.config, "max_position_embeddings", max_tokens)
    if max_tokens > longest:
        raise ConfigError(f"max_tokens: {max_tokens} is more than the {longest} that {name} can read")
    return network, tokenizer


def _load(folder: str | Path, seed: int) -> tuple[StanceNetwork, PreTrainedTokenizerBase]:
    is_folder = Path(folder).is_dir()
    offline = not is_folder and not _hub_has(str(folder))
    with quiet_loading(downloads=not (is_folder or offline)):
        tokenizer = _load_tokenizer(folder, offline=offline)
        if (Path(folder) / SOURCE_HEAD_FILE).is_file():
            return load_network(Path(folder), sources=len(SOURCES)).train(), tokenizer
        return _with_new_heads(folder, seed, offline=offline), tokenizer


def _hub_has(name: str) -> bool:
    """Whether the hub gives the model `name`; false where it cannot be reached but an earlier download is kept.

    Asked once and with a short wait: the loading itself would try again for a minute.
    """
    from huggingface_hub import HfApi, try_to_load_from_cache
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError, OfflineModeIsEnabled

    # Of the library that the client's version builds on.
    from huggingface_hub.errors import HTTPError  # type: ignore[attr-defined]  # isort: skip

    missing = f"base_model: {name}: no such folder"
    hint = f"; {meant}" if (meant := meant_checkpoint(name)) else ""
    try:
        HfApi().model_info(name, timeout=HUB_WAIT)
    except HFValidationError as error:
        raise ConfigError(f"{missing}, and not a name of the hub{hint}") from error
    except HfHubHTTPError as error:
        raise ConfigError(f"{missing}, and the hub refuses: {error}{hint}") from error
    except (HTTPError, OSError, OfflineModeIsEnabled) as error:
        if isinstance(try_to_load_from_cache(name, "config.json"), str):
            return False
        raise ConfigError(
            f"{missing}, and the hub cannot be reached: {error}; without a network, "
            f"give base_model=FOLDER, or base_model=published to start from the shipped checkpoint{hint}"
        ) from error
    return True


def _load_tokenizer(folder: str | Path, *, offline: bool) -> PreTrainedTokenizerBase:
    try:
        return AutoTokenizer.from_pretrained(folder, trust_remote_code=False, local_files_only=offline)
    except (OSError, ValueError) as error:
        if inside := checkpoint_inside(Path(folder)):
            raise ConfigError(f"base_model: {folder}: has no tokenizer, so it is no model{inside}") from error
        raise ConfigError(f"base_model: {folder}: no tokenizer can be loaded: {error}") from error


def _with_new_heads(folder: str | Path, seed: int, *, offline: bool) -> StanceNetwork:
    torch.manual_seed(seed)
    try:
        model = AutoModelForSequenceClassification.from_pretrained(
            folder,
            num_labels=len(STANCES),
            id2label=dict(enumerate(STANCES)),
            label2id={stance: number for number, stance in enumerate(STANCES)},
            # A classifier of other labels may serve as a base: its head is drawn anew.
            ignore_mismatched_sizes=True,
            use_safetensors=True,
            trust_remote_code=False,
            local_files_only=offline,
            dtype=torch.float32,
        )
    except (OSError, ValueError) as error:
        raise ConfigError(f"base_model: {folder}: cannot be loaded: {error}") from error
    # Again here: loading may or may not have drawn a head, and the heads must depend on the seed alone.
    torch.manual_seed(seed)
    network = StanceNetwork(model, sources=len(SOURCES))
    for head in (final_linear(model), network.source_head):
        torch.nn.init.normal_(head.weight, std=HEAD_DEVIATION)
        torch.nn.init.zeros_(head.bias)
    return network
