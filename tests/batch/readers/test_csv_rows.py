import csv
import gzip
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.batch.readers.csv_rows import CsvRecords, read_csv
from detente.batch.records import ReaderOptions

cells = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
tables = st.lists(st.lists(cells, min_size=2, max_size=4), max_size=8)


def records_of(text: str) -> list:
    data = io.TextIOWrapper(io.BytesIO(text.encode("utf-8")), "utf-8", newline="")
    return list(CsvRecords(data, delimiter=","))


@given(tables)
def test_what_the_csv_module_writes_comes_back(rows):
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    assert [record.fields for record in records_of(out.getvalue())] == rows


@given(st.text(alphabet='ab,"\n\r \0', max_size=60))
def test_no_line_is_ever_lost(text):
    records = records_of(text)
    kept = "".join(record.raw for record in records)
    assert [c for c in kept if c in "ab"] == [c for c in text if c in "ab"]


@given(st.text(alphabet='ab,"\n', max_size=40))
def test_lines_are_numbered_as_in_the_file(text):
    for record in records_of(text):
        assert text.split("\n")[record.line - 1 :][0] == record.raw.split("\n")[0]


class BrokenOff(io.StringIO):
    def readline(self, size: int = -1) -> str:
        if line := super().readline(size):
            return line
        raise EOFError("breaks off here")


@given(st.text(alphabet='ab,"\n', max_size=40).map(lambda text: text + "\n"))
def test_no_whole_line_before_the_end_of_a_damaged_file_is_lost(text):
    kept: list[str] = []
    records = CsvRecords(BrokenOff(text, newline=""), delimiter=",")
    with pytest.raises(EOFError, match="breaks off here"):
        kept.extend(record.raw for record in records)
    assert [c for c in "".join(kept) if c in "ab"] == [c for c in text if c in "ab"]


def test_an_unclosed_quote_in_a_cut_gzip_file_costs_its_own_line_only(read):
    lines = ["text", '"Beijing waited.', *(f"Seoul waited {number} days." for number in range(3000))]
    records = read("in.csv.gz", gzip.compress("\n".join(lines).encode())[:-100])
    assert "never closed" in records[0].error
    assert [record.text for record in records[1:1000]] == lines[2:1001]
    assert "cannot be read further" in records[-1].error


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (
            "text,date\nSeoul condemned\nit.,2024\n",
            ["in.csv: 1 row has fewer fields than the header names, the first in line 2"],
        ),
        (
            "text,date\na,1\nb\nc\n",
            ["in.csv: 2 rows have fewer fields than the header names, the first in line 3"],
        ),
        ("text,date\na,1\nb,\n", []),
    ],
)
def test_rows_that_are_too_short_are_counted_aloud(text, lines):
    told = []
    table = read_csv(io.BytesIO(text.encode()), "in.csv", ReaderOptions(notify=told.append))
    assert sum(1 for _ in table.rows) == text.count("\n") - 1
    assert [one.split(";")[0] for one in told] == lines
