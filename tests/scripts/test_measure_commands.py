import csv
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

sys.path.insert(0, str(Path(__file__).parent.parent / "measure"))

from invented import prediction_rows, write_predictions

from detente.measure.exchange import write_label_rows
from detente.measure.sampling import DrawSettings, draw_sample
from detente.model.errors import InputError
from detente.scripts.main import app


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    rows = prediction_rows(120)
    for row in rows:
        row["source"] = None if row["stance"] == "neutral" else "CN"
    write_predictions(tmp_path / "rows.csv", rows)
    drawn = draw_sample(Path("rows.csv"), 60, settings=DrawSettings(with_predictions=True)).rows
    gold = [
        replace(row, label="neutral" if who == "lee" and number % 5 == 0 else row.predicted, annotator=who)
        for number, row in enumerate(drawn)
        for who in ("kim", "lee")
    ]
    gold = [row if row.label == "neutral" else replace(row, source="KR") for row in gold]
    write_label_rows(Path("both.csv"), gold)
    write_label_rows(Path("gold.csv"), [row for row in gold if row.annotator == "kim"])
    return tmp_path


def run(*words: str) -> str:
    result = CliRunner().invoke(app, [*words])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.stdout


def test_estimates_are_printed_within_a_hundred_columns_and_written_beside_each_other():
    said = run("estimate", "rows.csv", "--labels", "gold.csv", "--by", "target,year", "--method", "ppi,dsl",
               "--compare", "year", "--regression", "target", "-o", "out.csv")  # fmt: skip
    assert max(map(len, said.splitlines())) <= 100
    assert "method  target  year  rows  labels  figure" in said
    for name in ("out.csv", "out-differences.csv", "out-regression.csv"):
        assert name in said
        assert Path(name).read_text().count("\n") > 5
    assert "corrected_low" in Path("out.csv").read_text().splitlines()[0]


def test_figures_and_methods_are_checked():
    with pytest.raises(InputError, match="'nett' is not known; did you mean 'net'"):
        run("estimate", "rows.csv", "--labels", "gold.csv", "--figure", "nett")
    with pytest.raises(InputError, match="a table is written as"):
        run("estimate", "rows.csv", "--labels", "gold.csv", "-o", "out.doc")


def test_dyads_are_counted_for_a_merge():
    said = run("table", "rows.csv", "--by", "source,target,year", "--cow", "-o", "dyads.csv")
    header, *lines = Path("dyads.csv").read_text().splitlines()
    assert header.startswith(
        "source,source_iso3,source_ccode,source_stateabb,target,target_iso3,target_ccode,target_stateabb,year,rows"
    )
    assert f"{len(lines)} groups" in said
    assert all(line.startswith("CN,CHN,710,CHN,") for line in lines)
    assert "documents  cooperative  hostile" in run("table", "rows.csv")
    with pytest.raises(InputError, match="--by is empty"):
        run("table", "rows.csv", "--by", "")


def test_agreement_is_printed_and_disputed_pairs_are_written():
    said = run(
        "label", "agree", "both.csv", "--rows", "rows.csv", "--disagreements", "todo.csv", "-o", "agree.md"
    )
    assert max(map(len, said.splitlines())) <= 100
    assert "kim and lee:" in said
    assert "lee and checkpoint:" in said
    assert "kim and lee, sources:" in said
    assert "\nsource KR " in said
    assert "pairs to decide" in said
    assert "| between | of | group |" in Path("agree.md").read_text()
    assert "--disagreements FILE lists them" in run("label", "agree", "both.csv")


@pytest.mark.parametrize("words", [["table", "rows.csv"], ["estimate", "rows.csv", "--labels", "gold.csv"]])
def test_what_intervals_allow_for_stands_below_a_table_for_a_paper(words: list[str]):
    run(*words, "--by", "target", "-o", "out.tex")
    *_, note, cited = Path("out.tex").read_text("utf-8").splitlines()
    assert note.startswith(r"\par ")
    assert r"95 \%" in note
    assert "not" in note.split("errors of prediction")[0]
    assert cited.startswith(r"\par Predicted by invented")


def test_what_has_to_be_cited_stands_below_each_table():
    words = ["--by", "target", "--compare", "target", "--regression", "target"]
    run("estimate", "rows.csv", "--labels", "gold.csv", *words, "-o", "out.md")
    written = {path.name: path.read_text("utf-8").splitlines()[-1] for path in sorted(Path().glob("out*"))}
    assert written == {
        "out.md": "Predicted by invented; method ppi, with 60 labelled pairs.",
        "out-differences.md": "Predicted by invented; method ppi, with 60 labelled pairs.",
        "out-regression.md": "Predicted by invented; method ppi.",
    }


