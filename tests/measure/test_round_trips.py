from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from annotation_tools import (
    argilla_lines,
    fill_csv,
    fill_excel,
    given_labels,
    label_studio_csv,
    label_studio_json,
    label_studio_json_min,
    prodigy_lines,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import ODD, label_row, labelled, odd_sample

from detente.measure.exchange import (
    LABEL_COLUMNS,
    LabelRow,
    export_rows,
    import_labels,
    read_label_rows,
    write_label_rows,
)
from detente.model.labels import SOURCES, STANCES, TARGETS

ANNOTATORS = ["kim@example.org", "lee", "00042"]
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60)
# Beginnings and sequences that formats give a meaning to.
TRICKY = st.lists(
    st.sampled_from(
        [
            "=",
            "'",
            "-",
            "1",
            "_x",
            "0041",
            "_",
            "\r",
            "\n",
            '"',
            ",",
            ";",
            "\t",
            "\ufeff",
            "\x00",
            "\x07",
            " ",
            "ﷺ",
            "😀",
        ]
    ),
    min_size=1,
    max_size=12,
).map("".join)


@st.composite
def label_rows(draw: st.DrawFn) -> list[LabelRow]:
    rows = {}
    for statement in draw(st.lists(ANY_TEXT | TRICKY, min_size=1, max_size=6)):
        label = draw(st.sampled_from([None, *STANCES]))
        row = label_row(
            statement,
            draw(st.sampled_from(TARGETS)),
            document=draw(st.none() | TRICKY),
            position=draw(st.none() | st.integers(0, 10**9)),
            p_drawn=draw(st.floats(0, 1, exclude_min=True)),
            label=label,
            source=draw(st.sampled_from([None, *SOURCES])) if label not in (None, "neutral") else None,
            annotator=draw(st.none() | st.sampled_from(ANNOTATORS)),
        )
        rows[row.key, row.annotator] = row
    return list(rows.values())


@pytest.mark.parametrize("ending", ["csv", "xlsx", "jsonl"])
@given(rows=label_rows())
def test_label_rows_come_back_as_they_were_written(tmp_path: Path, ending: str, rows: list[LabelRow]):
    path = tmp_path / f"rows.{ending}"
    path.unlink(missing_ok=True)
    write_label_rows(path, rows)
    assert read_label_rows(path) == rows


@pytest.mark.parametrize("ending", ["csv", "xlsx", "jsonl"])
def test_shown_predictions_come_back_too(tmp_path: Path, ending: str):
    rows = [label_row(text, predicted="hostile", predicted_source="KP", score=1 / 3) for text in ODD]
    path = tmp_path / f"rows.{ending}"
    write_label_rows(path, rows, mark=True)
    assert read_label_rows(path) == rows


@pytest.fixture(scope="module")
def sample() -> list[LabelRow]:
    return odd_sample(300)


@pytest.fixture(scope="module")
def gold(sample: list[LabelRow]) -> list[LabelRow]:
    return labelled(sample, ANNOTATORS)


@pytest.fixture
def todo(sample: list[LabelRow], tmp_path: Path) -> Path:
    path = tmp_path / "todo.csv"
    write_label_rows(path, sample, mark=True)
    return path


@pytest.mark.parametrize(("ending", "fill"), [("csv", fill_csv), ("xlsx", fill_excel)])
def test_hundreds_of_odd_rows_come_back_from_three_sheets(todo, sample, gold, tmp_path, ending, fill):
    paths = export_rows(read_label_rows(todo), tmp_path / f"sheet.{ending}", annotators=ANNOTATORS)
    for path, annotator in zip(paths, ANNOTATORS, strict=True):
        fill(path, given_labels(gold), annotator)
    assert import_labels(todo, paths).rows == gold


@pytest.mark.parametrize(
    ("form", "ending", "response", "labelled"),
    [
        ("label-studio", "json", label_studio_json, "json"),
        ("label-studio", "json", label_studio_json_min, "json"),
        ("label-studio", "json", label_studio_csv, "csv"),
        ("argilla", "jsonl", argilla_lines, "jsonl"),
        ("prodigy", "jsonl", prodigy_lines, "jsonl"),
    ],
)
def test_hundreds_of_odd_rows_come_back_from_a_tool(todo, gold, tmp_path, form, ending, response, labelled):
    [tasks] = export_rows(read_label_rows(todo), tmp_path / f"tasks.{ending}", form=form)
    responses = response(tasks, given_labels(gold), ANNOTATORS, tmp_path / f"answers.{labelled}")
    imported = import_labels(todo, [responses])
    # The flat exports put the newest annotation first, so the order within a pair is the tool's.
    assert sorted(imported.rows, key=order(gold)) == gold
    assert [row.key for row in imported.rows] == [row.key for row in gold]


