"""Fewer word pieces: those that given texts use most, with their embeddings and the tokenizer that goes with them."""

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final

import torch
from tokenizers import Tokenizer
from torch import nn
from transformers import PreTrainedModel, PreTrainedTokenizerBase

from detente.model.errors import ConfigError

# Before a token: WordPiece marks those that go on with a word, Unigram those that begin one.
_PREFIXES: Final = {"WordPiece": "##", "Unigram": "\u2581"}
# Letters of Latin script and signs, which any text may hold.
_ALWAYS: Final = ((0x00, 0x24F), (0x2000, 0x206F), (0x20A0, 0x20BF))
# The letters of a script, and the signs and punctuation that go with it.
_SCRIPTS: Final = {
    "Hangul": ((0x1100, 0x11FF), (0x3130, 0x318F), (0xAC00, 0xD7A3)),
    "Han": ((0x3000, 0x303F), (0x4E00, 0x9FFF), (0xFF00, 0xFFEF)),
}
# Texts are written in a script from this share of their characters on; fewer are quoted words.
_LEAST_SHARE: Final = 0.01


def prune_vocabulary(
    model: PreTrainedModel, tokenizer: PreTrainedTokenizerBase, texts: Iterable[str], *, size: int
) -> PreTrainedTokenizerBase:
    """Leave the `size` word pieces that `texts` use most, and return the tokenizer that goes with them.

    WordPiece and Unigram vocabularies (Kudo 2018) can be cut. The embeddings of `model` are cut in place; those
    that stay, and the scores of Unigram tokens, are as they were. Special tokens, single bytes, and single
    characters stay whatever the size, so that every word that could be spelt still can: Latin ones, and those of
    Korean and Chinese where `texts` are written in them. Raises ConfigError where the tokenizer is of another
    kind, or has nothing to stand for a character that it does not know.
    """
    texts = list(dict.fromkeys(texts))
    state = json.loads(tokenizer.backend_tokenizer.to_str())
    tokens = _numbered_tokens(state["model"])
    kept = _kept_ids(state, tokens, _token_counts(tokenizer, texts), size, ranges=_ranges_of(texts))
    renumbered = {old: new for new, old in enumerate(kept)}
    pad = model.config.pad_token_id
    if renumbered.get(pad) != pad:
        raise ConfigError("cut.vocabulary: the padding token of the base model would get another number")
    _cut_embeddings(model, kept)
    _cut_tokens(state["model"], renumbered)
    for token in state["added_tokens"]:
        token["id"] = renumbered[token["id"]]
    _renumber_template(state.get("post_processor"), renumbered)
    return _rebuilt(tokenizer, state)


def _numbered_tokens(model: Mapping[str, Any]) -> dict[str, int]:
    if model["type"] == "WordPiece":
        return dict(model["vocab"])
    if model["type"] != "Unigram":
        raise ConfigError("cut.vocabulary: only a WordPiece or Unigram vocabulary can be cut")
    if model["unk_id"] is None and not model.get("byte_fallback"):
        raise ConfigError(
            "cut.vocabulary: the tokenizer has no token for unknown characters, which a cut one would meet"
        )
    return {token: number for number, (token, _) in enumerate(model["vocab"])}


def _cut_tokens(model: dict[str, Any], renumbered: Mapping[int, int]) -> None:
    if model["type"] == "WordPiece":
        model["vocab"] = {
            token: renumbered[number] for token, number in model["vocab"].items() if number in renumbered
        }
        return
    # The index of a Unigram token in the list is its number.
    model["vocab"] = [entry for number, entry in enumerate(model["vocab"]) if number in renumbered]
    if model["unk_id"] is not None:
        model["unk_id"] = renumbered[model["unk_id"]]


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


def _token_counts(tokenizer: PreTrainedTokenizerBase, texts: Sequence[str]) -> Counter[int]:
    backend = Tokenizer.from_str(tokenizer.backend_tokenizer.to_str())
    backend.no_padding()
    backend.no_truncation()
    counts: Counter[int] = Counter()
    for encoding in backend.encode_batch(list(texts), add_special_tokens=False):
        counts.update(encoding.ids)
    return counts


_Ranges = Collection[tuple[int, int]]


def _ranges_of(texts: Sequence[str]) -> _Ranges:
    """The ranges of characters that stay for `texts`: the first and the last of each."""
    characters = Counter("".join(texts))
    ranges = list(_ALWAYS)
    for script in _SCRIPTS.values():
        if (
            sum(characters[one] for one in characters if _is_in(one, script))
            >= _LEAST_SHARE * characters.total()
        ):
            ranges += script
    return ranges


def _is_in(character: str, ranges: _Ranges) -> bool:
    return any(first <= ord(character) <= last for first, last in ranges)


def _kept_ids(
    state: Mapping[str, Any], tokens: Mapping[str, int], counts: Counter[int], size: int, *, ranges: _Ranges
) -> list[int]:
    always = {token["id"] for token in state["added_tokens"]}
    model = state["model"]
    if model["type"] == "Unigram" and model["unk_id"] is not None:
        always.add(model["unk_id"])
    prefix = _PREFIXES[model["type"]]
    for token, number in tokens.items():
        bare = token.removeprefix(prefix)
        if (len(bare) == 1 and _is_in(bare, ranges)) or _is_byte(token, model) or token == prefix:
            always.add(number)
    by_use = sorted(counts, key=lambda number: (-counts[number], number))
    most_used = [number for number in by_use if number not in always]
    return sorted(always | set(most_used[: max(0, size - len(always))]))


def _is_byte(token: str, model: Mapping[str, Any]) -> bool:
    return bool(model.get("byte_fallback")) and len(token) == 6 and token.startswith("<0x")


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
