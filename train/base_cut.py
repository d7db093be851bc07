"""A smaller encoder out of a larger one, and layers that are left as they are while the rest is trained."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import torch
from tokenizers import Tokenizer
from torch import nn
from transformers import PreTrainedModel, PreTrainedTokenizerBase

from detente.model.errors import ConfigError


def keep_first_layers(model: PreTrainedModel, layers: int) -> None:
    """Leave `model` its first `layers` transformer layers, in place.

    The lower layers of an encoder carry over best to another task (Sajjad et al. 2023, On the effect of
    dropping layers of pre-trained transformer models). Raises ConfigError where it has no more than that.
    """
    stack = layers_of(model)
    if layers >= len(stack):
        raise ConfigError(f"cut.layers: {layers} cuts nothing; the base model has {len(stack)} layers")
    del stack[layers:]
    model.config.num_hidden_layers = layers


def layers_of(model: PreTrainedModel) -> nn.ModuleList:
    """Return the stack of transformer layers of `model`. Raises ConfigError where it has none."""
    depth = model.config.num_hidden_layers
    for module in model.modules():
        if isinstance(module, nn.ModuleList) and len(module) == depth:
            return module
    raise ConfigError("base_model: it has no stack of layers, of which some could be cut off or frozen")


def prune_vocabulary(
    model: PreTrainedModel, tokenizer: PreTrainedTokenizerBase, texts: Iterable[str], *, size: int
) -> PreTrainedTokenizerBase:
    """Leave the `size` word pieces that `texts` use most, and return the tokenizer that goes with them.

    The embeddings of `model` are cut in place. Special tokens and single characters stay whatever the
    size, so that every word of an alphabet that was known can still be spelt. Raises ConfigError where the
    tokenizer is no WordPiece one.
    """
    state = json.loads(tokenizer.backend_tokenizer.to_str())
    if state["model"]["type"] != "WordPiece":
        raise ConfigError("cut.vocabulary: only a WordPiece vocabulary can be cut")
    kept = _kept_ids(state, _token_counts(tokenizer, texts), size)
    renumbered = {old: new for new, old in enumerate(kept)}
    pad = model.config.pad_token_id
    if renumbered.get(pad) != pad:
        raise ConfigError("cut.vocabulary: the padding token of the base model would get another number")
    _cut_embeddings(model, kept)
    state["model"]["vocab"] = {
        token: renumbered[number] for token, number in state["model"]["vocab"].items() if number in renumbered
    }
    for token in state["added_tokens"]:
        token["id"] = renumbered[token["id"]]
    _renumber_template(state.get("post_processor"), renumbered)
    return _rebuilt(tokenizer, state)


def _renumber_template(processor: Any, renumbered: Mapping[int, int]) -> None:
    # What puts [CLS] and [SEP] around texts knows them by number: BertProcessing as `cls` and `sep`,
    # TemplateProcessing in a table, and a sequence holds several of them.
    if not isinstance(processor, dict):
        return
    for name in ("cls", "sep"):
        if name in processor:
            token, number = processor[name]
            processor[name] = [token, renumbered[number]]
    tokens = processor.get("special_tokens")
    for token in tokens.values() if isinstance(tokens, dict) else ():
        token["ids"] = [renumbered[number] for number in token["ids"]]
    for inner in processor.get("processors", ()):
        _renumber_template(inner, renumbered)


def _token_counts(tokenizer: PreTrainedTokenizerBase, texts: Iterable[str]) -> Counter[int]:
    backend = Tokenizer.from_str(tokenizer.backend_tokenizer.to_str())
    backend.no_padding()
    backend.no_truncation()
    counts: Counter[int] = Counter()
    for encoding in backend.encode_batch(list(dict.fromkeys(texts)), add_special_tokens=False):
        counts.update(encoding.ids)
    return counts


def _kept_ids(state: dict[str, Any], counts: Counter[int], size: int) -> list[int]:
    added = {token["id"] for token in state["added_tokens"]}
    always = {
        number
        for token, number in state["model"]["vocab"].items()
        if number in added or (len(token.removeprefix("##")) == 1 and token.removeprefix("##") < "\u0250")
    }
    by_use = sorted(counts, key=lambda number: (-counts[number], number))
    most_used = [number for number in by_use if number not in always]
    return sorted(always | set(most_used[: max(0, size - len(always))]))


def _cut_embeddings(model: PreTrainedModel, kept: list[int]) -> None:
    old = model.get_input_embeddings()
    if not isinstance(old, nn.Embedding):
        raise ConfigError("cut.vocabulary: the base model has no table of word embeddings")
    new = nn.Embedding(len(kept), old.embedding_dim, padding_idx=old.padding_idx)
    with torch.no_grad():
        new.weight.copy_(old.weight[torch.tensor(kept)])
    model.set_input_embeddings(new)
    model.config.vocab_size = len(kept)


def _rebuilt(tokenizer: PreTrainedTokenizerBase, state: dict[str, Any]) -> PreTrainedTokenizerBase:
    # The class of the base model would build its rules anew from a vocabulary file; the plain one takes them as
    # they are, from here and later from the checkpoint.
    from transformers import PreTrainedTokenizerFast

    special = {
        name: str(getattr(tokenizer, name))
        for name in (
            "bos_token",
            "eos_token",
            "unk_token",
            "sep_token",
            "pad_token",
            "cls_token",
            "mask_token",
        )
        if getattr(tokenizer, name) is not None
    }
    backend = Tokenizer.from_str(json.dumps(state))
    backend.no_padding()
    backend.no_truncation()
    return PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=backend,
        model_max_length=tokenizer.model_max_length,
        model_input_names=list(tokenizer.model_input_names),
        **special,
    )


def freeze_first_layers(model: PreTrainedModel, layers: int) -> None:
    """Keep the embeddings of `model` and its first `layers` layers from being trained, in place.

    A step then takes less time, and the checkpoint shares these weights with its base model byte for byte.
    What the layers have in common is frozen with them. Raises ConfigError where no layer is left to train.
    """
    stack = layers_of(model)
    if layers >= len(stack):
        raise ConfigError(
            f"frozen_layers: {layers} leaves none to train; the base model has {len(stack)} layers"
        )
    for child in model.base_model.children():
        child.requires_grad_(requires_grad=False)
        if any(module is stack for module in child.modules()):
            stack[layers:].requires_grad_(requires_grad=True)
            return
