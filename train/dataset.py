"""Labelled pairs worded, tokenized and laid into a dataset that the trainer reads."""

import random
from collections.abc import Sequence
from typing import Any

from datasets import Dataset
from transformers import PreTrainedTokenizerBase

from detente.model.actors import ActorFinder
from detente.model.labels import SOURCES, STANCES
from detente.model.wording import WordedPair, Wording
from detente.train.objective import NO_SOURCE
from detente.train.pairs import LabelledPair


def word_pairs(
    pairs: Sequence[LabelledPair],
    *,
    finder: ActorFinder,
    wording: Wording,
    max_tokens: int,
    unmarked: float = 0.0,
    seed: int = 0,
) -> list[WordedPair]:
    """Word each pair as the classifier will, leaving a share `unmarked` of them, drawn by `seed`, without marks."""
    draw = random.Random(seed)
    worded = []
    for pair in pairs:
        actor = finder.resolve(pair.target)
        mentions = () if draw.random() < unmarked else finder.find(pair.text, [actor.code])
        worded.append(wording.word(pair.text, actor.name, mentions=mentions, max_tokens=max_tokens))
    return worded


def make_dataset(
    pairs: Sequence[LabelledPair],
    worded: Sequence[WordedPair],
    *,
    tokenizer: PreTrainedTokenizerBase,
    max_tokens: int,
) -> Dataset:
    """Tokenize worded pairs into a dataset with `labels`, `source_labels` and `length` columns, in order."""
    encoded: Any = tokenizer(
        [pair.text for pair in worded],
        [pair.text_pair for pair in worded],
        truncation="only_first",
        max_length=max_tokens,
    )
    columns = dict(encoded)
    columns["labels"] = [STANCES.index(pair.label) for pair in pairs]
    columns["source_labels"] = [
        NO_SOURCE if pair.source is None else SOURCES.index(pair.source) for pair in pairs
    ]
    columns["length"] = [len(ids) for ids in columns["input_ids"]]
    return Dataset.from_dict(columns)
