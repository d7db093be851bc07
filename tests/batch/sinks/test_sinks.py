import csv
import gzip
import io
import json
import math
import time
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.batch.columns import COLUMNS, FIXED_COLUMNS, KNOWN_BY
from detente.batch.readers.inputs import read_records
from detente.batch.readers.stored_rows import read_rows
from detente.batch.records import RECORD_LIMIT, ReadOptions
from detente.batch.sinks.sinks import open_sink
from detente.model.errors import InputError

FORMS = ("jsonl", "csv", "tsv", "parquet")

texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)
formulas = st.builds(str.__add__, st.sampled_from(["=", "'", "+", "-", "@", "\t", "\r", "\n"]), texts)
cells = st.none() | texts | formulas
of_kind = {
    "text": cells,
    "integer": st.none() | st.integers(0, 10**9),
    "number": st.none() | st.floats(0, 1).map(lambda p: round(p, 6)),
    "boolean": st.none() | st.booleans(),
}
fixed = st.fixed_dictionaries({column.name: of_kind[column.kind] for column in COLUMNS})
carried = st.dictionaries(st.sampled_from(["text", "=x", "input_source", "'=y", "n,o"]), cells, max_size=3)
rows_of_any_columns = st.lists(st.builds(lambda ours, others: ours | others, fixed, carried), max_size=6)

COLUMNS_OF_0_2 = (
    *("document", "position", "statement", "target", "stance", "score"),
    *("p_cooperative", "p_hostile", "p_neutral", "source", "p_source"),
    *("too_close", "truncated", "error", "checkpoint"),
)


def plain(**columns):
    return dict.fromkeys(FIXED_COLUMNS) | columns


def written(tmp_path, name, rows):
    path = tmp_path / name
    with open_sink(path) as sink:
        for row in rows:
            sink.write([row])
    return path


@pytest.mark.parametrize("form", FORMS)
@given(rows=rows_of_any_columns)
def test_rows_come_back_equal_and_in_order(tmp_path_factory, form, rows):
    path = written(tmp_path_factory.mktemp("rows"), f"rows.{form}", rows)
    columns = list(dict.fromkeys(name for row in rows for name in row))
    wanted = rows if form == "jsonl" else [{name: row.get(name) for name in columns} for row in rows]
    assert list(read_rows(path)) == wanted


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.ndjson", "a.csv.gz", "a.tsv.gz"])
def test_packed_files_come_back_and_are_the_same_bytes_every_time(tmp_path, name):
    rows = [plain(statement="Détente held.", score=0.5)]
    path = written(tmp_path, name, rows)
    first = path.read_bytes()
    assert list(read_rows(str(path))) == rows
    assert written(tmp_path, name, rows).read_bytes() == first
    if name.endswith(".gz"):
        # RFC 1952: the name is left out, and the time is 0.
        assert (first[3], first[4:8]) == (0, bytes(4))


def test_json_lines_are_valid_utf_8_whatever_the_text(tmp_path):
    row = plain(statement="서울 \ud800 \\ud800", extra=["\udce9"])
    path = written(tmp_path, "a.jsonl", [row])
    assert "서울" in path.read_text(encoding="utf-8")
    assert list(read_rows(path)) == [row]


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_lone_surrogates_become_their_escapes_elsewhere(tmp_path, form):
    (row,) = read_rows(written(tmp_path, f"a.{form}", [plain(statement="a\ud800", extra="\udce9")]))
    assert (row["statement"], row["extra"]) == ("a\\ud800", "\\udce9")


def test_values_that_json_does_not_know_are_written_as_text(tmp_path):
    values = {
        "at": datetime(2024, 5, 1, 12),
        "day": date(2024, 5, 1),
        "sum": Decimal("1.10"),
        "blob": b"\xff",
        "odd": [math.nan, {"x": math.inf}],
    }
    path = written(tmp_path, "a.jsonl", [plain(**values)])
    row = json.loads(path.read_text(), parse_constant=pytest.fail)
    assert {name: row[name] for name in values} == {
        "at": "2024-05-01T12:00:00",
        "day": "2024-05-01",
        "sum": "1.10",
        "blob": "/w==",
        "odd": ["NaN", {"x": "Infinity"}],
    }


