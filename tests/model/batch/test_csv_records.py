import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from detente.model.batch.csv_records import CsvRecords

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
