"""Statements are gathered into chunks that grow, and that end early where much is kept with the statements."""

import pytest

from detente.batch import chunks
from detente.batch.chunks import cut
from detente.batch.planning import DocumentPlanner
from detente.batch.records import Record
from detente.model.document.plan import MeantTarget, StatementPlan

LONG = "x" * 400


class FixedReader:
    """A reader that gives every statement the same plan, but for its text."""

    def __init__(self, **plan) -> None:
        self._plan = plan

    def read_mixed(self, statements, languages, **others):
        return [StatementPlan(text, **self._plan) for text in statements]

    def own_voice(self, facts):
        return None

    def inferred_publisher(self, statements, datelines=None, **others):
        return None


def rows(count: int, **columns) -> list[Record]:
    return [Record("Seoul waited.", columns, "in.csv", number, "statement") for number in range(count)]


def test_the_first_chunk_is_small_and_each_next_one_twice_as_large_up_to_the_largest():
    assert [len(chunk) for chunk in cut(rows(1000), chunk=300)] == [32, 64, 128, 256, 300, 220]
    assert [len(chunk) for chunk in cut(rows(20), chunk=8)] == [8, 8, 4]


def test_a_chunk_ends_early_where_the_columns_of_its_rows_are_long(monkeypatch):
    monkeypatch.setattr(chunks, "CHUNK_CHARACTERS", 1000)
    assert [len(chunk) for chunk in cut(rows(9, note=LONG))] == [3, 3, 3]
    assert [len(chunk) for chunk in cut(rows(9, note=[LONG, {"more": LONG}]))] == [2, 2, 2, 2, 1]


@pytest.mark.parametrize(
    "plan",
    [
        {"context": LONG},
        {"targets": (MeantTarget("KP", named=False, earlier=LONG),)},
        {"targets": tuple(MeantTarget(code, named=False, earlier=LONG[:200]) for code in ("KP", "CN"))},
    ],
    ids=["context", "an earlier name", "two earlier names"],
)
def test_what_a_plan_keeps_of_its_document_ends_a_chunk_early_too(monkeypatch, plan):
    monkeypatch.setattr(chunks, "CHUNK_CHARACTERS", 1000)
    document = [Record("Seoul waited.\n\n" * 9, {}, "a.txt", None, "document")]
    assert [len(chunk) for chunk in cut(document, DocumentPlanner(FixedReader()))] == [9]
    assert [len(chunk) for chunk in cut(document, DocumentPlanner(FixedReader(**plan)))] == [3, 3, 3]
