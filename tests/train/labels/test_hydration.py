"""Hydration: a label finds its text by the hash of the statement, and only what was supplied is found."""

import gzip
import json
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from detente.model.errors import InputError
from detente.model.text.statement_id import statement_id
from detente.scripts.commands.data import app
from detente.train.labels.hydration import hydrate, read_labels
from detente.train.labels.pairs import read_pairs

# Tens of thousands of labels, which several tests look at.
read_shipped = cache(read_labels)

REAL = Path(__file__).parents[3] / "data" / "real"
STATEMENTS = st.text("abc é中", min_size=1, max_size=8).map(lambda text: " ".join(text.split())).filter(bool)


def label_row(text, target="US", corpus="letters"):
    fields = {"target": target, "label": "hostile", "source": "CN", "corpus": corpus}
    return {"id": statement_id(text), **fields, "publisher": None, "date": None}


def write_labels(folder, rows):
    path = folder / "labels.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


@given(st.sets(STATEMENTS, min_size=1), st.sets(STATEMENTS), st.randoms())
def test_exactly_the_supplied_texts_are_found(tmp_path_factory, labelled, supplied, draw):
    folder = tmp_path_factory.mktemp("hydrate")
    labels = write_labels(folder, [label_row(text, target) for text in labelled for target in ("US", "KP")])
    lines = [draw.choice(("", " ", "\t")) + text + draw.choice(("", "  ", "\r")) for text in supplied]
    (folder / "texts.txt").write_bytes("\n".join(lines).encode())
    hydration = hydrate(labels, [folder / "texts.txt"])
    assert {(pair.text, pair.target) for pair in hydration.pairs} == {
        (text, target) for text in labelled & supplied for target in ("US", "KP")
    }
    assert all(pair.id == statement_id(pair.text) for pair in hydration.pairs)


def test_hydrated_rows_keep_their_language_and_the_order_of_their_columns(tmp_path):
    row = {"id": statement_id("A."), "target": "US", "label": "neutral", "source": None, "lang": "ko"}
    rest = {"corpus": "c", "publisher": None, "date": None}
    labels = write_labels(tmp_path, [row | rest])
    (tmp_path / "a.txt").write_text("A.\n")
    CliRunner().invoke(
        app, ["hydrate", str(labels), str(tmp_path / "a.txt"), "-o", str(tmp_path / "o.jsonl")]
    )
    [written] = (tmp_path / "o.jsonl").read_text().splitlines()
    assert list(json.loads(written)) == ["id", "text", *list(row)[1:], *rest]
    assert json.loads(written)["lang"] == "ko"


def test_what_was_found_is_told_for_each_corpus(tmp_path):
    labels = write_labels(
        tmp_path, [label_row("One."), label_row("Two."), label_row("Three.", corpus="posts")]
    )
    (tmp_path / "a.txt").write_text("Three.\nFour.\n")
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(b'{"body": "One."}\n{"body": 3}\n'))
    (tmp_path / "c.csv").write_text("n,body\n1,Five.\n")
    with pytest.raises(InputError, match="has no column 'text'; it has body"):
        hydrate(labels, [tmp_path / "b.jsonl.gz"])
    hydration = hydrate(labels, [tmp_path / f for f in ("a.txt", "b.jsonl.gz", "c.csv")], text_column="body")
    assert [(share.corpus, share.labels, share.found) for share in hydration.corpora] == [
        ("letters", 2, 1),
        ("posts", 1, 1),
    ]