def test_no_cell_of_a_csv_file_runs_in_a_spreadsheet(tmp_path):
    rows = [
        plain(statement="=cmd|'/c calc'!A0", document="-", score=0.5, **{"@x": "+1+1", "n": "-3", "m": -0.5})
    ]
    path = written(tmp_path, "a.csv", rows)
    header, cells = csv.reader(io.StringIO(path.read_text(), newline=""))
    by_name = dict(zip(header, cells, strict=True))
    assert by_name["statement"].startswith("'=")
    assert by_name["'@x"] == "'+1+1"
    assert (by_name["document"], by_name["n"], by_name["m"], by_name["score"]) == ("-", "-3", "-0.5", "0.5")


def test_our_own_csv_file_is_unescaped_as_input_and_others_are_not(tmp_path):
    path = written(tmp_path, "a.csv", [plain(statement="=1+1")])
    (record,) = read_records([path], ReadOptions(text_column="statement"))
    assert record.text == "=1+1"
    other = tmp_path / "b.csv"
    other.write_text("statement,target\n'=1+1,CN\n")
    (record,) = read_records([other], ReadOptions(text_column="statement"))
    assert record.text == "'=1+1"


@pytest.mark.parametrize("form", ["csv", "tsv", "parquet"])
def test_columns_that_come_late_stand_last_and_nothing_is_lost(tmp_path, form):
    rows = [plain(a="1"), plain(b="2"), plain(a="3", c="=4")]
    back = list(read_rows(written(tmp_path, f"a.{form}", rows)))
    assert list(back[0])[-3:] == ["a", "b", "c"]
    assert [(r["a"], r["b"], r["c"]) for r in back] == [
        ("1", None, None),
        (None, "2", None),
        ("3", None, "=4"),
    ]


@pytest.mark.parametrize(("form", "delimiter"), [("csv", ","), ("tsv", "\t")])
def test_a_row_longer_than_any_that_is_read_is_kept_where_a_column_comes_late(tmp_path, form, delimiter):
    line = "x" * (RECORD_LIMIT + 1)
    path = written(tmp_path, f"a.{form}", [plain(text="first"), plain(error="too long", raw=line), plain()])
    with path.open(newline="") as file:
        _, middle, _ = csv.DictReader(file, delimiter=delimiter)
    assert (middle["error"], middle["raw"] == line) == ("too long", True)


@pytest.mark.parametrize("form", FORMS)
def test_a_file_without_rows_is_still_a_file_of_prediction_rows(tmp_path, form):
    path = written(tmp_path, f"a.{form}", [])
    assert list(read_rows(path)) == []
    if form == "parquet":
        assert tuple(pq.read_schema(path).names) == FIXED_COLUMNS
    if form == "csv":
        assert path.read_text().strip() == ",".join(FIXED_COLUMNS)


def test_parquet_keeps_types_across_row_groups(tmp_path, monkeypatch):
    monkeypatch.setattr("detente.batch.sinks.parquet_sink.GROUP_ROWS", 2)
    at = datetime(2024, 5, 1)
    values = {
        "whole": [1, 2, 3, None, 5],
        "number": [1, 2, 0.5, None, 5],
        "wide": [2**60 + 1, 2, 0.5, None, 5],
        "mixed": [1, True, "x", 0.5, None],
        "nested": [[1], None, {"a": 1}, [], {}],
        "late": [None, None, None, None, at],
        "flag": [True, None, False, None, None],
        "huge": [10**30, 1, None, None, "=1"],
    }
    rows = [plain(**{name: column[n] for name, column in values.items()}) for n in range(5)]
    path = written(tmp_path, "a.parquet", rows)
    assert pq.ParquetFile(path).num_row_groups == 3
    back = {name: [row[name] for row in read_rows(path)] for name in values}
    assert back["whole"] == values["whole"]
    assert back["number"] == [1.0, 2.0, 0.5, None, 5.0]
    assert back["wide"] == [str(2**60 + 1), "2", "0.5", None, "5"]
    assert back["mixed"] == ["1", "true", "x", "0.5", None]
    assert back["nested"] == ["[1]", None, '{"a": 1}', "[]", "{}"]
    assert back["late"] == values["late"]
    assert back["flag"] == values["flag"]
    assert back["huge"] == [str(10**30), "1", None, None, "=1"]