def test_suspect_labels_are_listed():
    assert "of 120 labels look wrong" in run("label", "suspects", "both.csv", "--rows", "rows.csv")
    run("label", "suspects", "both.csv", "--rows", "rows.csv", "-o", "suspects.csv")
    assert Path("suspects.csv").read_text().startswith("id,document,position,target,annotator,label,likely")


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        (["table", "rows.csv", "--by", "target", "-o", "rows.csv"], "rows.csv"),
        (["estimate", "rows.csv", "--labels", "gold.csv", "-o", "gold.csv"], "gold.csv"),
        (
            [
                "estimate",
                "rows.csv",
                "--labels",
                "net-differences.csv",
                "--compare",
                "target",
                "-o",
                "net.csv",
            ],
            "net-differences.csv",
        ),
        (
            [
                "estimate",
                "rows.csv",
                "--labels",
                "net-regression.csv",
                "--regression",
                "target",
                "-o",
                "net.csv",
            ],
            "net-regression.csv",
        ),
        (["label", "agree", "both.csv", "--rows", "rows.csv", "-o", "both.csv"], "both.csv"),
        (["label", "agree", "both.csv", "--rows", "rows.csv", "-o", "rows.csv"], "rows.csv"),
        (["label", "suspects", "gold.csv", "--rows", "rows.csv", "-o", "gold.csv"], "gold.csv"),
    ],
)
def test_no_command_writes_over_its_input(folder: Path, words: list[str], kept: str):
    for name in ("net-differences.csv", "net-regression.csv"):
        (folder / name).write_bytes((folder / "gold.csv").read_bytes())
    before = (folder / kept).read_bytes()
    with pytest.raises(InputError, match=f"{kept}: is also an input"):
        run(*words)
    assert (folder / kept).read_bytes() == before


def test_labels_may_have_the_name_of_a_table_that_is_not_asked_for(folder: Path):
    (folder / "net-differences.csv").write_bytes((folder / "gold.csv").read_bytes())
    run("estimate", "rows.csv", "--labels", "net-differences.csv", "-o", "net.csv")
    assert (folder / "net-differences.csv").read_bytes() == (folder / "gold.csv").read_bytes()


def test_a_file_that_is_given_twice_is_refused():
    with pytest.raises(InputError, match=r"rows\.csv: is given twice"):
        run("table", "rows.csv", "./rows.csv", "--by", "target")


@pytest.mark.parametrize("width", ["0", "1", "5"])
def test_a_half_width_is_a_share(width: str):
    with pytest.raises(InputError, match="accepted is a share above 0 and below 1"):
        run("estimate", "rows.csv", "--labels", "gold.csv", "--half-width", width)


def test_rows_that_a_spreadsheet_saved_again_are_read(folder: Path):
    lines = (
        (folder / "rows.csv").read_text(encoding="utf-8").replace("false", "FALSE").replace("true", "TRUE")
    )
    (folder / "saved.csv").write_text(lines, encoding="utf-8")
    assert run("table", "saved.csv", "--by", "target") == run("table", "rows.csv", "--by", "target")


def test_numbers_with_a_comma_are_read_where_a_semicolon_parts_the_columns(folder: Path):
    with (folder / "rows.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    numbers = [number for number, name in enumerate(header) if name == "score" or name.startswith("p_")]
    for row in rows:
        for number in numbers:
            row[number] = row[number].replace(".", ",")
    with (folder / "saved.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows([header, *rows])
    assert run("table", "saved.csv", "--by", "target") == run("table", "rows.csv", "--by", "target")


@pytest.mark.parametrize(
    ("name", "cell", "accepted"),
    [
        ("score", "56%", "a number such as 0.56"),
        ("position", "1.0", "a whole number"),
        ("too_close", "maybe", "true or false"),
    ],
)
def test_a_cell_that_cannot_be_read_is_told_with_its_column(
    folder: Path, name: str, cell: str, accepted: str
):
    with (folder / "rows.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    rows[1][name] = cell
    with (folder / "bad.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    with pytest.raises(InputError, match=f"bad.csv, line 3: {name} '{cell}' is not {accepted}"):
        run("table", "bad.csv", "--by", "target")


@pytest.mark.parametrize("words", [["table", "rows.csv"], ["estimate", "rows.csv", "--labels", "gold.csv"]])
@pytest.mark.parametrize(("order", "month"), [("day-first", "2019-04"), ("month-first", "2019-03")])
def test_the_order_of_day_and_month_is_taken(folder: Path, words: list[str], order: str, month: str):
    with (folder / "rows.csv").open(encoding="utf-8", newline="") as file:
        rows = [row | {"date": "03/04/2019"} for row in csv.DictReader(file)]
    with (folder / "rows.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    run(*words, "--by", "month", "--dates", order, "-o", "out.csv")
    months = {row["month"] for row in csv.DictReader(Path("out.csv").read_text("utf-8").splitlines())}
    assert months - {"all"} == {month}
    told = CliRunner().invoke(app, [*words, "--by", "month"]).stderr
    assert "because day and month could be either way round; give --dates day-first or month-first" in told


@pytest.mark.parametrize("words", [["table", "rows.csv"], ["estimate", "rows.csv", "--labels", "gold.csv"]])
def test_a_column_of_dates_that_no_row_has_is_refused(words: list[str]):
    with pytest.raises(InputError, match=r"no column 'documnt'; did you mean 'document'\?"):
        run(*words, "--by", "target,year", "--date-column", "documnt")


def test_undated_rows_are_counted_among_those_of_the_table(capfd):
    rows = [
        row
        | {
            "document": "wire.txt",
            "source": None if n % 3 else "CN",
            "stance": "neutral" if n % 3 else "hostile",
        }
        for n, row in enumerate(prediction_rows(9))
    ]
    write_predictions(Path("undated.jsonl"), rows)
    result = CliRunner().invoke(app, ["table", "undated.jsonl", "--by", "source,month"])
    said = result.output + capfd.readouterr().err
    assert "6 rows without a source are left out" in said
    assert "3 of 3 rows have no date that tells their period" in said
