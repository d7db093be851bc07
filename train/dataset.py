"""Pairs, labelled or predicted by a teacher, worded, tokenized and laid into a dataset that the trainer reads."""

import random
from collections.abc import Mapping, Sequence
from typing import Any

from datasets import Dataset
from transformers import PreTrainedTokenizerBase

from detente.model.labels import SOURCES, STANCES
from detente.model.text.actor_finder import ActorFinder
from detente.model.text.statement_id import statement_id
from detente.model.wording import LocatedPair, WordedPair, Wording, locate
from detente.train.labels.pairs import LabelledPair
from detente.train.labels.soft_labels import SoftPair
from detente.train.objective import NO_LABEL
from detente.train.scorers.context_pairs import ContextPair


def word_pairs(
    pairs: Sequence[LabelledPair | SoftPair],
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
        located = _located(pair, finder)
        mentions = () if draw.random() < unmarked else located.mentions
        worded.append(wording.word(pair.text, located.name, mentions=mentions, max_tokens=max_tokens))
    return worded


def _located(pair: LabelledPair | SoftPair, finder: ActorFinder) -> LocatedPair:
    if isinstance(pair, ContextPair):
        return pair.located
    return locate(finder, pair.text, pair.target, span=pair.span if isinstance(pair, LabelledPair) else None)


def make_dataset(
    pairs: Sequence[LabelledPair | SoftPair],
    worded: Sequence[WordedPair],
    *,
    tokenizer: PreTrainedTokenizerBase,
    max_tokens: int,
    teacher: Mapping[tuple[str, str], SoftPair] | None = None,
) -> Dataset:
    """Tokenize worded pairs into a dataset with `labels`, `source_labels` and `length` columns, in order.

    With a `teacher`, its soft labels by statement id and target, there are also its logits, `teacher_stance`
    and `teacher_source`, and `taught`, which says whether it predicted the row.
    """
    encoded: Any = tokenizer(
        [pair.text for pair in worded],
        [pair.text_pair for pair in worded],
        truncation="only_first",
        max_length=max_tokens,
    )
    columns = dict(encoded)
    columns["labels"] = [_label(pair) for pair in pairs]
    columns["source_labels"] = [_source_label(pair) for pair in pairs]
    columns["length"] = [len(ids) for ids in columns["input_ids"]]
    if teacher:
        found = [teacher.get((statement_id(pair.text), pair.target)) for pair in pairs]
        columns["taught"] = [soft is not None for soft in found]
        columns["teacher_stance"] = [soft.stance if soft else [0.0] * len(STANCES) for soft in found]
        columns["teacher_source"] = [soft.source if soft else [0.0] * len(SOURCES) for soft in found]
    return Dataset.from_dict(columns)


def _label(pair: LabelledPair | SoftPair) -> int:
    return STANCES.index(pair.label) if isinstance(pair, LabelledPair) else NO_LABEL


def _source_label(pair: LabelledPair | SoftPair) -> int:
    if isinstance(pair, SoftPair) or pair.source is None:
        return NO_LABEL
    return SOURCES.index(pair.source)
