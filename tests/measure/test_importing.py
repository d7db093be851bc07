import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from invented import label_row

from detente.measure.exchange import LabelRow, import_labels, read_label_rows, write_label_rows
from detente.model.errors import InputError

SEOUL = label_row("Seoul thanked Washington.", "US")
BEIJING = label_row("Beijing warned Seoul.", "KR")
PLAIN = label_row("Pyongyang lies on the Taedong.", "KP")
SAMPLE = [SEOUL, BEIJING, PLAIN]


@pytest.fixture
def todo(tmp_path: Path) -> Path:
    path = tmp_path / "todo.csv"
    write_label_rows(path, SAMPLE)
    return path


def sheet(path: Path, *rows: dict[str, str]) -> Path:
    """Answers as JSON lines of whatever cells are given."""
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


def response(
    row: LabelRow, label: str = "neutral", source: str = "", annotator: str = "kim"
) -> dict[str, str]:
    return {
        "id": row.id,
        "statement": row.statement,
        "target": row.target,
        "label": label,
        "source": source,
        "annotator": annotator,
    }


def test_what_nobody_filled_in_counts_as_not_labelled(todo: Path, tmp_path: Path):
    responses = sheet(
        tmp_path / "kim.jsonl",
        response(SEOUL, "cooperative", "KR"),
        response(BEIJING, ""),
        response(PLAIN, "neutral", "-"),
    )
    imported = import_labels(todo, [responses])
    assert imported.rows == [
        replace(SEOUL, label="cooperative", source="KR", annotator="kim"),
        replace(PLAIN, label="neutral", annotator="kim"),
    ]
    assert (imported.pairs, imported.unlabelled, imported.without_source) == (3, 1, 0)
    assert (imported.labelled["kim"], imported.empty["kim"]) == (2, 1)


def test_labels_without_their_source_are_counted(todo: Path, tmp_path: Path):
    imported = import_labels(todo, [sheet(tmp_path / "kim.jsonl", response(SEOUL, "cooperative"))])
    assert imported.without_source == 1


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (
            [response(label_row("Nobody drew this.", "US"))],
            r"line 1: \w{12} toward US is not in the sample: 'Nobody",
        ),
        ([response(replace(SEOUL, target="CN"))], "toward CN is not in the sample"),
        (
            [response(SEOUL), response(SEOUL, "hostile")],
            "line 2: a second label of annotator 'kim' for .* after one in",
        ),
        ([response(SEOUL, annotator=""), response(SEOUL, annotator="")], "an annotator without a name"),
        ([response(SEOUL, "hostil")], "label 'hostil' is not known; did you mean 'hostile'"),
        (
            [response(SEOUL, "hostile", "ROK")],
            "source 'ROK' is not known; accepted are US, CN, KP, KR",
        ),
        ([response(SEOUL, "hostile", "othr")], "did you mean 'other'"),
        ([response(SEOUL, "neutral", "US")], "source 'US' on a neutral row"),
        ([response(SEOUL, "", "US")], "source 'US' stands without a label"),
        ([response(SEOUL, "hostile and neutral")], "label 'hostile and neutral' is not known"),
        ([response(SEOUL) | {"target": ""}], "names no target"),
        ([response(SEOUL) | {"statement": BEIJING.statement}], "was edited, or a column was sorted"),
    ],
)
def test_an_response_that_breaks_a_rule_is_refused_with_its_place(todo, tmp_path, rows, message):
    with pytest.raises(InputError, match=message):
        import_labels(todo, [sheet(tmp_path / "answers.jsonl", *rows)])


def test_all_errors_of_a_file_are_told_at_once(todo: Path, tmp_path: Path):
    rows = [response(SEOUL, f"wrong {number}") for number in range(30)]
    with pytest.raises(InputError, match=r"(?s)30 errors.*line 20:.*and 10 more"):
        import_labels(todo, [sheet(tmp_path / "answers.jsonl", *rows)])


@pytest.mark.parametrize("damaged", ["12345678901", "1.2E+17", ""])
def test_an_id_that_a_spreadsheet_changed_is_found_by_its_statement(todo, tmp_path, damaged):
    changed = response(SEOUL, "cooperative") | {"id": damaged, "statement": "  Seoul thanked\nWashington. "}
    imported = import_labels(todo, [sheet(tmp_path / "answers.jsonl", changed)])
    assert [row.key for row in imported.rows] == [SEOUL.key]


def test_two_files_without_names_take_the_names_that_are_given(todo: Path, tmp_path: Path):
    files = [sheet(tmp_path / f"{name}.jsonl", response(SEOUL, annotator="")) for name in "ab"]
    imported = import_labels(todo, files, annotators=["kim", "lee"])
    assert [row.annotator for row in imported.rows] == ["kim", "lee"]
    with pytest.raises(InputError, match="an annotator without a name"):
        import_labels(todo, files)
    with pytest.raises(InputError, match="1 annotator is named for 2 files"):
        import_labels(todo, files, annotators=["kim"])


def test_codes_in_other_letter_case_are_taken_as_the_codebook_spells_them(todo: Path, tmp_path: Path):
    answers = sheet(
        tmp_path / "kim.jsonl",
        response(SEOUL, "Cooperative ", "kr"),
        response(BEIJING, "HOSTILE", "Author"),
        response(PLAIN, "Neutral"),
    )
    expected = [("cooperative", "KR"), ("hostile", "author"), ("neutral", None)]
    assert [(row.label, row.source) for row in import_labels(todo, [answers]).rows] == expected
    filled = tmp_path / "filled.csv"
    write_label_rows(filled, [replace(SEOUL, label="Hostile", source="Kr"), BEIJING, PLAIN])
    assert import_labels(filled).rows == [replace(SEOUL, label="hostile", source="KR")]


