from detente.batch.columns import COLUMNS, FIXED_COLUMNS, row_from, row_text
from detente.batch.records import Record
from detente.model.prediction import Prediction

RECORD = Record("a", {"id": 7}, "a.csv", 3, "statement")


def test_a_predicted_pair_fills_all_columns_in_order():
    prediction = Prediction(
        "a",
        "CN",
        stance="hostile",
        score=0.7000000123,
        probabilities={"cooperative": 0.1, "hostile": 0.7000000123, "neutral": 0.2},
        source="US",
        p_source=1 / 3,
        too_close=True,
        mention="he",
        resolved_from="Premier Zhou",
        p_meant=0.8125,
        named=False,
        source_by="quotation",
        source_alone="author",
    )
    row = row_from(
        RECORD, prediction, statement="a", position=3, checkpoint="c", reading="document", language="en"
    )
    assert list(row) == [*FIXED_COLUMNS, "id"]
    assert list(row.values()) == [
        *("a.csv", 3, "a", "en", "CN", "hostile", 0.7, 0.1, 0.7, 0.2),
        *("US", 0.333333, "quotation", "author", True, False),
        *("he", False, 0.8125, "Premier Zhou", "document", None, "c", 7),
    ]


def test_a_statement_without_target_has_neither_stance_nor_error():
    row = row_from(RECORD, None, statement="a", position=3, checkpoint="c")
    assert [row[name] for name in ("target", "stance", "score", "too_close", "error")] == [None] * 5
    assert (row["statement"], row["id"]) == ("a", 7)


def test_errors_of_records_and_of_predictions_stand_in_the_row():
    broken = Record(None, {}, "a.csv", 3, "statement", error="text is null")
    assert row_from(broken, None, statement=None, position=3, checkpoint="c")["error"] == "text is null"
    failed = Prediction("a", "XX", error="unknown target")
    row = row_from(RECORD, failed, statement="a", position=3, checkpoint="c")
    assert (row["target"], row["stance"], row["error"]) == ("XX", None, "unknown target")


def markdown_table() -> str:
    lines = ["| column | type | meaning | written by |", "| --- | --- | --- | --- |"]
    lines += [f"| `{one.name}` | {one.kind} | {one.meaning} | {one.writer} |" for one in COLUMNS]
    lines.append(
        "| the input's own | as in the input | unchanged; `input_` before a name that is taken; "
        "`raw` holds a line that could not be read | reader |"
    )
    return "\n".join(lines) + "\n"


def test_the_documentation_shows_the_table_of_columns(root):
    table = markdown_table()
    header = table.splitlines()[0]
    pages = [root / "README.md", *root.glob("docs/*.md")]
    shown = [page for page in pages if header in page.read_text(encoding="utf-8")]
    assert shown, f"no page shows the table: {header}"
    for page in shown:
        assert table in page.read_text(encoding="utf-8"), f"{page.name}: not the table of batch/columns.py"


def test_the_table_of_columns_names_each_once():
    assert len(set(FIXED_COLUMNS)) == len(COLUMNS)
    assert all(f"| `{name}` |" in markdown_table() for name in FIXED_COLUMNS)


def test_a_cell_as_text_is_none_where_it_is_null():
    row = {"target": None, "position": 3, "stance": ""}
    assert [row_text(row, name) for name in row] == [None, "3", ""]
