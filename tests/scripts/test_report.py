"""`detente report` as a user runs it: rows in, a page or one line that says what was wrong."""

import gzip
import json
import shutil
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from detente.batch.columns import FIXED_COLUMNS
from detente.batch.sinks.sinks import open_sink
from detente.model.checkpoint.folder import open_checkpoint
from detente.model.checkpoint.known_scores import known_scores
from detente.model.checkpoint.shipped import shipped_checkpoints
from detente.model.errors import ActorsError, CheckpointError, DetenteError, InputError
from detente.scripts.commands.report import date_lines, report, report_cli

app = typer.Typer()
app.command()(report_cli)


def row(**cells):
    predicted = {"document": "a.txt", "position": 1, "statement": "Seoul thanked Beijing.", "target": "CN"}
    predicted |= {"stance": "cooperative", "score": 0.9, "source": "KR", "checkpoint": "tiny-0"}
    shares = {"p_cooperative": 0.9, "p_hostile": 0.05, "p_neutral": 0.05, "p_source": 0.9}
    flags = {"too_close": False, "truncated": False}
    return dict.fromkeys(FIXED_COLUMNS) | predicted | shares | flags | cells


def stored(path: Path, *rows) -> Path:
    with open_sink(path) as sink:
        sink.write(rows)
    return path


def run(*arguments):
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    if isinstance(result.exception, DetenteError):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.stdout


def embedded(page: Path):
    text = page.read_text(encoding="utf-8")
    begun = text.index(">", text.index('id="report"')) + 1
    return json.loads(text[begun : text.index("</script>", begun)])


@pytest.fixture
def page(tmp_path):
    return tmp_path / "page.html"


@pytest.mark.parametrize("ending", ["jsonl", "jsonl.gz", "csv", "tsv", "parquet", "xlsx"])
def test_rows_of_every_format_become_the_same_page(tmp_path, page, ending):
    rows = [row(date="2019-03-04"), row(stance=None, target=None, error="statement is empty")]
    said = run(stored(tmp_path / f"rows.{ending}", *rows), "-o", page)
    assert said == f"{page} ({page.stat().st_size / 1e6:.1f} MB)\n"
    about = embedded(page)["about"]
    assert (about["rows"], about["predicted"], about["failed"], about["first"]) == (2, 1, 1, "2019-03-04")


def test_several_files_are_read_one_after_another_and_an_older_page_gives_way(tmp_path, page):
    page.write_text("an older page")
    first = stored(tmp_path / "a.jsonl", row(statement="Seoul thanked Beijing in March."))
    second = stored(tmp_path / "b.csv", row(document="b.txt", statement="Seoul thanked Beijing in May."))
    run(first, second, "-o", page)
    report = embedded(page)
    assert report["about"]["inputs"] == ["a.jsonl", "b.csv"]
    assert [statement["text"][-6:] for statement in report["statements"]] == ["March.", "n May."]


def test_options_reach_the_summary(tmp_path, page):
    rows = stored(
        tmp_path / "a.jsonl",
        *(
            row(day="2019-03-04", outlet="wire", target="ACME", link="one", document="a.csv", position=n)
            | {"statement": f"Seoul thanked Acme {n} times."}
            for n in (1, 2)
        ),
    )
    actors = tmp_path / "own.toml"
    actors.write_text('[ACME]\nname = "Acme Corporation"\nnames = ["Acme"]\n')
    options = ("--period", "year", "--date-column", "day", "--publisher-column", "outlet", "--actors", actors)
    run(rows, "-o", page, *options)
    assert embedded(page)["cells"]["clusters"] == []
    run(rows, "-o", page, *options, "--document-column", "link")
    report = embedded(page)
    # Of two statements in one document, an interval counts one document less.
    assert [run[4] for run in report["cells"]["clusters"]] == [-1] * len(report["cells"]["clusters"]) != []
    assert report["periods"] == ["2019-01-01"]
    assert report["cells"]["publishers"][0] == "wire"
    assert report["names"]["ACME"] == "Acme Corporation"


def test_events_reach_the_page_and_what_is_wrong_with_them_is_told_first(tmp_path, page):
    rows = stored(tmp_path / "a.jsonl", row(date="2019-03-04"))
    events = tmp_path / "events.csv"
    events.write_text("date,label\n2019-02-28,Talks end\n", encoding="utf-8")
    run(rows, "-o", page, "--events", events)
    assert embedded(page)["events"] == [{"date": "2019-02-28", "label": "Talks end"}]
    with pytest.raises(InputError, match=r"nowhere\.csv: no such file"):
        run(rows, "-o", page, "--events", "nowhere.csv")


