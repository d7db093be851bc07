"""With `split`, each row of a table holds a document, such as an article, and is split into statements."""

import csv
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from detente.batch.job.shards import Cursor, cut_shards
from detente.batch.planning import DocumentOptions, DocumentPlanner
from detente.batch.readers.inputs import read_records
from detente.batch.records import DocumentColumns, ReadOptions
from detente.batch.statements.document_rows import documents_of
from detente.batch.statements.record_statements import RecordStatement, statements_of
from detente.model.errors import InputError
from detente.model.text.actor_finder import ActorFinder
from detente.scripts.main import app

ARTICLE = "Seoul praised Beijing. “We are grateful,” a minister said.\n\nThe North kept silent."
ROWS = [
    {"id": "1", "text": ARTICLE, "publisher": "", "date": "2024-05-01"},
    {"id": "2", "text": "We condemn the drills of the United States.", "publisher": "KCNA", "date": "soon"},
    {"id": "3", "text": " ", "publisher": "", "date": ""},
]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "wire.csv"
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, list(ROWS[0]))
        writer.writeheader()
        writer.writerows(ROWS)
    return path


def planner(told: list[str]) -> DocumentPlanner:
    made = DocumentOptions().planner(ActorFinder.from_files(), None, notify=told.append)
    assert made is not None
    return made


def split(table: Path, told: list[str] | None = None) -> list[RecordStatement]:
    told = [] if told is None else told
    return list(
        statements_of(read_records(table, ReadOptions(split=True), notify=told.append), planner(told))
    )


def test_each_row_is_split_into_the_statements_of_a_document_of_its_own(table: Path) -> None:
    found = [(one.record.document, one.position, one.statement) for one in split(table)]
    first, second = f"{table}, row 1", f"{table}, row 2"
    assert found[:4] == [
        (first, 1, "Seoul praised Beijing."),
        (first, 2, "“We are grateful,” a minister said."),
        (first, 3, "The North kept silent."),
        (second, 1, ROWS[1]["text"]),
    ]


def test_its_columns_go_with_every_statement_and_its_text_with_none(table: Path) -> None:
    columns = [dict(one.record.columns) for one in split(table)[:3]]
    assert columns == [{"id": "1", "publisher": "", "date": "2024-05-01"}] * 3


def test_a_row_without_text_keeps_its_place_with_an_error(table: Path) -> None:
    *_, last = split(table)
    assert (last.record.columns["id"], last.statement, last.position) == ("3", None, 3)
    assert last.record.error is not None
    assert "empty" in last.record.error


def test_statements_are_read_with_their_document_its_publisher_and_its_date(table: Path) -> None:
    told: list[str] = []
    found = split(table, told)
    north = next(one for one in found if one.statement == "The North kept silent.")
    assert north.plan is not None
    assert north.reading == "document"
    ours = found[3].plan
    assert ours is not None
    assert ours.own == "KP"
    [unread] = [message for message in told if "cannot be read" in message]
    assert f"({table}, row 2: 'soon')" in unread


