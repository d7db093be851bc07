"""The same statement in three languages."""

import json
from pathlib import Path

import pytest
from evidence.parallel import DATA, pair_keys, same_pairs, same_statements

ENGLISH = {("a", "US"): 0, ("a", "CN"): 1, ("b", "US"): 2, ("c", "KR"): 0}
KOREAN = {("a", "US"): 0, ("a", "CN"): 2, ("b", "US"): 2}


def test_a_statement_is_the_same_where_all_its_pairs_are() -> None:
    assert same_pairs([ENGLISH, KOREAN]) == [True, False, True]
    assert same_statements([ENGLISH, KOREAN]) == [False, True]
    assert same_pairs([ENGLISH, ENGLISH, KOREAN]) == [True, False, True]


def labels(path: Path) -> dict[tuple[str, str], tuple[str, str | None]]:
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    given = [(row["label"], row["source"]) for row in rows]
    return dict(zip(pair_keys(path), given, strict=True))


@pytest.mark.parametrize("language", ["ko", "zh"])
@pytest.mark.parametrize("split", ["train", "dev", "test"])
def test_renderings_have_the_labels_of_their_english_statements(language: str, split: str) -> None:
    english, rendered = labels(DATA / f"{split}.jsonl"), labels(DATA / language / f"{split}.jsonl")
    if split == "train":
        english |= labels(DATA / "hard" / "train.jsonl")
    assert rendered == english


@pytest.mark.parametrize(
    ("rendered", "pairs"),
    [
        ("ko/train_2.jsonl", 2278),
        ("zh/train_2.jsonl", 2278),
        ("ko/train_3.jsonl", 8345),
        ("zh/train_3.jsonl", 8355),
        ("ko/train_4.jsonl", 3191),
        ("zh/train_4.jsonl", 3192),
    ],
)
def test_later_renderings_have_the_labels_of_hard_statements(rendered: str, pairs: int) -> None:
    hard = [labels(DATA / "hard" / f"{name}.jsonl") for name in ("train_2", "train_3", "train_4")]
    assert labels(DATA / rendered).items() <= (hard[0] | hard[1] | hard[2]).items()
    assert len(labels(DATA / rendered)) == pairs
