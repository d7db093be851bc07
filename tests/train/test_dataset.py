"""Labelled pairs as the network sees them in training."""

from pathlib import Path

import pytest

from detente.model.text.actor_finder import ActorFinder
from detente.model.wording import Wording
from detente.train.dataset import make_dataset, word_pairs
from detente.train.labels.pairs import LabelledPair
from detente.train.objective import NO_LABEL


def pairs(number: int) -> list[LabelledPair]:
    return [
        LabelledPair(str(n), f"Beijing thanked Seoul {n} times.", "CN", "cooperative", "KR")
        for n in range(number)
    ]


def marked(unmarked: float, seed: int) -> list[bool]:
    worded = word_pairs(
        pairs(2000),
        finder=ActorFinder.from_files(),
        wording=Wording(),
        max_tokens=64,
        unmarked=unmarked,
        seed=seed,
    )
    return ["[ Beijing ]" in pair.text for pair in worded]


def test_about_the_asked_share_stays_unmarked_and_the_seed_draws_it() -> None:
    assert sum(marked(0.3, 1)) / 2000 == pytest.approx(0.7, abs=0.05)
    assert marked(0.3, 1) == marked(0.3, 1) != marked(0.3, 2)
    assert all(marked(0, 1))


def test_labels_and_sources_are_numbered_as_the_outputs_are(tiny_checkpoint: Path) -> None:
    from transformers import AutoTokenizer

    rows = [*pairs(1), LabelledPair("x", "China waited.", "CN", "neutral")]
    worded = word_pairs(rows, finder=ActorFinder.from_files(), wording=Wording(), max_tokens=64)
    dataset = make_dataset(
        rows, worded, tokenizer=AutoTokenizer.from_pretrained(tiny_checkpoint), max_tokens=64
    )
    assert dataset["labels"] == [0, 2]
    assert dataset["source_labels"] == [3, NO_LABEL]
    assert dataset["length"] == [len(ids) for ids in dataset["input_ids"]]
