"""The statements that were written in Korean and Chinese."""

from pathlib import Path

import pytest

from detente.model.text.actor_finder import ActorFinder
from detente.model.text.language import statement_language
from detente.model.text.statement_id import statement_id
from detente.train.labels.pairs import LabelledPair, read_pairs

DATA = Path(__file__).parents[3] / "data"


@pytest.fixture(scope="module", params=["ko/native.jsonl", "zh/native.jsonl", "zh/native_2.jsonl"])
def native(request) -> tuple[str, list[LabelledPair]]:
    return request.param[:2], read_pairs(DATA / request.param)


def test_every_actor_with_a_label_is_found_in_the_statement(native):
    finder = ActorFinder.from_files()
    _, pairs = native
    assert len(pairs) > 900
    assert [pair.text for pair in pairs if not finder.find(pair.text, pair.target)] == []


def test_no_native_statement_is_in_another_file_of_its_language(native):
    language, pairs = native
    own = {statement_id(pair.text) for pair in pairs}
    others = [
        {statement_id(pair.text) for pair in read_pairs(path)}
        for path in (DATA / language).glob("*.jsonl")
        if "native" not in path.name and "documents" not in path.name
    ]
    assert len(others) == 8
    assert not any(own & other for other in others)


def test_the_rows_say_the_language_that_the_statements_are_in(native):
    language, pairs = native
    assert {pair.lang for pair in pairs} == {language}
    told = [statement_language(pair.text) == language for pair in pairs]
    assert sum(told) / len(told) > 0.99
