"""Tables survive odd names in every format."""

import csv
import io

from detente.measure.intervals import Interval
from detente.measure.tables import PValue, Table, flat_rows, to_csv, to_latex, to_markdown
from detente.scripts.terminal.table_output import to_text

TABLE = Table(
    ("publisher", "rows", "share", "p"),
    (
        ("=cmd|x_1 & 50 %", 12_000, Interval(0.25, 0.2, 0.3), 0.04),
        ("平壌\nline", 3, None, float("nan")),
    ),
    ("Note of 5 %.",),
)


def test_markdown_escapes_bars_and_folds_lines():
    lines = to_markdown(TABLE).splitlines()
    assert lines[1] == "| --- | ---: | ---: | ---: |"
    assert lines[2] == r"| =cmd\|x_1 & 50 % | 12,000 | 0.250 (0.200 to 0.300) | 0.040 |"
    assert lines[3] == "| 平壌 line | 3 | – | – |"
    assert lines[-1] == "Note of 5 %."


def test_latex_escapes_what_tex_would_run():
    text = to_latex(TABLE)
    assert r"=cmd|x\_1 \& 50 \% & 12,000 & 0.250 (0.200 to 0.300) & 0.040 \\" in text
    assert r"\begin{tabular}{lrrr}" in text
    assert r"\par Note of 5 \%." in text


def test_csv_keeps_full_figures_in_three_columns_and_disarms_formulas():
    header, first, second = csv.reader(io.StringIO(to_csv(TABLE)))
    assert header == ["publisher", "rows", "share", "share_low", "share_high", "p"]
    assert first == ["'=cmd|x_1 & 50 %", "12000", "0.25", "0.2", "0.3", "0.04"]
    assert second == ["平壌\nline", "3", "", "", "", ""]


def test_no_figure_is_minus_zero():
    assert "| 0.000 |" in to_markdown(Table(("x",), ((-0.0001,),)))


def test_a_cell_with_a_lone_carriage_return_comes_back_from_csv():
    table = Table(("publisher", "rows"), (("Xin\rhua", 1), ("KCNA", 2)))
    assert list(csv.reader(io.StringIO(to_csv(table), newline=""))) == [
        ["publisher", "rows"],
        ["Xin\rhua", "1"],
        ["KCNA", "2"],
    ]


def test_columns_that_differ_in_a_blank_alone_are_both_kept():
    table = Table(("my column", "my_column"), ((1, 2),))
    assert list(flat_rows(table)) == [{"my_column": 1, "my_column_": 2}]


def test_no_p_value_is_told_as_nothing_and_programs_get_it_in_full():
    table = Table(("p",), tuple((PValue(p),) for p in (0.0004, 0.00099, 0.001, 0.0123, float("nan"))))
    shown = ["<0.001", "<0.001", "0.001", "0.012", "–"]
    assert to_markdown(table).split("\n")[2:7] == [f"| {p} |" for p in shown]
    assert to_latex(table).count(r"\textless{}0.001 \\") == 2
    assert to_text(table).split() == ["p", *shown]
    assert [row["p"] for row in flat_rows(table)] == [0.0004, 0.00099, 0.001, 0.0123, None]
    assert to_csv(table).split() == ["p", "0.0004", "0.00099", "0.001", "0.0123", '""']
