"""Cells that a spreadsheet would run: harmless in the output of a job, and unchanged when it is read back."""

import csv
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.batch.readers.inputs import read_records
from detente.batch.readers.stored_rows import read_rows
from detente.batch.records import ReadOptions

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
openings = st.sampled_from(
    ["=", "+", "-", "@", "\t", "\r", "\n", "'", "''=", "'+", "＝", "-0.5", "+1", '"=', ";=", ",="]
)
cells = words | st.builds(str.__add__, openings, words)
texts = cells.filter(str.strip)
tables = st.lists(st.tuples(texts, cells), min_size=1, max_size=40)
names = st.sampled_from(["note", "=note", "@x", "'=y", "-1+1"])


@pytest.mark.parametrize(("ending", "delimiter"), [("csv", ","), ("tsv", "\t")])
@given(table=tables, name=names)
@settings(max_examples=10)  # each is a whole job, so it has many rows
def test_cells_come_back_unchanged_and_none_runs(run, tmp_path_factory, ending, delimiter, table, name):
    place = tmp_path_factory.mktemp("sheet")
    source = place / "in.jsonl"
    source.write_text("".join(json.dumps({"text": text, name: cell}) + "\n" for text, cell in table))
    output = place / f"out.{ending}"
    run(folder=place / "job", inputs=[source], output=output)
    back = [(row["statement"], row["text"], row[name] or "") for row in read_rows(output)]
    assert back == [(text, text, cell) for text, cell in table]
    # As input of the next run, too.
    again = read_records([output], ReadOptions(text_column="statement"))
    assert [(record.text, record.columns[name] or "") for record in again] == table
    with output.open(encoding="utf-8", newline="") as file:
        written = [cell for row in csv.reader(file, delimiter=delimiter) for cell in row]
    assert not [cell for cell in written if runs(cell)]


def runs(cell: str) -> bool:
    """Whether a spreadsheet takes the cell for more than text or a plain number."""
    if len(cell) < 2 or cell[0] not in "=+-@\t\r\n＝＋－＠":
        return False
    try:
        float(cell)
    except ValueError:
        return True
    return cell[0] in "=@\t\r\n＝＋－＠"