def order(gold: list[LabelRow]):
    places = {(row.key, row.annotator): place for place, row in enumerate(gold)}
    return lambda row: places[row.key, row.annotator]


def test_gold_labels_can_be_added_to(todo, gold, tmp_path):
    first = tmp_path / "first.csv"
    write_label_rows(first, [row for row in gold if row.annotator == "lee"])
    others = tmp_path / "others.xlsx"
    write_label_rows(others, [row for row in gold if row.annotator != "lee"])
    imported = import_labels(first, [others])
    assert sorted(imported.rows, key=order(gold)) == gold


def test_a_sheet_that_was_saved_with_semicolons_is_read(todo, gold, tmp_path):
    [path] = export_rows(read_label_rows(todo), tmp_path / "sheet.csv", annotators=["lee"])
    fill_csv(path, given_labels(gold), "lee", delimiter=";")
    lee = [row for row in gold if row.annotator == "lee"]
    assert import_labels(todo, [path]).rows == lee
    sheet = path.read_text(encoding="utf-8-sig")
    path.write_text(f"\ufeffsep=;\n{sheet}", encoding="utf-8")
    assert import_labels(todo, [path]).rows == lee


def test_sheets_can_be_sorted_and_still_come_back_in_the_order_of_the_sample(todo, gold, tmp_path):
    sheet = tmp_path / "sheet.jsonl"
    write_label_rows(sheet, sorted(gold, key=lambda row: row.statement))
    assert [row.key for row in import_labels(todo, [sheet]).rows] == [row.key for row in gold]


def test_a_sheet_of_excel_has_choices_the_codebook_and_no_formula(todo, tmp_path):
    [path] = export_rows(read_label_rows(todo), tmp_path / "sheet.xlsx")
    book = openpyxl.load_workbook(path)
    sheet = book["labels"]
    columns = [cell.value for cell in sheet[1]]
    assert tuple(columns) == LABEL_COLUMNS
    choices = {str(choice.sqref)[0]: choice.formula1 for choice in sheet.data_validations.dataValidation}
    letters = {name: "ABCDEFGHIJ"[place] for place, name in enumerate(columns)}
    assert choices[letters["label"]] == '"cooperative,hostile,neutral"'
    assert "author" in choices[letters["source"]]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "inlineStr"}
    assert any("Reported speech" in str(row[0].value) for row in book["codebook"].iter_rows())


def test_no_cell_of_a_csv_sheet_begins_as_a_formula(todo):
    import csv
    import io

    cells = [
        cell
        for row in csv.reader(io.StringIO(todo.read_bytes().decode("utf-8-sig"), newline=""))
        for cell in row
    ]
    assert not [cell for cell in cells if cell[:1] in ("=", "@", "\t", "＝") or cell.startswith(("+8", "-c"))]


@settings(max_examples=20)
@given(seed=st.integers(0, 10**6))
def test_annotators_may_each_label_a_part(tmp_path: Path, seed: int):
    import random

    rng = random.Random(seed)
    sample = odd_sample(30)
    gold = [row for row in labelled(sample, ANNOTATORS, seed) if rng.random() < 0.6]
    todo, responses = tmp_path / f"todo{seed}.jsonl", tmp_path / f"answers{seed}.csv"
    if todo.exists() or not gold:
        return
    write_label_rows(todo, sample)
    blank = [
        replace(row, annotator="lee")
        for row in sample
        if (row.key, "lee") not in {(r.key, r.annotator) for r in gold}
    ]
    write_label_rows(responses, gold + blank)
    imported = import_labels(todo, [responses])
    assert sorted(imported.rows, key=order(gold)) == gold
    assert imported.unlabelled == 30 - len({row.key for row in gold})
    assert imported.empty["lee"] == len(blank)
