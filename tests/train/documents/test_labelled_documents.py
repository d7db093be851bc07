"""Files of labelled documents: written and read again, hydrated, checked, and refused where they are wrong."""

import gzip
import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner
from written_documents import DOCUMENTS, statement

from detente.model.errors import InputError
from detente.model.labels import NEUTRAL, SOURCES, STANCES, TARGETS
from detente.scripts.commands.data import app
from detente.train.documents.document_checking import check_documents
from detente.train.documents.document_hydration import hydrate_documents
from detente.train.documents.labelled_documents import (
    LabelledDocument,
    LabelledStance,
    LabelledStatement,
    are_documents,
    read_documents,
    write_documents,
)

REAL = Path(__file__).parents[3] / "data" / "real"

LABELS = st.tuples(st.sampled_from(STANCES), st.sampled_from(SOURCES), st.booleans())
STANCE_SETS = st.dictionaries(st.sampled_from(TARGETS), LABELS, max_size=4).map(
    lambda by_target: tuple(
        LabelledStance(target, label, source=None if label == NEUTRAL else source, named=named)
        for target, (label, source, named) in by_target.items()
    )
)
IDS = st.text("0123456789abcdef", min_size=12, max_size=12)
TEXTS = st.text("abc é中\n", max_size=8).map(str.strip)
NAMES = st.none() | st.text("KCNA é", min_size=1)
STATEMENTS = st.builds(LabelledStatement, IDS, STANCE_SETS, TEXTS)
ANY_DOCUMENTS = st.lists(
    st.builds(
        LabelledDocument, IDS, st.lists(STATEMENTS, min_size=1, max_size=3).map(tuple), NAMES, NAMES, NAMES
    ),
    min_size=1,
    max_size=3,
)


def without_texts(documents):
    return [
        replace(document, statements=tuple(replace(each, text="") for each in document.statements))
        for document in documents
    ]


@given(ANY_DOCUMENTS)
def test_what_is_written_is_read_again(tmp_path_factory, documents):
    path = tmp_path_factory.mktemp("documents") / "documents.jsonl.gz"
    write_documents(path, documents)
    assert are_documents(path)
    assert read_documents(path, texts_needed=False) == documents


def test_labels_without_texts_are_not_read_as_documents_to_predict(tmp_path):
    write_documents(tmp_path / "labels.jsonl", without_texts(DOCUMENTS))
    with pytest.raises(InputError, match=r"line 2: has statements without a text; join the texts with"):
        read_documents(tmp_path / "labels.jsonl")


def test_a_file_of_pairs_is_no_file_of_documents(tmp_path):
    (tmp_path / "pairs.jsonl").write_text('{"text": "Rain.", "target": "US", "label": "neutral"}\n')
    assert not are_documents(tmp_path / "pairs.jsonl")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"document": 3}, "document is 3, not text"),
        ({"statements": []}, "statements is no list of statements"),
        ({"statements": ["Rain."]}, "statement 1: is no object with text and stances"),
        ({"statements": [{"stances": []}]}, "statement 1: has no text and no id"),
        ({"statements": [{"text": " ", "stances": []}]}, "statement 1: statement is empty"),
        ({"statements": [{"text": "Rain."}]}, "statement 1: stances is no list"),
    ],
)
def test_a_wrong_row_is_told_with_its_line(tmp_path, change, said):
    right = {"document": "d", "statements": [{"text": "Rain.", "stances": []}]}
    path = tmp_path / "documents.jsonl"
    path.write_text(json.dumps(right) + "\n" + json.dumps(right | change) + "\n")
    with pytest.raises(InputError) as refused:
        read_documents(path)
    assert f"line 2: {said}" in str(refused.value)


@pytest.mark.parametrize(
    ("stances", "said"),
    [
        ([{"target": "US", "label": "warm", "named": True}], "label 'warm' is not known"),
        ([{"target": "China", "label": "hostile", "named": True}], "did you mean 'CN'?"),
        (
            [{"target": "US", "label": "neutral", "source": "KP", "named": True}],
            "source is 'KP' on a neutral",
        ),
        ([{"target": "US", "label": "neutral"}], "named is None; accepted are true and false"),
        ([{"target": "US", "label": "neutral", "named": True}] * 2, "has two stances toward US"),
    ],
)
def test_a_wrong_stance_is_told_with_its_statement(tmp_path, stances, said):
    path = tmp_path / "documents.jsonl"
    path.write_text(
        json.dumps({"document": "d", "statements": [{"text": "Rain.", "stances": stances}]}) + "\n"
    )
    with pytest.raises(InputError) as refused:
        read_documents(path)
    assert f"line 1: statement 1: {said}" in str(refused.value) or said in str(refused.value)