def test_times_with_and_without_a_zone_are_text_and_none_is_moved(tmp_path):
    noon = datetime(2024, 3, 1, 12)
    in_seoul = noon.replace(tzinfo=timezone(timedelta(hours=9)))
    for times in ([noon, in_seoul], [in_seoul, noon]):
        path = written(tmp_path, "a.parquet", [plain(at=time) for time in times])
        assert [row["at"] for row in read_rows(path)] == [time.isoformat() for time in times]


@pytest.mark.parametrize("form", FORMS)
def test_a_failure_leaves_the_old_file_and_no_partial_one(tmp_path, form):
    path = written(tmp_path, f"a.{form}", [plain(statement="old")])

    def interrupted():
        yield plain(statement="new")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), open_sink(path) as sink:
        sink.write(interrupted())
    assert [row["statement"] for row in read_rows(path)] == ["old"]
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("form", FORMS)
def test_the_file_is_not_there_before_it_is_whole(tmp_path, form):
    path = tmp_path / f"a.{form}"
    with open_sink(path) as sink:
        sink.write([plain()])
        assert not path.exists()
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("form", FORMS)
def test_a_stream_gets_the_bytes_of_the_file(tmp_path, form):
    class Pipe(io.BytesIO):
        def seekable(self):
            return False

        def tell(self):
            raise OSError("a pipe has no place")

    rows = [plain(statement="a", x="1"), plain(statement="b", y="2")]
    pipe = Pipe()
    with open_sink(pipe, form) as sink:
        sink.write(rows)
    path = tmp_path / f"a.{form}"
    path.write_bytes(pipe.getvalue())
    assert path.read_bytes() == written(tmp_path, f"b.{form}", rows).read_bytes()


def test_a_parquet_file_of_very_many_columns_takes_seconds(tmp_path):
    row = plain(**{f"column{number}": "a" for number in range(15_000)})
    start = time.perf_counter()
    path = written(tmp_path, "a.parquet", [row])
    assert time.perf_counter() - start < 30  # a minute and more, where each column was looked up among all
    assert list(read_rows(path)) == [row]


def test_json_lines_go_to_a_stream_at_once():
    stream = io.BytesIO()
    with open_sink(stream) as sink:
        sink.write([plain()])
        assert stream.getvalue().endswith(b"\n")


@pytest.mark.parametrize("name", ["a.xls", "a", "a.parquet.gz", "no/folder/a.csv", ""])
def test_places_where_no_file_can_be_are_refused(tmp_path, name):
    with pytest.raises(InputError), open_sink(tmp_path / name):
        pass


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.csv", b"document,position\nx,1\n"),
        ("a.csv", b""),
        ("a.csv", ",".join(FIXED_COLUMNS).encode() + b"\r\nx,1\r\n"),
        ("a.csv", ",".join(FIXED_COLUMNS).encode() + b"\r\nx,one" + b"," * 13 + b"\r\n"),
        ("a.jsonl", b'{"document": 1}\n'),
        ("a.jsonl", b"no json\n"),
        ("a.parquet", b"no parquet"),
        ("a.jsonl.gz", gzip.compress(b"{}", mtime=0)[:-4]),
    ],
)
def test_a_file_that_holds_no_rows_of_ours_is_refused_by_name(tmp_path, name, data):
    (tmp_path / name).write_bytes(data)
    with pytest.raises(InputError, match=name):
        list(read_rows(tmp_path / name))


def test_the_null_device_takes_rows_and_stays():
    from pathlib import Path

    with open_sink(Path("/dev/null"), "csv") as sink:
        sink.write([plain()])
    assert not Path("/dev/null").is_file()


def test_rows_of_version_0_2_are_read_without_the_columns_that_are_new(tmp_path):
    assert KNOWN_BY == COLUMNS_OF_0_2
    old = dict.fromkeys(COLUMNS_OF_0_2) | {"statement": "Seoul waited.", "target": "KR", "too_close": False}
    (tmp_path / "rows.jsonl").write_text(json.dumps(old))
    with (tmp_path / "rows.csv").open("w") as table:
        csv.writer(table).writerows([old, ["false" if cell is False else cell for cell in old.values()]])
    assert list(read_rows(tmp_path / "rows.jsonl")) == [old]
    assert list(read_rows(tmp_path / "rows.csv")) == [old]
    (tmp_path / "other.jsonl").write_text('{"statement": "Seoul waited."}')
    with pytest.raises(InputError, match="not prediction rows"):
        list(read_rows(tmp_path / "other.jsonl"))
