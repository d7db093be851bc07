"""A teacher's soft labels: written, read, joined to texts, and heeded in training."""

import gzip
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from transformers import AutoTokenizer

from detente.model.classifier import StanceClassifier
from detente.model.errors import InputError
from detente.model.text.actor_finder import ActorFinder
from detente.model.text.statement_id import statement_id
from detente.model.wording import Wording
from detente.train.config import DataConfig
from detente.train.dataset import make_dataset, word_pairs
from detente.train.labels.hydration import hydrate_soft_labels
from detente.train.labels.pairs import LabelledPair
from detente.train.labels.soft_labels import SoftPair, read_soft_labels, write_soft_labels
from detente.train.run_pairs import RunPairs, read_run_soft_pairs
from detente.train.teaching import soft_labelling
from detente.train.teaching.soft_labelling import label_softly

STATEMENTS = [
    "Beijing thanked Seoul for the rice.",
    "Nobody spoke at the harbour.",
    "Washington, Seoul and Pyongyang sent swimmers.",
    "Beijing thanked Seoul for the rice.",
]
logits = st.floats(-20, 20).map(lambda value: round(value, 2))


@given(st.lists(st.tuples(st.tuples(*[logits] * 3), st.tuples(*[logits] * 9)), min_size=1, max_size=5))
def test_soft_labels_come_back_as_they_were_written(
    tmp_path: Path, rows: list[tuple[tuple[float, ...], tuple[float, ...]]]
) -> None:
    pairs = [SoftPair(f"{n}", "text" if n % 2 else "", "CN", *both) for n, both in enumerate(rows)]
    write_soft_labels(tmp_path / "soft.jsonl", pairs)
    assert read_soft_labels(tmp_path / "soft.jsonl") == pairs


@pytest.fixture
def pool(tmp_path: Path) -> Path:
    path = tmp_path / "pool.txt"
    path.write_text("".join(f"{text}\n" for text in STATEMENTS))
    return path


@pytest.fixture(scope="module")
def teacher(tiny_checkpoint: Path) -> StanceClassifier:
    return StanceClassifier.from_pretrained(tiny_checkpoint)


def test_every_statement_is_predicted_once_toward_each_target_it_mentions(
    teacher: StanceClassifier, pool: Path, tmp_path: Path
) -> None:
    assert label_softly(teacher, [pool], output=tmp_path / "soft.jsonl") == 5
    pairs = read_soft_labels(tmp_path / "soft.jsonl")
    assert [(pair.text, pair.target) for pair in pairs] == [
        (STATEMENTS[0], "CN"),
        (STATEMENTS[0], "KR"),
        *((STATEMENTS[2], target) for target in ("US", "KR", "KP")),
    ]
    expected = teacher.pair_logits([(pair.text, pair.target) for pair in pairs])
    np.testing.assert_allclose([pair.stance for pair in pairs], expected.stance, atol=0.006)
    np.testing.assert_allclose([pair.source for pair in pairs], expected.source, atol=0.006)


def test_a_stopped_labelling_goes_on_and_ends_with_the_same_file(
    teacher: StanceClassifier, pool: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(soft_labelling, "CHUNK", 2)
    whole, stopped = tmp_path / "whole.jsonl", tmp_path / "stopped.jsonl"
    label_softly(teacher, [pool], output=whole)

    def stop(done: int, _total: int) -> None:
        if done == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        label_softly(teacher, [pool], output=stopped, progress=stop)
    assert not stopped.exists()
    (partial,) = tmp_path.glob(".stopped*")
    partial.write_bytes(partial.read_bytes() + b'{"id":"cut sho')
    seen: list[int] = []
    label_softly(teacher, [pool], output=stopped, progress=lambda done, _: seen.append(done))
    assert seen == [5]
    assert stopped.read_bytes() == whole.read_bytes()
    assert not list(tmp_path.glob(".stopped*"))


def test_soft_labels_without_texts_find_them_again(
    teacher: StanceClassifier, pool: Path, tmp_path: Path
) -> None:
    packed = tmp_path / "soft.jsonl.gz"
    label_softly(teacher, [pool], output=packed, with_texts=False)
    assert b"Beijing" not in gzip.decompress(packed.read_bytes())
    label_softly(teacher, [pool], output=tmp_path / "texts.jsonl")
    assert hydrate_soft_labels(packed, [pool]) == read_soft_labels(tmp_path / "texts.jsonl")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"stance": [1, 2]}, "'stance' is not a list of 3 logits"),
        ({"source": ["x"] * 9}, "'source' holds something that is no number"),
        ({"id": None}, "'id' is missing"),
    ],
)
def test_a_wrong_row_is_named_with_its_line(tmp_path: Path, change: dict[str, object], said: str) -> None:
    row = {"id": statement_id("x"), "target": "CN", "stance": [0, 0, 0], "source": [0] * 9}
    path = tmp_path / "soft.jsonl"
    path.write_text(json.dumps(row) + "\n" + json.dumps(row | change) + "\n")
    with pytest.raises(InputError, match=f"line 2: {said}"):
        read_soft_labels(path)


