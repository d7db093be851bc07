"""The rows of a long document wait for its end only up to a bound, and say that it was cut there."""

from detente.batch.planning import DocumentOptions
from detente.batch.records import Record
from detente.batch.statements import document_rows
from detente.batch.statements.record_statements import statements_of
from detente.model.text.actor_finder import ActorFinder

PLANNER = DocumentOptions().planner(ActorFinder.from_files(), None)


def readings(lengths: list[int]) -> list[tuple[str | None, bool]]:
    """How the rows of one table document are read, each of a text of so many characters, and if with a row before."""
    records = [
        Record(
            "Seoul waited.".ljust(length, "."),
            {"input_document": "a", "input_position": number},
            "in.csv",
            number,
            "statement",
        )
        for number, length in enumerate(lengths, start=1)
    ]
    found = statements_of(records, PLANNER)
    return [(one.reading, one.plan is not None and bool(one.plan.context)) for one in found]


def test_a_table_document_of_too_many_characters_is_cut_and_says_so(monkeypatch):
    whole, cut = "document", "document: cut"
    assert readings([60] * 5) == [(whole, False), *[(whole, True)] * 4]
    monkeypatch.setattr(document_rows, "DOCUMENT_CHARACTERS", 100)
    assert readings([60] * 5) == [(whole, False), (whole, True), (cut, False), (cut, True), (cut, False)]
    assert readings([99, 20]) == [(whole, False), (whole, True)]
    assert readings([100, 20]) == [(whole, False), (cut, False)]
