import csv
import json
from functools import partial
from pathlib import Path

import pyarrow.parquet
import pytest

from detente.measure.intervals import Interval
from detente.measure.table_files import check_table_file, write_table
from detente.measure.tables import Table, stack_tables, to_csv, to_latex, to_markdown
from detente.model.errors import InputError

TABLE = Table(
    ("target", "net stance", "rows", "note"),
    (
        ("US", Interval(0.25, -0.125, 0.5), 1200, None),
        ("US", None, 7, "=few"),
        ("北", Interval(-0.001, -1.0, 1.0), 0, "a\tb"),
    ),
    ("A note.",),
)
NAMES = ["target", "net_stance", "net_stance_low", "net_stance_high", "rows", "note"]


def test_a_table_comes_back_from_csv_parquet_and_json_lines(tmp_path: Path):
    for ending in ("csv", "parquet", "jsonl"):
        write_table(tmp_path / f"table.{ending}", TABLE)
    columns = pyarrow.parquet.read_table(tmp_path / "table.parquet").to_pylist()
    lines = [json.loads(line) for line in (tmp_path / "table.jsonl").read_text().splitlines()]
    assert columns == lines
    assert [list(row.values()) for row in lines] == [
        ["US", 0.25, -0.125, 0.5, 1200, None],
        ["US", None, None, None, 7, "=few"],
        ["北", -0.001, -1.0, 1.0, 0, "a\tb"],
    ]
    with (tmp_path / "table.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))
    assert rows[0] == NAMES
    assert rows[2] == ["US", "", "", "", "7", "'=few"]


@pytest.mark.parametrize(
    ("ending", "write"),
    [
        ("csv", to_csv),
        ("tsv", partial(to_csv, delimiter="\t")),
        ("md", to_markdown),
        ("tex", to_latex),
    ],
)
@pytest.mark.parametrize("rows", [TABLE.rows, ()], ids=["rows", "empty"])
def test_a_file_holds_the_bytes_of_the_text(tmp_path: Path, ending, write, rows):
    table = Table(TABLE.columns, rows, TABLE.notes)
    write_table(tmp_path / f"table.{ending}", table)
    assert (tmp_path / f"table.{ending}").read_bytes() == write(table).encode()


def test_nothing_is_told_of_a_figure_that_is_not_defined(tmp_path: Path):
    nan = float("nan")
    table = Table(("p", "net"), ((nan, Interval(nan, nan, nan)), (0.5, Interval(0.0, nan, 1.0))))
    for ending in ("csv", "parquet", "jsonl"):
        write_table(tmp_path / f"table.{ending}", table)
    assert (tmp_path / "table.csv").read_text() == "p,net,net_low,net_high\n,,,\n0.5,0.0,,1.0\n"
    lines = [json.loads(line) for line in (tmp_path / "table.jsonl").read_text().splitlines()]
    assert lines[0] == dict.fromkeys(("p", "net", "net_low", "net_high"))
    assert pyarrow.parquet.read_table(tmp_path / "table.parquet").to_pylist() == lines


def test_what_is_read_by_people_has_notes(tmp_path: Path):
    write_table(tmp_path / "table.md", TABLE)
    write_table(tmp_path / "table.tex", TABLE)
    assert "A note." in (tmp_path / "table.md").read_text()
    assert r"\toprule" in (tmp_path / "table.tex").read_text()


def test_an_unknown_ending_is_refused_before_anything_is_computed(tmp_path: Path):
    with pytest.raises(InputError, match=r"table\.doc: a table is written as \.csv, \.tsv"):
        check_table_file(tmp_path / "table.doc")
    with pytest.raises(InputError, match="does not exist"):
        check_table_file(tmp_path / "none" / "table.csv")


def test_stacked_tables_say_which_a_row_is_of():
    stacked = stack_tables({"ppi": TABLE, "dsl": TABLE}, name="method")
    assert stacked.columns == ("method", *TABLE.columns)
    assert [row[0] for row in stacked.rows] == ["ppi"] * 3 + ["dsl"] * 3
    assert stacked.notes == TABLE.notes


def test_a_table_is_never_written_over_what_it_is_made_from(tmp_path: Path):
    labels = tmp_path / "gold.csv"
    labels.write_text("id\n")
    (tmp_path / "link.csv").symlink_to(labels)
    for name in ("gold.csv", "link.csv"):
        with pytest.raises(InputError, match=f"{name}: is also an input; give the table a name of its own"):
            check_table_file(tmp_path / name, inputs=[tmp_path / "rows.csv", labels])
    check_table_file(tmp_path / "other.csv", inputs=[labels])
