import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from detente.batch.columns import FIXED_COLUMNS
from detente.batch.readers.stored_rows import read_rows
from detente.batch.sinks import excel_sink
from detente.batch.sinks.sinks import checked_format, open_sink
from detente.model.errors import InputError


def row(**columns: object) -> dict[str, object]:
    return dict.fromkeys(FIXED_COLUMNS) | {"document": "a.txt"} | columns


def written(path: Path, rows: list[dict[str, object]]) -> Path:
    with open_sink(path) as sink:
        sink.write(rows)
    return path


ODD = [
    "=1+1",
    '=HYPERLINK("http://a")',
    "+1",
    "-x",
    "@a",
    "#N/A",
    "'a",
    "_x0041_",
    "a\x01b\r\nc\ud800",
    "007",
    " a ",
    "2024-01-01",
]


def test_texts_come_back_and_none_is_a_formula(tmp_path: Path) -> None:
    path = written(tmp_path / "a.xlsx", [row(statement=text) for text in ODD])
    back = [one["statement"] for one in read_rows(path)]
    assert back == [text.replace("\ud800", "\\ud800") for text in ODD]
    sheet = load_workbook(path).worksheets[0]
    assert {cell.data_type for cells in sheet.iter_rows() for cell in cells} <= {"s", "inlineStr", "n"}


def test_numbers_truths_and_dates_keep_their_kinds(tmp_path: Path) -> None:
    rows = [
        row(score=0.25, position=3, too_close=True, day=date(2024, 3, 12), at=datetime(2024, 3, 12, 8, 30))
    ]
    (back,) = read_rows(written(tmp_path / "a.xlsx", rows))
    assert back["score"] == 0.25
    assert back["position"] == 3
    assert back["too_close"] is True
    assert back["day"] == datetime(2024, 3, 12)
    assert back["at"] == datetime(2024, 3, 12, 8, 30)


def test_what_a_cell_cannot_hold_as_it_is_becomes_text(tmp_path: Path) -> None:
    values = [2**60, float("inf"), date(1776, 7, 4), datetime(2024, 1, 1, tzinfo=UTC), [1, "a"]]
    path = written(tmp_path / "a.xlsx", [row(value=value) for value in values])
    assert [one["value"] for one in read_rows(path)] == [
        str(2**60),
        "Infinity",
        "1776-07-04",
        "2024-01-01T00:00:00+00:00",
        '[1, "a"]',
    ]


def test_a_late_column_stands_last_and_no_rows_give_a_header(tmp_path: Path) -> None:
    first, second = read_rows(written(tmp_path / "a.xlsx", [row(), row(late="x")]))
    assert first["late"] is None
    assert second["late"] == "x"
    assert list(second)[-1] == "late"
    assert list(read_rows(written(tmp_path / "b.xlsx", []))) == []


def test_the_same_rows_give_the_same_bytes(tmp_path: Path) -> None:
    rows = [row(statement="a", day=date(2024, 3, 12))]
    one, other = (written(tmp_path / name, rows).read_bytes() for name in ("a.xlsx", "b.xlsx"))
    assert one == other
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        assert b"1980-01-01T00:00:00Z" in archive.read("docProps/core.xml")


def test_columns_that_no_sheet_holds_leave_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(excel_sink, "MOST_COLUMNS", 15)
    with pytest.raises(InputError, match="holds 15 columns"):
        written(tmp_path / "a.xlsx", [row(more=1)])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("rows", "sheets"), [(2, ["rows"]), (5, ["rows", "rows 2", "rows 3"])])
def test_rows_that_one_sheet_has_no_room_for_continue_in_further_ones_and_all_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: int, sheets: list[str]
) -> None:
    monkeypatch.setattr(excel_sink, "MOST_ROWS", 3)
    told: list[str] = []
    with open_sink(tmp_path / "a.xlsx", notify=told.append) as sink:
        sink.write([row(position=number) for number in range(rows)])
    assert load_workbook(tmp_path / "a.xlsx").sheetnames == sheets
    assert [one["position"] for one in read_rows(tmp_path / "a.xlsx")] == list(range(rows))
    assert [line.partition(": ")[2] for line in told] == [
        "they continue in 'rows 2', 'rows 3', and détente reads all of these sheets"
    ][: len(sheets) - 1]


def test_a_text_that_no_cell_holds_is_cut_in_its_row_alone_which_says_so(tmp_path: Path) -> None:
    told: list[str] = []
    long = "a" * 40_000
    with open_sink(tmp_path / "a.xlsx", notify=told.append) as sink:
        sink.write([row(statement="short"), row(statement=long, note=["b" * 40_000]), row(statement="last")])
    first, second, third = read_rows(tmp_path / "a.xlsx")
    assert (first["statement"], third["statement"]) == ("short", "last")
    assert second["statement"] == long[:32_767]
    assert [one["cut_in_excel"] for one in (first, third)] == [None, None]
    assert second["cut_in_excel"] == (
        "statement: cut, it has 40,000 characters; note: cut, it has 40,004 characters"
    )
    assert [line.split(":")[0] for line in told] == [
        "1 row has a text that a cell of Excel is too short for (32,767 characters) and that was cut"
    ]


@pytest.mark.parametrize(
    ("end", "kept"),
    [("\U0001f600b", ""), ("\x01b", ""), ("b\x01", "b"), ("bc", "b")],
    ids=["half a character", "half an escape", "an escape behind it", "plain"],
)
def test_no_half_of_a_character_is_left_where_a_text_is_cut(tmp_path: Path, end: str, kept: str) -> None:
    (back,) = read_rows(written(tmp_path / "a.xlsx", [row(statement="a" * 32_766 + end)]))
    assert back["statement"] == "a" * 32_766 + kept


def test_a_row_keeps_what_was_said_of_an_earlier_cut_and_a_name_may_be_too_long(tmp_path: Path) -> None:
    name = "n" * 40_000
    (back,) = read_rows(written(tmp_path / "a.xlsx", [row(cut_in_excel="text: cut", **{name: "x"})]))
    assert back[name[:32_767]] == "x"
    assert back["cut_in_excel"] == f"text: cut; name of {name[:72]}: cut, it has 40,000 characters"


def test_a_packed_sheet_is_refused() -> None:
    with pytest.raises(InputError, match=r"leave out the \.gz"):
        checked_format(Path("a.xlsx.gz"))


@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=20), max_size=5))
def test_any_text_makes_the_round_trip(tmp_path: Path, texts: list[str]) -> None:
    path = written(tmp_path / "a.xlsx", [row(statement=text) for text in texts])
    assert [one["statement"] or "" for one in read_rows(path)] == texts
