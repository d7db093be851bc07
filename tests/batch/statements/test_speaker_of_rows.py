"""A speaker that is given for a table row without a document has no effect, and a user is told so."""

import pytest

from detente.batch.planning import DocumentPlanner
from detente.batch.records import Record
from detente.batch.statements.document_rows import documents_of
from detente.model.document.reader import DocumentReader
from detente.model.text.actor_finder import ActorFinder

READER = DocumentReader(ActorFinder.from_files())
PLACED = {"input_document": "a", "input_position": 1}


def told(records, speaker=None):
    lines = []
    list(documents_of(records, DocumentPlanner(READER, None, speaker, lines.append)))
    return lines


def row(**columns):
    return Record("We thank Beijing.", columns, "in.csv", 1, "statement")


@pytest.mark.parametrize(
    ("records", "speaker", "lines"),
    [
        ([row(), row()], "KR", ["2 table rows have no document and position"]),
        ([row(speaker="KR"), row(speaker=" "), row()], None, ["1 table row has no document and position"]),
        ([row(**PLACED), row(**PLACED, speaker="KR")], "KR", []),
        ([row(), row()], None, []),
        ([Record("We thank Beijing.", {}, "a.txt", None, "document")], "KR", []),
    ],
    ids=["of the run", "in a column", "with documents", "nobody", "a text"],
)
def test_rows_without_a_document_for_which_a_speaker_is_given_are_counted_aloud(records, speaker, lines):
    found = told(records, speaker)
    assert [one.split(":")[0] for one in found] == lines
