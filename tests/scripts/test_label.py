import csv
import io
import sys
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

sys.path.insert(0, str(Path(__file__).parent.parent / "measure"))

from invented import prediction_rows, write_predictions

from detente.measure.exchange import read_label_rows
from detente.model.errors import InputError
from detente.scripts.main import app


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write_predictions(tmp_path / "rows.csv", prediction_rows(120))
    return tmp_path


def run(*words: str) -> str:
    result = CliRunner().invoke(app, ["label", *words])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.output


def fill(path: str, label: str, rows: int) -> None:
    book = openpyxl.load_workbook(path)
    for row in range(2, 2 + rows):
        book["labels"].cell(row, 6, label)
    book.save(path)


def test_a_sample_goes_out_to_two_people_and_comes_back_as_gold(folder: Path):
    assert "40 of 120 pairs" in run("sample", "rows.csv", "-n", "40", "--design", "doubt", "-o", "todo.csv")
    run("export", "todo.csv", "-o", "todo.xlsx", "--annotator", "kim", "--annotator", "lee")
    fill("todo-kim.xlsx", "neutral", 40)
    fill("todo-lee.xlsx", "hostile", 30)
    said = run("import", "todo.csv", "todo-kim.xlsx", "todo-lee.xlsx", "-o", "gold.csv")
    assert "70 labels of 40 pairs" in said
    assert "lee: 30 labels, 10 left empty, 0 skipped" in said
    gold, todo = read_label_rows(Path("gold.csv")), read_label_rows(Path("todo.csv"))
    assert [row.key for row in gold if row.annotator == "kim"] == [row.key for row in todo]
    assert {row.key: row.p_drawn for row in gold} == {row.key: row.p_drawn for row in todo}
    assert len({row.p_drawn for row in todo}) > 5


def test_strata_are_named_with_commas_and_balanced_on_request(folder: Path):
    run("sample", "rows.csv", "-n", "40", "--design", "stratified", "--by", "target, period", "--period", "year",
        "--allocation", "equal", "-o", "todo.csv")  # fmt: skip
    targets = [row.target for row in read_label_rows(Path("todo.csv"))]
    assert {targets.count(target) for target in set(targets)} == {10}


def test_strata_by_period_take_the_order_of_day_and_month(folder: Path):
    rows = [
        row | {"date": "03/11/2019" if n % 2 else "04/11/2019"} for n, row in enumerate(prediction_rows(40))
    ]
    write_predictions(folder / "dated.jsonl", rows)
    words = ["sample", "dated.jsonl", "-n", "4", "--design", "stratified", "--by", "period", "--minimum", "4"]
    run(*words, "--dates", "day-first", "-o", "one.csv")
    with pytest.raises(InputError, match="2 strata"):
        run(*words, "--dates", "month-first", "-o", "two.csv")


def test_strata_by_period_take_the_column_of_dates_that_is_named(folder: Path):
    rows = [
        {**row, "date": None, "said_on": f"{2019 + n % 2}-03-11"} for n, row in enumerate(prediction_rows(40))
    ]
    write_predictions(folder / "dated.jsonl", rows)
    words = ["sample", "dated.jsonl", "-n", "4", "--design", "stratified", "--minimum", "4"]
    with pytest.raises(InputError, match="2 strata"):
        run(*words, "--by", "period", "--date-column", "said_on", "-o", "one.csv")
    with pytest.raises(InputError, match="no column 'said_off'; did you mean 'said_on'"):
        run(*words, "--by", "year", "--date-column", "said_off", "-o", "one.csv")
    with pytest.raises(InputError, match="add a period to --by"):
        run(*words, "--by", "target", "--date-column", "said_on", "-o", "one.csv")


def test_strata_of_rows_without_a_date_are_told(folder: Path):
    rows = [
        {**row, "date": "n.d." if n < 3 else "2019-03-11", "error": "broken" if n < 1 else None}
        for n, row in enumerate(prediction_rows(40))
    ]
    write_predictions(folder / "dated.jsonl", rows)
    words = ["sample", "dated.jsonl", "-n", "8", "--design", "stratified"]
    said = run(*words, "--by", "year", "-o", "one.csv")
    assert (
        "2 of 39 rows have no date that tells their period; rows without one make strata of their own" in said
    )
    assert "2 rows have a date that cannot be read and count as undated" in said
    assert "date" not in run(*words, "--by", "target", "-o", "two.csv")


def test_a_sample_for_training_says_whether_more_pays_and_that_no_estimate_can_use_it(folder: Path):
    said = run("sample", "rows.csv", "-n", "5", "--design", "least-sure", "-o", "todo.csv")
    assert "more labels are likely to pay" in said
    assert "no estimate can use them" in said


def test_the_prediction_is_shown_only_where_it_is_asked_for(folder: Path):
    run("sample", "rows.csv", "-n", "5", "-o", "hidden.csv")
    run("sample", "rows.csv", "-n", "5", "--show-predicted", "-o", "shown.csv")
    header = {
        name: next(csv.reader(io.StringIO(Path(name).read_text("utf-8-sig"))))
        for name in ("hidden.csv", "shown.csv")
    }
    assert set(header["shown.csv"]) - set(header["hidden.csv"]) == {"predicted", "predicted_source", "score"}


def test_a_label_file_is_never_written_over(folder: Path):
    Path("todo.csv").write_text("hours of work")
    for words in (["sample", "rows.csv"], ["export", "rows.csv"], ["import", "rows.csv"]):
        with pytest.raises(InputError):
            run(*words, "-o", "todo.csv")
    assert Path("todo.csv").read_text() == "hours of work"


def test_nothing_is_written_where_nobody_labelled(folder: Path):
    run("sample", "rows.csv", "-n", "5", "-o", "todo.csv")
    with pytest.raises(InputError, match=r"no label in todo\.csv"):
        run("import", "todo.csv", "-o", "gold.csv")
    assert not Path("gold.csv").exists()


@pytest.mark.parametrize("words", [["export", "rows.csv", "-o", "todo.xlsx"], ["agree", "rows.csv"]])
def test_predictions_in_place_of_labels_are_told_once_with_what_is_expected(folder: Path, words: list[str]):
    with pytest.raises(InputError) as refused:
        run(*words)
    [line] = str(refused.value).splitlines()
    assert line.startswith(
        "rows.csv: not label rows: it lacks the columns id, design, and looks like the rows"
    )
    assert "give what `detente label sample` or `detente label import` wrote" in line


def test_a_table_of_something_else_is_not_taken_for_predictions(folder: Path):
    Path("wire.csv").write_text("id,statement,target\n1,Seoul waited.,KR\n")
    with pytest.raises(InputError, match="it lacks the column design; give what"):
        run("export", "wire.csv", "-o", "todo.xlsx")


def test_predictions_in_place_of_answers_are_told(folder: Path):
    run("sample", "rows.csv", "-n", "5", "-o", "todo.csv")
    with pytest.raises(InputError, match="has no 'label', and looks like the rows of `detente predict`"):
        run("import", "todo.csv", "rows.csv", "-o", "gold.csv")
