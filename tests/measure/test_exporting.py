import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
from invented import label_row

from detente.measure.exchange import export_rows, write_label_rows
from detente.measure.exchange.codebook import label_meanings, source_meanings
from detente.model.errors import InputError
from detente.model.labels import SOURCES, STANCES

ROW = label_row("Seoul thanked Washington.")
SHOWN = label_row("Seoul thanked Washington.", predicted="cooperative", predicted_source="KR", score=0.875)
TOOLS = [
    ("label-studio", "tasks.json"),
    ("argilla", "records.jsonl"),
    ("argilla", "records.json"),
    ("prodigy", "tasks.jsonl"),
]


@pytest.mark.parametrize(("form", "name"), [*TOOLS, ("csv", "a.csv"), ("jsonl", "a.jsonl")])
def test_the_prediction_is_hidden_unless_the_rows_show_it(tmp_path: Path, form, name):
    [hidden] = export_rows([ROW], tmp_path / f"hidden-{name}", form=form)
    [shown] = export_rows([SHOWN], tmp_path / f"shown-{name}", form=form)
    assert "0.875" not in hidden.read_text()
    assert "predicted" not in hidden.read_text()
    assert ("0.875" in shown.read_text()) or '"accept"' in shown.read_text()


@pytest.mark.parametrize(("form", "name"), TOOLS)
def test_a_tool_is_not_told_how_a_row_was_drawn(tmp_path: Path, form, name):
    [path] = export_rows([ROW], tmp_path / name, form=form)
    assert "p_drawn" not in path.read_text()
    assert "0.30000000000000004" not in path.read_text()


def test_the_labelling_interface_offers_every_code_and_shows_target_and_statement(tmp_path: Path):
    [path] = export_rows([ROW], tmp_path / "interface.xml")
    view = ElementTree.fromstring(path.read_text())
    choices = {tag.get("name"): [choice.get("value") for choice in tag] for tag in view.iter("Choices")}
    assert choices == {"label": list(STANCES), "source": list(SOURCES)}
    values = [tag.get("value") for tag in view.iter() if tag.tag in ("Text", "Header")]
    assert "$statement" in values
    assert any("$target" in str(value) for value in values)


def test_the_short_codebook_defines_every_label_and_source():
    assert tuple(label_meanings()) == STANCES
    assert tuple(source_meanings()) == (*SOURCES, "-")


def test_the_labelling_interface_tells_what_every_code_means(tmp_path: Path):
    [path] = export_rows([ROW], tmp_path / "interface.xml")
    hints = {
        choice.get("value"): choice.get("hint")
        for choice in ElementTree.fromstring(path.read_text()).iter("Choice")
    }
    meanings = label_meanings() | source_meanings()
    del meanings["-"]
    assert hints == meanings


def test_each_annotator_gets_a_sheet_with_their_name(tmp_path: Path):
    paths = export_rows([ROW], tmp_path / "todo.jsonl", annotators=["kim", "lee"])
    assert [path.name for path in paths] == ["todo-kim.jsonl", "todo-lee.jsonl"]
    assert [json.loads(path.read_text())["annotator"] for path in paths] == ["kim", "lee"]


def test_a_file_that_may_hold_labels_is_never_written_over(tmp_path: Path):
    (tmp_path / "todo-lee.csv").write_text("hours of work")
    with pytest.raises(InputError, match=r"todo-lee\.csv: is there already"):
        export_rows([ROW], tmp_path / "todo.csv", annotators=["kim", "lee"])
    with pytest.raises(InputError, match="is there already"):
        write_label_rows(tmp_path / "todo-lee.csv", [ROW])
    assert [path.name for path in tmp_path.iterdir()] == ["todo-lee.csv"]
    assert (tmp_path / "todo-lee.csv").read_text() == "hours of work"


@pytest.mark.parametrize(
    ("name", "arguments", "message"),
    [
        ("tasks.json", {}, "the ending does not tell the format; name one of csv"),
        ("tasks.csv", {"form": "label-studio"}, r"a file for label-studio ends with \.json"),
        ("tasks.csv", {"form": "brat"}, "format 'brat' is not known"),
        ("tasks.json", {"form": "label-studio", "annotators": ["kim"]}, "has its own list of users"),
        ("todo.csv", {"annotators": ["../kim"]}, "letters, digits"),
        ("todo.csv", {"annotators": ["kim", "kim"]}, "two annotators have one name"),
    ],
)
def test_what_cannot_be_exported_is_refused_and_leaves_no_file(tmp_path: Path, name, arguments, message):
    with pytest.raises(InputError, match=message):
        export_rows([ROW], tmp_path / name, **arguments)
    assert not list(tmp_path.iterdir())


def test_labels_are_not_lost_in_an_export_to_a_tool(tmp_path: Path):
    with pytest.raises(InputError, match="have labels already"):
        export_rows(
            [label_row("Beijing warned Seoul.", label="neutral")],
            tmp_path / "tasks.json",
            form="label-studio",
        )


def test_a_statement_longer_than_a_cell_of_excel_is_refused_and_not_cut(tmp_path: Path):
    with pytest.raises(InputError, match=r"row 3: statement has 32,768 characters.*export CSV"):
        export_rows([ROW, label_row("😀" * 16_384)], tmp_path / "todo.xlsx")
    assert not list(tmp_path.iterdir())


def test_without_excel_the_extra_of_measuring_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("detente.model.errors.find_spec", lambda _: None)
    with pytest.raises(InputError, match=r"Excel files need the extra `measure`.*'\.\[measure\]'"):
        export_rows([ROW], tmp_path / "rows.xlsx", form="xlsx")
    assert list(tmp_path.iterdir()) == []