def test_columns_of_other_names_are_used_where_they_are_named_and_told_where_not(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("text,Outlet,Speech Date\nWe condemn the drills of the United States.,KCNA,soon\n")
    told: list[str] = []
    [untold] = split(path, told)
    assert untold.plan is not None
    assert untold.plan.own is None
    assert told == [
        f"{path}: these columns are not used to read documents: 'Speech Date' (--date-column names it)"
    ]
    columns, told = DocumentColumns(publisher="Outlet", date="Speech Date"), []
    plans = DocumentOptions(columns=columns).planner(ActorFinder.from_files(), None, notify=told.append)
    records = read_records(path, ReadOptions(split=True, document_columns=columns), notify=told.append)
    [statement] = statements_of(records, plans)
    assert statement.plan is not None
    assert statement.plan.own == "KP"
    assert dict(statement.record.columns) == {"Outlet": "KCNA", "Speech Date": "soon"}
    assert [line.partition(" (")[0] for line in told] == [
        "1 row has a date that cannot be read and counts as undated"
    ]


def test_a_person_of_the_column_speaker_has_the_floor_unless_the_document_says_who_speaks(
    tmp_path: Path,
) -> None:
    path = tmp_path / "speeches.jsonl"
    texts = ["We thank Seoul.", "MR. KIM: We thank Seoul.", "We thank Seoul."]
    speakers = ["Foreign Minister Wang Yi of China"] * 2 + [None]
    rows = [json.dumps({"text": text, "speaker": name}) for text, name in zip(texts, speakers, strict=True)]
    path.write_text("\n".join(rows))
    held = {one.record.row: one.plan.voice for one in split(path) if one.plan is not None}
    assert held == {1: "CN", 2: "other", 3: None}


def test_a_column_of_documents_has_to_be_there_and_to_have_an_effect(table: Path) -> None:
    with pytest.raises(
        InputError, match=r"no column 'Day' for the date \(--date-column\); its columns are 'id'"
    ):
        read_records(table, ReadOptions(split=True, document_columns=DocumentColumns(date="Day")))
    with pytest.raises(InputError, match=r"--date-column: each row is a statement by itself.*give --split"):
        read_records(table, ReadOptions(document_columns=DocumentColumns(date="id")))
    with pytest.raises(InputError, match=r"columns of documents have no effect: leave one out"):
        DocumentOptions(alone=True, columns=DocumentColumns(date="id"))


def test_rows_of_one_document_may_have_columns_of_other_names(tmp_path: Path) -> None:
    path = tmp_path / "sentences.csv"
    path.write_text(
        "Speech,No,text,Who\na,1,Seoul waited.,Wang Yi\na,2,We thank it.,Wang Yi\nb,1,Beijing left.,\n"
    )
    columns = DocumentColumns(document="Speech", position="No", speaker="Who")
    plans = DocumentOptions(columns=columns).planner(ActorFinder.from_files(), None)
    found = list(documents_of(read_records(path, ReadOptions(document_columns=columns)), plans))
    assert [(len(one.records), list(one.labels)) for one in found] == [(2, ["Wang Yi"] * 2), (1, [None])]


def test_targets_of_a_column_are_refused_beside_it(table: Path) -> None:
    with pytest.raises(InputError, match="leave one out"):
        read_records(table, ReadOptions(split=True, target_column="id"))


def test_rows_as_long_as_articles_are_told_where_they_are_read_as_statements(tmp_path: Path) -> None:
    path = tmp_path / "wire.jsonl"
    texts = ["Seoul waited. " * 100, "Seoul waited."]
    path.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts), encoding="utf-8")
    told: list[str] = []
    list(read_records(path, notify=told.append))
    assert told == [
        f"{path}: 1 of 2 rows has more than 1,000 characters, each read as one statement; --split splits the text "
        "of each row into statements"
    ]
    told.clear()
    list(read_records(path, ReadOptions(split=True), notify=told.append))
    assert told == []


def test_what_is_cut_within_a_row_goes_on_there(table: Path) -> None:
    whole = list(cut_shards(read_records(table, ReadOptions(split=True)), planner([]), statements=2))
    assert [chunk.end for chunk in whole] == [Cursor(0, 2), Cursor(2), Cursor(3)]
    for done, chunk in enumerate(whole, start=1):
        rest = cut_shards(
            read_records(table, ReadOptions(split=True)), planner([]), start=chunk.end, statements=2
        )
        assert list(rest) == whole[done:]


def test_a_job_and_a_run_without_one_give_the_same_rows(
    tiny_checkpoint: Path, table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    words = ["predict", str(table), "--split", "-c", str(tiny_checkpoint)]
    for further in (["-o", "plain.jsonl"], ["-o", "job.jsonl", "--job", "job"]):
        assert CliRunner().invoke(app, [*words, *further]).exit_code == 1  # of the row without text
    rows = [json.loads(line) for line in Path("plain.jsonl").read_text(encoding="utf-8").splitlines()]
    assert {row["document"] for row in rows} == {f"{table}, row 1", f"{table}, row 2", str(table)}
    assert Path("plain.jsonl").read_bytes() == Path("job.jsonl").read_bytes()
