import gzip
import io
import time
import zipfile
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from office import excel_bytes, replaced

from detente.batch.readers.inputs import read_records
from detente.model.errors import InputError

ROWS = [
    ["text", "by", "day", "n"],
    ["Seoul thanked Beijing.", "x", datetime(2024, 3, 12), 1],
    ["Beijing waited.", None, None, 2.5],
]


def test_a_sheet_gives_one_statement_a_row_with_types_kept(read) -> None:
    first, second = read("a.xlsx", excel_bytes(ROWS))
    assert dict(first.columns) == {
        "text": "Seoul thanked Beijing.",
        "by": "x",
        "day": datetime(2024, 3, 12),
        "n": 1,
    }
    assert dict(second.columns) == {"text": "Beijing waited.", "by": None, "day": None, "n": 2.5}
    assert [first.row, second.row] == [1, 2]


def test_blank_rows_give_nothing_and_are_counted(read) -> None:
    records = read("a.xlsx", excel_bytes([[], ["text"], [], ["a"], [None], ["b"], []]))
    assert [(record.text, record.row) for record in records] == [("a", 2), ("b", 4)]


def test_a_packed_sheet_and_one_from_a_pipe_are_read(tmp_path: Path, read) -> None:
    assert [r.text for r in read("a.xlsx.gz", gzip.compress(excel_bytes(ROWS)))][1] == "Beijing waited."
    pipe = io.BytesIO(excel_bytes(ROWS))
    assert [r.row for r in read_records(["-"], stdin=pipe, stdin_kind="xlsx")] == [1, 2]


def test_the_first_sheet_is_read_and_the_others_are_named(read) -> None:
    said: list[str] = []
    read("a.xlsx", excel_bytes(ROWS, more_sheets=["notes", "old"]), notify=said.append)
    assert [line.partition(": ")[2] for line in said] == [
        "sheet 'Sheet' is read; left out are 'notes', 'old'"
    ]


def test_a_sheet_continues_only_in_one_of_the_next_name_and_the_same_header(read) -> None:
    for title, header, number, left_out in [
        ("rows 2", ["text"], 2, []),
        ("rows 2", ["other"], 1, ["'rows 2'"]),
        ("rows 3", ["text"], 1, ["'rows 3'"]),
    ]:
        book, said = openpyxl.Workbook(), []
        book.active.title = "rows"
        for sheet, rows in (
            (book.active, [["text"], ["Seoul."]]),
            (book.create_sheet(title), [header, ["b"]]),
        ):
            for cells in rows:
                sheet.append(cells)
        book.save(out := io.BytesIO())
        assert [r.row for r in read("a.xlsx", out.getvalue(), notify=said.append)] == [1, 2][:number]
        assert [line.partition("left out are ")[2] for line in said] == left_out


def test_a_size_that_the_file_states_too_small_cuts_nothing(read) -> None:
    data = replaced(excel_bytes(ROWS), "xl/worksheets/sheet1.xml", b'ref="A1:D3"', b'ref="A1:A2"')
    assert [dict(record.columns)["n"] for record in read("a.xlsx", data)] == [1, 2.5]


def test_a_row_beyond_those_of_a_sheet_ends_the_file_at_once(read) -> None:
    data = replaced(excel_bytes(ROWS), "xl/worksheets/sheet1.xml", b'<row r="3"', b'<row r="3000000000"')
    start = time.perf_counter()
    first, broken = read("a.xlsx", data)
    assert time.perf_counter() - start < 30  # hours, where all rows before it are read as blank ones
    assert first.text == "Seoul thanked Beijing."
    assert "after 1 row" in broken.error
    assert "more rows than the 1,048,576 that a sheet can have" in broken.error


def test_a_row_wider_than_the_header_and_a_cell_without_text_are_errors_of_their_row(read) -> None:
    wide, number, good = read("a.xlsx", excel_bytes([["text"], ["a", "b"], [7], ["c"]]))
    assert wide.error == "row 1: 2 cells, but the header names 1"
    assert wide.columns["raw"] == "a\tb"
    assert "of type int" in number.error
    assert good.text == "c"


def test_a_missing_column_names_those_that_are_there(read) -> None:
    with pytest.raises(InputError, match="its columns are 'statement', 'by'"):
        read("a.xlsx", excel_bytes([["statement", "by"], ["a", "b"]]))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no archive",
        excel_bytes(ROWS)[:900],
        excel_bytes(ROWS)[:-40],
        b'"' + excel_bytes(ROWS).replace(b"PK\x03\x04", b"PK\x03\x05", 2),
        excel_bytes(ROWS).replace(b"PK\x01\x02\x14\x03\x14\0\0\0", b"PK\x01\x02\x14\x03\x14\0\1\0"),
        b"\xd0\xcf\x11\xe0" * 200,
    ],
    ids=["empty", "text", "half", "tail", "lost part", "locked part", "password"],
)
def test_a_damaged_sheet_is_one_error_row(read, data: bytes) -> None:
    (record,) = read("a.xlsx", data)
    assert "cannot be read further" in record.error


def test_an_archive_of_other_things_is_one_error_row(read) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "words")
    (record,) = read("a.xlsx", out.getvalue())
    assert "not readable as an Excel file" in record.error


def test_the_mark_of_an_open_file_in_a_folder_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(excel_bytes(ROWS))
    (tmp_path / "~$a.xlsx").write_bytes(b"\x04someone")
    assert [record.error for record in read_records([tmp_path])] == [None, None]


def test_entities_are_refused(read) -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]>'
    data = replaced(excel_bytes(ROWS), "xl/worksheets/sheet1.xml", b"<worksheet", bomb + b"<worksheet")
    (record,) = read("a.xlsx", data)
    assert "declares a document type" in record.error


def test_without_the_extra_the_command_to_install_it_is_named(read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("detente.model.errors.find_spec", lambda _: None)
    with pytest.raises(InputError, match=r"pip install '\.\[office\]'"):
        read("a.xlsx", excel_bytes(ROWS))
