"""A document whose own head shows its publisher is in the voice of that state, and its rows say so."""

from pathlib import Path

import pytest

from detente.batch.job.shards import cut_shards
from detente.batch.planning import DocumentOptions
from detente.batch.records import Record
from detente.batch.statements import document_rows, record_statements
from detente.batch.statements.record_statements import statements_of
from detente.model.text.actor_finder import ActorFinder

FINDER = ActorFinder.from_files()
ORDERS = "Puppets Hold Drill\n\nPyongyang, May 3 (KCNA) -- China saw it.\n\nChina left.\n\n중국은 떠났다."


def row(text, document="a", position=1, targets=None, **columns):
    named = {"input_document": document, "input_position": position} | columns
    return Record(text, named, "in.csv", 1, "statement", targets=targets)


def file(text):
    return Record(text, {}, "a.txt", None, "document")


def told_of(records, **options):
    """The inferred publisher and the voice of each statement."""
    planner = DocumentOptions(**options).planner(FINDER, None)
    return [
        (one.record.columns.get("inferred_publisher"), one.plan.voice if one.plan else one.voice)
        for one in statements_of(records, planner)
    ]


def test_a_document_whose_head_shows_its_publisher_says_so_in_every_row():
    rows = [row(text, position=at) for at, text in enumerate(ORDERS.split("\n\n"))]
    assert told_of([file(ORDERS), *rows]) == [("KCNA", "KP")] * 8
    # The next document has a head of its own, and rows with targets of their own are read alone.
    assert told_of([*rows, row("China left.", "b")])[-1] == (None, None)
    assert told_of([rows[1], row("China left.", position=2, targets=("CN",))])[-1] == (None, None)


def test_a_publisher_or_speaker_that_is_given_goes_before_the_head_of_the_document():
    rows = [row(text, position=at) for at, text in enumerate(ORDERS.split("\n\n"))]
    assert told_of([file(ORDERS), *rows], speaker="KR") == [(None, "KR")] * 8
    for column, voice in (("publisher", None), ("speaker", "CN")):
        given_rows = [
            row(text, position=at, **{column: "China" if voice else "Newswire"})
            for at, text in enumerate(ORDERS.split("\n\n"))
        ]
        assert told_of(given_rows) == [(None, voice)] * 4


def test_an_own_column_of_that_name_stays_as_it_was():
    rows = [
        row(text, inferred_publisher="me")
        for text in ("Pyongyang, May 3 (KCNA) -- China saw it.", "It left.")
    ]
    assert told_of(rows) == [("me", "KP")] * 2


@pytest.mark.parametrize("size", [1, 2, 3])
def test_a_document_that_is_cut_keeps_its_publisher_in_the_next_shard_and_in_a_resumed_run(monkeypatch, size):
    monkeypatch.setattr(document_rows, "DOCUMENT_STATEMENTS", 2)
    monkeypatch.setattr(record_statements, "DOCUMENT_STATEMENTS", 2)
    texts = [*ORDERS.split("\n\n"), "China waits.", "SEOUL, May 3 (Yonhap) -- Seoul waits."]
    records = [
        *(row(text, position=at) for at, text in enumerate(texts)),
        file(ORDERS),
        row("China left.", "b"),
    ]
    planner = DocumentOptions().planner(FINDER, None)
    whole = list(cut_shards(records, planner, statements=size))
    told = [one.record.columns.get("inferred_publisher") for chunk in whole for one in chunk.statements]
    assert told == ["KCNA"] * 10 + [None]
    for number, chunk in enumerate(whole, start=1):
        if chunk.fills_shard:
            assert list(cut_shards(records, planner, start=chunk.end, statements=size)) == whole[number:]


@pytest.mark.parametrize("several", [False, True])
def test_files_of_publishers_may_be_named_by_their_texts(tmp_path: Path, several: bool):
    own = tmp_path / "own.toml"
    own.write_text('[KP]\nvoice = ["Ryanggang Gazette"]\n')
    options = {"publishers": [str(own)] if several else str(own)}
    assert told_of([row("China left.", publisher="Ryanggang Gazette")], **options) == [(None, "KP")]
    assert DocumentOptions(**options).fingerprint() == DocumentOptions(publishers=(own,)).fingerprint()