def soft(text: str, target: str = "CN", **changes: str) -> SoftPair:
    return SoftPair(changes.get("id", statement_id(text)), text, target, (0.0,) * 3, (0.0,) * 9)


def run_pairs(train: list[str], dev: list[str]) -> RunPairs:
    pairs = [
        [LabelledPair(f"mine-{n}", text, "CN", "neutral", None) for n, text in enumerate(texts)]
        for texts in (train, dev)
    ]
    return RunPairs([(Path("train.jsonl"), pairs[0])], [(Path("dev.jsonl"), pairs[1])])


def data(path: Path) -> DataConfig:
    return DataConfig(train=[Path("train.jsonl")], dev=[Path("dev.jsonl")], soft=[path])


def test_soft_labels_of_dev_statements_teach_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "soft.jsonl"
    write_soft_labels(
        path, [soft("Beijing spoke."), soft("Beijing fell silent."), soft("Beijing spoke.", "KR")]
    )
    kept = read_run_soft_pairs(data(path), run_pairs(["Beijing ate."], ["Beijing spoke."]))
    assert [pair.text for pair in kept] == ["Beijing fell silent."]
    assert "2 soft labels of dev statements are left out" in caplog.text


def test_soft_labels_without_texts_are_refused_unless_a_labelled_pair_has_the_text(tmp_path: Path) -> None:
    path = tmp_path / "soft.jsonl"
    without = SoftPair(statement_id("Beijing ate."), "", "CN", (0.0,) * 3, (0.0,) * 9)
    write_soft_labels(path, [without])
    assert read_run_soft_pairs(data(path), run_pairs(["Beijing ate."], ["Beijing spoke."])) == [without]
    with pytest.raises(InputError, match=r"1 soft label has no text.*detente data hydrate"):
        read_run_soft_pairs(data(path), run_pairs(["Beijing drank."], ["Beijing spoke."]))


def test_a_labelled_pair_meets_its_soft_label_whatever_id_it_has(tiny_checkpoint: Path) -> None:
    tokenizer = AutoTokenizer.from_pretrained(tiny_checkpoint)
    (_, labelled), *_ = run_pairs(["Beijing ate."], []).train
    worded = word_pairs(labelled, finder=ActorFinder.from_files(), wording=Wording(), max_tokens=64)
    taught = soft("Beijing ate.")
    rows = make_dataset(
        labelled, worded, tokenizer=tokenizer, max_tokens=64, teacher={(taught.statement, "CN"): taught}
    )
    assert rows["taught"] == [True]


def test_a_labelling_of_another_column_does_not_go_on_from_this_one(
    teacher: StanceClassifier, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(soft_labelling, "CHUNK", 1)
    pool = tmp_path / "pool.csv"
    pool.write_text("title,body\nBeijing ate.,Beijing drank.\nSeoul ate.,Seoul drank.\n")

    def stop(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    output = tmp_path / "soft.jsonl"
    with pytest.raises(KeyboardInterrupt):
        label_softly(teacher, [pool], output=output, text_column="title", progress=stop)
    label_softly(teacher, [pool], output=output, text_column="body")
    assert [pair.text for pair in read_soft_labels(output)] == ["Beijing drank.", "Seoul drank."]