def test_known_scores_of_the_checkpoint_that_made_the_rows_are_told(tmp_path, page, tiny_checkpoint):
    folder = shutil.copytree(tiny_checkpoint, tmp_path / "checkpoint")
    interval = {"value": 0.5, "low": 0.4, "high": 0.6}
    scores = [{"data": "test.jsonl", "pairs": 9, "macro_f1": interval, "accuracy": interval, "labels": {}}]
    (folder / "scores.json").write_text(json.dumps(scores))
    rows = stored(tmp_path / "a.jsonl", row())
    run(rows, "-o", page, "-c", folder)
    [told] = embedded(page)["about"]["known_scores"]
    assert told == scores[0] | {"checkpoint": row()["checkpoint"], "rows": 1}
    run(rows, "-o", page)
    assert embedded(page)["about"]["known_scores"] == []


@pytest.mark.parametrize("shipped", shipped_checkpoints(), ids=lambda shipped: shipped.name)
def test_rows_of_every_shipped_checkpoint_get_its_known_scores_without_an_option(tmp_path, page, shipped):
    name, known = open_checkpoint(shipped.folder).name, known_scores(shipped.folder)
    languages = [score["lang"] for score in known]
    rows = stored(
        tmp_path / "a.jsonl", *(row(checkpoint=name, lang=lang) for lang in dict.fromkeys(languages))
    )
    run(rows, "-o", page)
    told = [each["data"] for each in embedded(page)["about"]["known_scores"]]
    assert told == sorted((score["data"] for score in known), key=told.index) != []
    assert set(languages) == set(shipped.languages)
    assert "Nothing is known of how often" not in page.read_text()


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        (("nowhere.jsonl",), InputError, "nowhere.jsonl: no such file"),
        (("rows.txt",), InputError, "rows.txt: no table of prediction rows"),
        (("empty.jsonl",), InputError, "empty.jsonl: no rows"),
        (("other.jsonl",), InputError, "other.jsonl, line 1: not prediction rows"),
        (("damaged.jsonl.gz",), InputError, "damaged.jsonl.gz: cannot be read"),
        (("deep.jsonl",), InputError, "deep.jsonl, line 1: not readable as JSON"),
        (("rows.jsonl", "-c", "./nowhere"), CheckpointError, "nowhere"),
        (("rows.jsonl", "--actors", "nowhere.toml"), ActorsError, "nowhere.toml"),
    ],
)
def test_what_is_wrong_is_told_and_no_page_is_left(tmp_path, page, monkeypatch, arguments, error, message):
    monkeypatch.chdir(tmp_path)
    stored(Path("rows.jsonl"), row())
    Path("rows.txt").write_text("Seoul thanked Beijing.")
    Path("empty.jsonl").write_text("")
    Path("other.jsonl").write_text('{"text": "Seoul thanked Beijing."}\n')
    Path("damaged.jsonl.gz").write_bytes(gzip.compress(b"x" * 5000)[:10] + b"\xff" * 40)
    Path("deep.jsonl").write_text("[" * 200_000)
    with pytest.raises(error, match=message):
        run(*arguments, "-o", page)
    assert not page.exists()


@pytest.mark.parametrize(
    ("name", "message"),
    [("page.pdf", "ends in .html"), ("deep/page.html", "does not exist"), ("in.html", "folder")],
)
def test_a_place_for_no_page_is_told_before_the_rows_are_read(tmp_path, name, message):
    (tmp_path / "in.html").mkdir()
    with pytest.raises(InputError, match=message):
        run(tmp_path / "nowhere.jsonl", "-o", tmp_path / name)


def notes(*arguments):
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert result.exit_code == 0, result.output
    return result.stderr.splitlines()


def test_an_order_that_other_dates_show_is_used_and_said(tmp_path, page):
    dates = ("03/04/2024", "31/12/2024", "", "soon", "5 May 2024")
    rows = [row(date=date, position=number) for number, date in enumerate(dates, 1)]
    said = notes(stored(tmp_path / "rows.csv", *rows), "-o", page)
    assert said[0] == "3 of 5 rows dated; dates such as 03/04/2024 are read day-first"
    [unread] = said[1:]
    assert unread.startswith(
        "1 row has a date that cannot be read and counts as undated (a.txt, row 4: 'soon')"
    )
    assert embedded(page)["about"]["first"] == "2024-04-03"


def test_a_column_that_looks_like_that_of_dates_is_named_where_no_row_is_dated(tmp_path, page):
    rows = stored(tmp_path / "rows.csv", row(Date="2024-05-01"))
    undated, advice = notes(rows, "-o", page)
    assert undated == "0 of 1 row dated"
    assert advice.endswith("the rows have the column 'Date': name one with --date-column")
    assert notes(rows, "-o", page, "--date-column", "Date") == ["1 of 1 row dated"]