def test_line_ends_within_a_statement_are_folded_only_where_the_label_is_of_the_folded_text(tmp_path):
    labels = write_labels(tmp_path, [label_row("A  wide gap."), label_row("A folded gap.")])
    rows = [{"text": "A  wide gap."}, {"text": "A folded\n gap."}]
    (tmp_path / "t.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    hydration = hydrate(labels, [tmp_path / "t.jsonl"])
    assert [pair.text for pair in hydration.pairs] == ["A  wide gap.", "A folded gap."]


def test_a_wrong_label_row_is_told(tmp_path):
    labels = write_labels(tmp_path, [label_row("One.") | {"label": "warm"}])
    (tmp_path / "a.txt").write_text("One.\n")
    with pytest.raises(InputError, match="line 1: label 'warm' is not known"):
        hydrate(labels, [tmp_path / "a.txt"])


def test_of_many_wrong_label_rows_the_first_are_named_and_the_rest_counted(tmp_path):
    labels = write_labels(tmp_path, [{**label_row(f"{number} a"), "label": "angry"} for number in range(22)])
    with pytest.raises(InputError, match=r"22 errors(?s:.*)line 20: label 'angry'(?s:.*)and 2 more$"):
        read_labels(labels)


def test_the_command_writes_the_found_pairs(tmp_path):
    labels = write_labels(tmp_path, [label_row("One."), label_row("Two.")])
    (tmp_path / "a.txt").write_text("Two.\n")
    out = tmp_path / "out.jsonl"
    result = CliRunner().invoke(app, ["hydrate", str(labels), str(tmp_path / "a.txt"), "-o", str(out)])
    assert result.exit_code == 0, result.output
    assert "1 of" in result.stdout
    assert [pair.text for pair in read_pairs(out)] == ["Two."]


def test_the_command_says_when_nothing_was_found_and_writes_nothing(tmp_path):
    labels = write_labels(tmp_path, [label_row("One.")])
    (tmp_path / "a.txt").write_text("Nothing of the kind.\n")
    out = tmp_path / "out.jsonl"
    result = CliRunner().invoke(app, ["hydrate", str(labels), str(tmp_path / "a.txt"), "-o", str(out)])
    assert isinstance(result.exception, InputError)
    assert "no label matches a text" in str(result.exception)
    assert not out.exists()


@pytest.mark.parametrize(
    ("name", "pairs"),
    [
        ("train.jsonl.gz", 64368),
        ("train_0_2.jsonl.gz", 32739),
        ("train_0_3.jsonl.gz", 32147),
        ("train_2.jsonl.gz", 8447),
        ("train_3.jsonl.gz", 9372),
        ("train_reread.jsonl.gz", 1588),
        ("dev.jsonl", 395),
        ("test.jsonl", 840),
        ("dev_recent.jsonl", 263),
        ("test_recent.jsonl", 605),
        ("ko_train.jsonl.gz", 7566),
        ("ko_train_2.jsonl.gz", 6745),
        ("ko_dev.jsonl", 346),
        ("ko_test.jsonl", 702),
        ("zh_train.jsonl.gz", 7124),
        ("zh_train_2.jsonl.gz", 12453),
        ("zh_dev.jsonl", 334),
        ("zh_test.jsonl", 681),
    ],
)
def test_the_labels_of_the_real_statements_are_sound_and_hold_no_texts(name, pairs):
    labels = read_shipped(REAL / name)
    assert len(labels) == pairs
    assert all(label.text == "" and label.corpus and len(label.id) == 12 for label in labels)


def test_no_statement_of_a_test_file_is_in_any_other_file_of_labels():
    ids = {
        path.name: {label.id for label in read_shipped(path)}
        for path in sorted(REAL.glob("*.jsonl*"))
        if not path.name.startswith("documents")
    }
    assert len(ids) == 18
    for test in ("test.jsonl", "test_recent.jsonl", "ko_test.jsonl", "zh_test.jsonl"):
        assert not any(ids[test] & others for name, others in ids.items() if name != test)


@pytest.mark.parametrize(
    ("name", "pairs"), [("train", 2037), ("train_2", 3069), ("train_3", 8375), ("dev", 218), ("test", 287)]
)
def test_the_hard_statements_are_sound_and_say_what_is_hard(name, pairs):
    path = REAL.parent / "hard" / f"{name}.jsonl"
    assert len(read_pairs(path)) == pairs
    kinds = Counter(json.loads(line)["kind"] for line in path.read_text().splitlines())
    assert len(kinds) == 10
    assert min(kinds.values()) > 10


@pytest.mark.parametrize(("name", "pairs"), [("registers", 5051), ("registers_2", 4529)])
def test_the_statements_by_register_are_sound_and_say_which_register(name, pairs):
    path = REAL.parent / f"{name}.jsonl"
    assert len(read_pairs(path)) == pairs
    kinds = {json.loads(line)["kind"] for line in path.read_text().splitlines()}
    assert kinds <= {"speeches", "newspapers", "chinese_media", "kcna", "official_us", "agencies"}
