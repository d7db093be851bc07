"""The pairs that a run takes from its files."""

import json
from pathlib import Path

import pytest

from detente.model.errors import ConfigError
from detente.train.config import DataConfig
from detente.train.config_file import check_config
from detente.train.provenance import describe_data
from detente.train.run_pairs import read_run_pairs, read_run_soft_pairs

TEXTS = [f"Seoul thanked Beijing for the {number} trees." for number in range(200)]


def write(path: Path, rows: list[dict[str, object]]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.fixture
def labels(tmp_path: Path) -> Path:
    rows = [{"text": text, "target": target, "label": "neutral"} for text in TEXTS for target in ("CN", "KR")]
    return write(tmp_path / "train.jsonl", rows)


@pytest.fixture
def dev(tmp_path: Path) -> Path:
    return write(tmp_path / "dev.jsonl", [{"text": "Seoul slept.", "target": "KR", "label": "neutral"}])


def test_a_share_of_the_statements_is_drawn_with_all_their_pairs(labels: Path, dev: Path) -> None:
    data = DataConfig(train=[labels], dev=[dev], shares={labels: 0.3})
    drawn = read_run_pairs(data, seed=1).training
    texts = {pair.text for pair in drawn}
    assert len(drawn) == 2 * len(texts)
    assert 40 <= len(texts) <= 80
    assert {pair.text for pair in read_run_pairs(data, seed=2).training} != texts
    more = DataConfig(train=[labels], dev=[dev], shares={labels: 0.5})
    assert texts < {pair.text for pair in read_run_pairs(more, seed=1).training}


def test_dev_statements_that_are_learnt_from_too_are_told(
    labels: Path, dev: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    read_run_pairs(DataConfig(train=[labels], dev=[dev]), seed=1)
    read_run_pairs(DataConfig(train=[labels], held_out=0.1), seed=1)
    assert "are in train too" not in caplog.text
    texts = (TEXTS[0] + " ", "Beijing rested.")
    rows = [{"text": text, "target": "CN", "label": "neutral"} for text in texts]
    read_run_pairs(DataConfig(train=[labels], dev=[write(tmp_path / "twice.jsonl", rows)]), seed=1)
    assert "1 of 2 dev statements are in train too" in caplog.text


def test_a_stance_that_no_pair_of_train_has_is_told(
    labels: Path, dev: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    read_run_pairs(DataConfig(train=[labels], dev=[dev]), seed=1)
    assert "no pair of train is labelled cooperative or hostile, which cannot be learnt" in caplog.text
    caplog.clear()
    stances = ("cooperative", "hostile", "neutral")
    rows = [{"text": f"Seoul, {label}.", "target": "KR", "label": label} for label in stances]
    read_run_pairs(DataConfig(train=[write(tmp_path / "all.jsonl", rows)], dev=[dev]), seed=1)
    assert not caplog.messages


def test_labels_and_soft_labels_are_drawn_of_the_same_statements(
    labels: Path, dev: Path, tmp_path: Path
) -> None:
    soft = write(
        tmp_path / "soft.jsonl",
        [{"id": "", "text": text, "target": "CN", "stance": [0, 0, 1], "source": [0] * 9} for text in TEXTS],
    )
    data = DataConfig(train=[labels], dev=[dev], soft=[soft], shares={labels: 0.3, soft: 0.3})
    pairs = read_run_pairs(data, seed=1)
    taught = read_run_soft_pairs(data, pairs, seed=1)
    assert [pair.text for pair in taught] == [pair.text for pair in pairs.training if pair.target == "CN"]


def test_the_share_of_a_file_is_told_with_its_hash(labels: Path, dev: Path) -> None:
    content = {
        "name": "x",
        "base_model": "random",
        "languages": ["en", "ko"],
        "data": {"train": [str(labels)], "dev": [str(dev)], "shares": {str(labels): 0.3}},
    }
    config = check_config(content, origin="x.yaml")
    pairs = read_run_pairs(config.data, seed=config.seed)
    described = describe_data(config, pairs)["train"]
    assert [(entry["share"], entry["pairs"]) for entry in described] == [(0.3, len(pairs.training))]


def test_how_pairs_were_chosen_from_a_file_is_told_with_its_hash(labels: Path) -> None:
    content = {
        "name": "x",
        "base_model": "random",
        "languages": ["en", "ko"],
        "data": {"train": [str(labels)], "held_out": 0.2, "limit": 30},
    }
    config = check_config(content, origin="x.yaml")
    described = describe_data(config, read_run_pairs(config.data, seed=config.seed))
    [train], [dev] = described["train"], described["dev"]
    assert (train["sha256"], train["limit"]) == (dev["sha256"], 30)
    assert (dev["held_out"], "held_out" in train) == (0.2, False)
    assert train["pairs"] + dev["pairs"] == 30


def test_a_share_of_a_file_that_the_run_does_not_read_is_refused() -> None:
    content = {
        "name": "x",
        "base_model": "random",
        "data": {"train": ["a.jsonl"], "held_out": 0.1, "shares": {"b.jsonl": 0.5}},
    }
    with pytest.raises(ConfigError, match=r"b\.jsonl is none of the files of train and soft"):
        check_config(content, origin="x.yaml")


def test_texts_that_choose_word_pieces_need_a_vocabulary_to_cut() -> None:
    content = {
        "name": "x",
        "base_model": "random",
        "cut": {"texts": ["a.jsonl"]},
        "data": {"train": ["a.jsonl"], "held_out": 0.1},
    }
    with pytest.raises(ConfigError, match=r"give cut\.vocabulary too"):
        check_config(content, origin="x.yaml")