def test_a_column_that_looks_like_that_of_publishers_is_named_where_no_row_has_one(tmp_path, page):
    rows = stored(tmp_path / "rows.csv", row(언론사="한겨레", 발행일="2024-05-01"))
    assert notes(rows, "-o", page) == [
        "0 of 1 row dated",
        "no row has a date, but the rows have the column '발행일': name one with --date-column",
        "no row has a publisher, but the rows have the column '언론사': name one with --publisher-column",
    ]
    assert notes(rows, "-o", page, "--publisher-column", "언론사", "--date-column", "발행일") == [
        "1 of 1 row dated"
    ]


@pytest.mark.parametrize("name", ["Paper", "input_source", "Journal"])
def test_columns_of_publishers_go_by_other_names_too(tmp_path, page, name):
    [dated, advice] = notes(
        stored(tmp_path / "rows.csv", row(date="2024-05-01", **{name: "Echo"})), "-o", page
    )
    assert dated == "1 of 1 row dated"
    assert advice.endswith(f"the rows have the column {name!r}: name one with --publisher-column")


def test_the_column_of_inferred_publishers_is_not_offered_as_that_of_publishers(tmp_path, page):
    rows = stored(tmp_path / "rows.csv", row(date="2024-05-01", inferred_publisher=""))
    assert notes(rows, "-o", page) == ["1 of 1 row dated"]


def test_dates_that_could_be_either_way_round_are_not_guessed(tmp_path, page):
    rows = stored(tmp_path / "rows.csv", row(date="03/04/2024"), row(date="2024-05-01"))
    said = notes(rows, "-o", page)
    assert said[0] == "1 of 2 rows dated"
    assert (
        "(a.txt, row 1: '03/04/2024'), because day and month could be either way round; give --dates"
        in said[1]
    )
    assert notes(rows, "-o", page, "--dates", "month-first")[0].startswith("2 of 2 rows dated; ")
    assert embedded(page)["about"]["first"] == "2024-03-04"


@pytest.mark.parametrize("others", [("2024-05-01",), ()])
def test_a_date_that_cannot_be_read_is_told_on_the_page(tmp_path, page, others):
    rows = stored(tmp_path / "rows.csv", row(date="<b>soon"), *(row(date=date) for date in others))
    run(rows, "-o", page)
    told = (
        "1 row has a date that cannot be read and counts as undated (a.txt, row 1: &#39;&lt;b&gt;soon&#39;)."
    )
    assert told in page.read_text(encoding="utf-8")
    assert report(rows, page)["unread_dates"] == 1


def test_rows_of_which_every_stance_is_unknown_make_no_page(tmp_path, page):
    rows = stored(tmp_path / "rows.jsonl", row(stance="hostil"), row(stance="hostil"), row(stance="friend"))
    with pytest.raises(
        InputError, match=r"no row can be counted, of 3: stance 'hostil' is not one of coop.*\(in 2\)"
    ):
        run(rows, "-o", page)
    assert not page.exists()


def test_since_and_until_leave_out_rows_and_say_how_many(tmp_path, page):
    dates = ("2023-12-31", "2024-01-01", "2024-03", "2024-03-31", "2024-04-01", "2024", "", "31/03/2024")
    rows = stored(tmp_path / "rows.jsonl", *(row(date=date) for date in dates))
    said = notes(rows, "-o", page, "--since", "2024", "--until", "2024-03")
    assert said == [
        "4 of 4 rows dated",
        "4 rows left out by --since and --until, 1 of them without a date",
    ]
    about = embedded(page)["about"]
    assert (about["rows"], about["first"], about["last"]) == (4, "2024-01-01", "2024-03-31")


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (("--since", "soon"), "since soon: not a date"),
        (("--since", "2025", "--until", "2024"), "since 2025 is after until 2024"),
        (("--since", "2030"), "no row has a date within"),
    ],
)
def test_bounds_that_make_no_sense_are_refused(tmp_path, page, given, message):
    rows = stored(tmp_path / "rows.jsonl", row(date="2024-03-04"))
    with pytest.raises(InputError, match=message):
        run(rows, "-o", page, *given)


def test_a_page_made_from_python_is_that_of_the_command(tmp_path, page):
    rows = stored(tmp_path / "a.jsonl", row(date="2019-03-04"))
    run(rows, "-o", page)
    about = report(str(rows), str(tmp_path / "other.html"))
    assert (tmp_path / "other.html").read_bytes() == page.read_bytes()
    assert (about["predicted"], about["first"]) == (1, "2019-03-04")


def test_rows_with_an_unknown_stance_are_counted_aloud(tmp_path: Path):
    rows = stored(tmp_path / "rows.jsonl", row(), row(stance="hostil"), row(stance="hostil"))
    run(rows, "-o", tmp_path / "page.html")
    about = report(rows, tmp_path / "again.html")
    assert date_lines(about)[1].startswith("2 rows left out, with an error or an unknown stance")
