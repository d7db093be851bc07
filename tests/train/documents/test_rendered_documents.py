"""The invented documents that were rendered into Korean and Chinese: sound, and apart where they must be."""

import json
from pathlib import Path

import pytest

from detente.model.text.actor_finder import ActorFinder
from detente.model.text.statement_id import statement_id
from detente.train.documents.labelled_documents import LabelledDocument, read_documents

DATA = Path(__file__).parents[3] / "data"
PARTS = ("train", "train_2", "dev", "test")


@pytest.fixture(scope="module", params=["ko", "zh"])
def parts(request) -> tuple[str, dict[str, list[LabelledDocument]]]:
    folder = DATA / request.param
    return request.param, {part: read_documents(folder / f"documents_{part}.jsonl") for part in PARTS}


def rows(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_every_document_is_read_in_its_language_and_has_the_ids_of_its_texts(parts):
    language, documents = parts
    assert {part: len(some) for part, some in documents.items()} == {
        "train": 180,
        "train_2": 286,
        "dev": 30,
        "test": 45,
    }
    for document in (one for some in documents.values() for one in some):
        assert document.language == language
        assert [one.id for one in document.statements] == [statement_id(text) for text in document.texts]
        assert all((stance.source is None) is not stance.polar for stance in document.stances)


def test_no_statement_of_the_test_documents_is_learnt_in_either_language(parts):
    language, _ = parts
    folder = DATA / language
    held = {one["original"] for part in ("dev", "test") for one in rows(folder / f"documents_{part}.jsonl")}
    learnt = {
        one["original"] for part in ("train", "train_2") for one in rows(folder / f"documents_{part}.jsonl")
    }
    english = {
        one["document"] for name in ("train", "train_2") for one in rows(DATA / "documents" / f"{name}.jsonl")
    }
    assert (len(held), len(learnt)) == (75, 466)
    assert not held & learnt
    assert held | learnt == english


def test_both_languages_hold_out_the_same_documents():
    for part in PARTS:
        korean, chinese = (
            [one["original"] for one in rows(DATA / f"{code}/documents_{part}.jsonl")]
            for code in ("ko", "zh")
        )
        assert korean == chinese


def test_a_target_is_called_named_where_the_finder_finds_it(parts):
    finder = ActorFinder.from_files()
    _, documents = parts
    wrong = named = 0
    for statement in (one for some in documents.values() for document in some for one in document.statements):
        found = {mention.target for mention in finder.find(statement.text)}
        for stance in statement.stances:
            wrong += stance.named is not (stance.target in found)
            named += stance.named
    assert named > 5000
    assert wrong / named < 0.01