def test_only_documents_of_which_every_statement_is_found_are_joined(tmp_path):
    write_documents(tmp_path / "labels.jsonl", without_texts(DOCUMENTS))
    found = [*DOCUMENTS[0].texts, *DOCUMENTS[1].texts[1:]]
    (tmp_path / "texts.txt").write_text("".join(f"{text}\n" for text in found))
    hydration = hydrate_documents(tmp_path / "labels.jsonl", [tmp_path / "texts.txt"])
    assert hydration.documents == DOCUMENTS[:1]
    assert [(share.corpus, share.found, share.labels) for share in hydration.corpora] == [
        ("dispatches", 0, 1),
        ("letters", 1, 1),
    ]


def test_the_command_joins_texts_of_other_documents(tmp_path):
    write_documents(tmp_path / "labels.jsonl", without_texts(DOCUMENTS))
    write_documents(tmp_path / "texts.jsonl", DOCUMENTS[::-1])
    paths = [str(tmp_path / name) for name in ("labels.jsonl", "texts.jsonl", "out.jsonl")]
    result = CliRunner().invoke(app, ["hydrate", *paths[:2], "-o", paths[2]])
    assert result.exit_code == 0, result.output
    assert "2 of       2 documents" in result.stdout
    assert read_documents(tmp_path / "out.jsonl") == DOCUMENTS


def test_a_check_counts_documents_and_finds_what_is_doubtful(tmp_path):
    odd = replace(
        DOCUMENTS[0],
        id="d3",
        date="May",
        statements=(statement("Beijing sold rope.", ("CN", "hostile", None, False)),),
    )
    write_documents(tmp_path / "a.jsonl", DOCUMENTS)
    write_documents(tmp_path / "b.jsonl", [odd, DOCUMENTS[1]])
    check = check_documents([tmp_path / "a.jsonl", tmp_path / "b.jsonl"])
    assert not check.passed
    assert (check.files[0].documents, check.files[0].pairs, check.files[0].statements) == (2, 5, 6)
    assert check.files[0].named == {"named": 3, "unnamed": 2}
    messages = {finding.message: finding.examples for finding in check.findings}
    assert messages["duplicate documents"] == ("a.jsonl:2 and b.jsonl:2: d2",)
    assert messages["dates that are not YYYY, YYYY-MM or YYYY-MM-DD"] == ("b.jsonl:1: May",)
    assert messages["stances without a source"] == ("b.jsonl:1, statement 1: CN",)
    assert messages["targets that the finder finds and that are not named"] == ("b.jsonl:1, statement 1: CN",)


def test_pairs_and_documents_are_checked_apart(tmp_path):
    write_documents(tmp_path / "a.jsonl", DOCUMENTS)
    (tmp_path / "b.jsonl").write_text('{"text": "Rain.", "target": "US", "label": "neutral"}\n')
    result = CliRunner().invoke(app, ["check", str(tmp_path / "a.jsonl"), str(tmp_path / "b.jsonl")])
    assert isinstance(result.exception, InputError)
    assert CliRunner().invoke(app, ["check", str(tmp_path / "a.jsonl")]).exit_code == 0


def test_the_published_labels_of_documents_hold_no_text_and_no_document_twice():
    ids: Counter[str] = Counter()
    numbers = {}
    for name in ("train", "dev", "test"):
        path = REAL / f"documents_{name}.jsonl"
        documents = read_documents(path, texts_needed=False)
        ids.update(document.id for document in documents)
        assert not any(text for document in documents for text in document.texts)
        numbers[name] = (len(documents), sum(len(document.stances) for document in documents))
    assert numbers == {"train": (200, 3756), "dev": (30, 573), "test": (38, 785)}
    assert max(ids.values()) == 1


def test_the_data_card_states_the_counts_of_the_documents():
    names = [f"documents_{name}.jsonl" for name in ("train", "dev", "test")]
    card = (REAL.parent / "README.md").read_text(encoding="utf-8")
    card = card[card.index("## The labels of the documents") :]
    files = check_documents([REAL / name for name in names]).files
    rows = {"documents": "documents", "stances": "pairs", "different statements": "statements"}
    found = {title: [getattr(file, name) for file in files] for title, name in rows.items()}
    for kind, counts in (("label", "labels"), ("target", "targets"), ("target", "named")):
        for name in getattr(files[0], counts):
            found[f"{kind} {name}"] = [getattr(file, counts)[name] for file in files]
    for title, numbers in found.items():
        assert f"| {title} | {' | '.join(f'{number:,}' for number in numbers)} |" in card


def test_no_statement_of_dev_and_test_documents_is_labelled_elsewhere():
    held_out = {
        statement.id
        for name in ("dev", "test")
        for document in read_documents(REAL / f"documents_{name}.jsonl", texts_needed=False)
        for statement in document.statements
    }
    packed = [gzip.decompress(path.read_bytes()) for path in REAL.parent.glob("*/*.jsonl.gz")]
    lines = [line for data in packed for line in data.splitlines()]
    lines += [line for name in ("dev", "test") for line in (REAL / f"{name}.jsonl").read_bytes().splitlines()]
    assert len(lines) > 90_000
    assert not held_out & {json.loads(line)["id"] for line in lines}