def test_a_sample_that_was_filled_in_needs_no_responses(tmp_path: Path):
    path = tmp_path / "filled.xlsx"
    write_label_rows(path, [replace(SEOUL, label="hostile", source="KR"), BEIJING, PLAIN])
    imported = import_labels(path)
    assert imported.rows == [replace(SEOUL, label="hostile", source="KR")]
    assert imported.unlabelled == 2


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            {"p_drawn": ""},
            "row 2|line 2: has no 'p_drawn', the probability of being drawn, which the design 'random'",
        ),
        ({"p_drawn": "1.5"}, "p_drawn '1.5' is no probability"),
        ({"p_drawn": "nan"}, "p_drawn 'nan' is no probability"),
        ({"p_drawn": "0"}, "above 0"),
        ({"design": "randm"}, "design 'randm' is not known; did you mean 'random'"),
        ({"id": "0" * 12}, "is not that of the statement"),
        ({"statement": ""}, "has no 'statement'"),
        ({"position": "two"}, "no whole number"),
        ({"label": "good"}, "label 'good' is not known"),
    ],
)
def test_a_sample_that_breaks_a_rule_is_refused_with_the_line(todo: Path, change, message):
    import csv
    import io

    records = list(csv.DictReader(io.StringIO(todo.read_bytes().decode(), newline="")))
    records[0] |= change
    with todo.open("w", newline="") as out:
        writer = csv.DictWriter(out, list(records[0]))
        writer.writeheader()
        writer.writerows(records)
    with pytest.raises(InputError, match=message):
        import_labels(todo)


def test_a_design_for_training_needs_no_probability(tmp_path: Path):
    path = tmp_path / "todo.csv"
    rows = [replace(SEOUL, design="least-sure", p_drawn=None)]
    write_label_rows(path, rows)
    assert read_label_rows(path) == rows


def test_one_pair_drawn_with_two_probabilities_is_refused(tmp_path: Path):
    path = tmp_path / "todo.csv"
    write_label_rows(path, [replace(SEOUL, annotator="kim"), replace(SEOUL, annotator="lee", p_drawn=0.9)])
    with pytest.raises(InputError, match="two probabilities"):
        import_labels(path)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.csv", b"", "is empty"),
        ("a.csv", b"id,target,label\n1,US\n", "line 2: 2 cells for 3 columns"),
        (
            "a.csv",
            b"id,target,label\n1,US,\xe9\n",
            "not valid UTF-8; save the file as UTF-8, in Excel as CSV UTF-8$",
        ),
        ("a.csv", b"id,label,label\n", "the column 'label' twice"),
        ("a.csv", b"name,place\nKim,Seoul\n", "has no 'target'; accepted are filled sheets"),
        ("a.xlsx", b"no zip", "not readable as an Excel file"),
        ("a.json", b"{", "not valid JSON"),
        ("a.json", b"[1]", "entry 1: not a JSON object"),
        (
            "a.json",
            b'[{"data": {}, "annotations": [1]}]',
            "entry 1: not as the tool that exports it writes it",
        ),
        ("a.jsonl", b"[]\n", "line 1: not a JSON object"),
        ("a.txt", b"", "answers are read from"),
    ],
)
def test_a_file_that_holds_no_responses_is_refused(todo, tmp_path, name, content, message):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InputError, match=message):
        import_labels(todo, [path])


def test_a_sheet_with_entities_is_refused(todo: Path, tmp_path: Path):
    sound, hostile = tmp_path / "sound.xlsx", tmp_path / "hostile.xlsx"
    write_label_rows(sound, [replace(SEOUL, label="hostile", source="KR")])
    with zipfile.ZipFile(sound) as archive, zipfile.ZipFile(hostile, "w") as changed:
        for name in archive.namelist():
            bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]>' if name.endswith("sheet1.xml") else b""
            changed.writestr(name, archive.read(name).replace(b"<worksheet", bomb + b"<worksheet"))
    assert import_labels(todo, [sound]).rows
    with pytest.raises(InputError, match=r"hostile\.xlsx: .*declares a document type"):
        import_labels(todo, [hostile])


def test_a_missing_file_is_named(todo: Path, tmp_path: Path):
    for name in ("none.csv", "none.json", "none.xlsx"):
        with pytest.raises(InputError, match=f"{name}: cannot be read: No such file"):
            import_labels(todo, [tmp_path / name])


def test_responses_that_were_passed_over_are_counted_and_not_taken(todo: Path, tmp_path: Path):
    data = {"statement_id": SEOUL.id, "statement": SEOUL.statement, "target": "US"}
    task = {
        "data": data,
        "annotations": [{"completed_by": {"email": "kim@example.org"}, "was_cancelled": True}],
    }
    studio = tmp_path / "studio.json"
    studio.write_text(json.dumps([task]))
    prodigy = sheet(
        tmp_path / "prodigy.jsonl",
        {
            "text": BEIJING.statement,
            "options": [],
            "meta": {"statement_id": BEIJING.id, "target": "KR"},
            "accept": ["hostile"],
            "answer": "ignore",
            "_annotator_id": "lee",
        },
    )
    draft = {"user_id": "park", "value": "hostile", "status": "draft"}
    argilla = sheet(
        tmp_path / "argilla.jsonl",
        {
            "fields": {"statement": PLAIN.statement, "target": "KP"},
            "metadata": {"statement_id": PLAIN.id},
            "responses": {"label": [draft]},
        },
    )
    imported = import_labels(todo, [studio, prodigy, argilla])
    assert imported.rows == []
    assert imported.skipped == {"kim@example.org": 1, "lee": 1, "park": 1}
