import gzip
import io
import subprocess
import sys
from datetime import date, datetime

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.batch.readers.inputs import read_records
from detente.batch.readers.parquet_rows import read_parquet
from detente.batch.records import RECORD_LIMIT, ReaderOptions
from detente.model.errors import InputError


def parquet(table: pa.Table) -> bytes:
    out = io.BytesIO()
    pq.write_table(table, out)
    return out.getvalue()


def test_types_and_nested_columns_are_kept(read):
    rows = [
        {"text": "a", "n": 1, "at": datetime(2024, 5, 1), "who": {"name": "x", "tags": ["y"]}},
        {"text": "b", "n": None, "at": None, "who": None},
    ]
    records = read("a.parquet", parquet(pa.Table.from_pylist(rows)))
    assert [dict(r.columns) for r in records] == rows
    assert [r.row for r in records] == [1, 2]


@pytest.mark.parametrize(
    ("column", "error"),
    [
        (pa.array([None], pa.string()), "text is null"),
        (pa.array([5]), "text is of type int, not text"),
        (pa.array([b"a"]), "text is of type bytes, not text"),
        (pa.array([{"a": 1}]), "text is of type dict, not text"),
    ],
)
def test_what_is_no_text_is_an_error(read, column, error):
    (record,) = read("a.parquet", parquet(pa.table({"text": column})))
    assert record.error == error


def test_dictionary_and_large_strings_are_text(read):
    for kind in (pa.dictionary(pa.int32(), pa.string()), pa.large_string()):
        (record,) = read("a.parquet", parquet(pa.table({"text": pa.array(["a"]).cast(kind)})))
        assert record.text == "a"


def test_times_finer_than_python_knows_lose_nothing(read):
    at = pa.array([1_700_000_000_123_456_789], pa.timestamp("ns"))
    (record,) = read("a.parquet", parquet(pa.table({"text": ["a"], "at": at})))
    assert record.columns["at"] == "2023-11-14 22:13:20.123456789"


TOO_LATE = 2**62


@pytest.mark.parametrize(
    ("column", "texts"),
    [
        (
            pa.array([0, TOO_LATE], pa.timestamp("us")),
            [datetime(1970, 1, 1), f"<value out of range: {TOO_LATE}>"],
        ),
        (pa.array([0, 2**31 - 1], pa.date32()), [date(1970, 1, 1), "<value out of range: 2147483647>"]),
        (pa.array([None, TOO_LATE], pa.duration("s")), [None, str(TOO_LATE)]),
        (pa.array([5, None], pa.timestamp("us", tz="Mars/Phobos")), ["5", None]),
        (pa.array([5, None], pa.timestamp("ns", tz="Mars/Phobos")), ["5", None]),
        (
            pa.array([[0], [0, TOO_LATE]], pa.list_(pa.timestamp("us"))),
            [[datetime(1970, 1, 1)], [datetime(1970, 1, 1), f"<value out of range: {TOO_LATE}>"]],
        ),
        (
            pa.array([None, {"n": 1, "at": TOO_LATE}], pa.struct({"n": pa.int8(), "at": pa.timestamp("us")})),
            [None, {"n": 1, "at": f"<value out of range: {TOO_LATE}>"}],
        ),
        (
            pa.array([[("a", 5)], None], pa.map_(pa.string(), pa.timestamp("us", tz="Mars/Phobos"))),
            [[("a", "5")], None],
        ),
    ],
    ids=lambda value: str(getattr(value, "type", "")),
)
def test_a_time_that_python_cannot_hold_is_carried_as_text_and_spoils_no_row(read, column, texts):
    records = read("a.parquet", parquet(pa.table({"text": ["a", "b"], "at": column})))
    assert [(r.text, r.error) for r in records] == [("a", None), ("b", None)]
    assert [r.columns["at"] for r in records] == texts


def test_bytes_that_are_no_utf_8_spoil_only_their_row(read):
    bad = pa.array([b"good", b"caf\xe9"]).view(pa.string())
    good, broken = read("a.parquet", parquet(pa.table({"text": bad})))
    assert good.text == "good"
    assert "lone surrogate" in broken.error or "0xE9" in broken.error


def test_a_missing_column_is_refused_and_a_damaged_file_told(read):
    data = parquet(pa.table({"texts": ["a"]}))
    with pytest.raises(InputError, match="did you mean 'texts'"):
        read("a.parquet", data)
    (record,) = read("a.parquet", data[:-10])
    assert "cannot be read" in record.error


def test_a_footer_that_contradicts_itself_is_told_and_does_not_end_the_process(tmp_path):
    good = parquet(pa.table({"text": ["Seoul thanked Beijing.", None]}))
    # The column is declared as one without nulls, and its statistics count them.
    damaged = good.replace(b"\x25\x02\x18\x04text", b"\x25\x00\x18\x04text")
    assert damaged != good
    path = tmp_path / "damaged.parquet"
    path.write_bytes(damaged)
    code = (
        "import sys; from pathlib import Path; from detente.batch.readers.inputs import read_records\n"
        "print([record.error for record in read_records([Path(sys.argv[1])])])"
    )
    ran = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert "histogram" in ran.stdout


def test_parquet_comes_out_of_gzip_and_standard_input(read):
    data = parquet(pa.table({"text": ["a", "b"]}))
    assert [r.text for r in read("a.parquet.gz", gzip.compress(data))] == ["a", "b"]
    piped = read_records(["-"], stdin=io.BytesIO(data), stdin_kind="parquet")
    assert [r.text for r in piped] == ["a", "b"]


def test_a_row_longer_than_any_that_is_read_is_an_error_and_its_neighbours_are_good(read):
    table = pa.table({"text": ["a", "x" * (RECORD_LIMIT + 1), "b"]})
    records = read("a.parquet", parquet(table))
    assert [record.text for record in records] == ["a", None, "b"]
    assert records[1].error == "row 2: longer than 8,388,608 characters"


@pytest.mark.parametrize("size", [1, 40, 100, 10_000])
def test_rows_are_those_of_the_file_however_few_are_decoded_at_once(read, monkeypatch, size: int):
    monkeypatch.setattr("detente.batch.readers.parquet_rows._BATCH_BYTES", size)
    table = pa.table({"text": [f"statement {number}" for number in range(9)], "n": [*range(8), None]})
    records = read("a.parquet", parquet(table))
    assert [(r.row, r.text, r.columns["n"]) for r in records] == [
        (row["n"] + 1 if row["n"] is not None else 9, row["text"], row["n"]) for row in table.to_pylist()
    ]


shared = st.sampled_from([None, "a", "é", ""])
columns_of_few_values = st.fixed_dictionaries(
    {
        "text": shared,
        "none": st.none(),
        "truth": st.none() | st.booleans(),
        "n": st.none() | st.integers(0, 1),
    }
)


@given(
    rows=st.lists(columns_of_few_values, max_size=12), repeated=st.integers(1, 5), group=st.integers(1, 30)
)
def test_values_that_many_rows_share_come_back_in_each_of_them(rows, repeated, group):
    rows = [row for row in rows for _ in range(repeated)]
    kinds = {"text": pa.string(), "none": pa.string(), "truth": pa.bool_(), "n": pa.int8()}
    out = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows, pa.schema(kinds)), out, row_group_size=group)
    out.seek(0)
    read = [row.columns for row in read_parquet(out, "a.parquet", ReaderOptions()).rows]
    assert read == rows
    assert all(list(row) == list(kinds) for row in read)
    assert len({id(row) for row in read}) == len(rows)


@pytest.mark.slow
@pytest.mark.parametrize("options", [{"dictionary_pagesize_limit": 2**25}, {"use_dictionary": False}])
def test_memory_does_not_grow_with_what_a_small_file_unpacks_to(tmp_path, options):
    path = tmp_path / "bomb.parquet"
    group = pa.table({"text": ["x" * 4_000_000] * 100})
    with pq.ParquetWriter(path, group.schema, compression="zstd", write_batch_size=1, **options) as out:
        for _ in range(3):
            out.write_table(group)
    code = (
        "import sys; from pathlib import Path; from detente.batch.readers.inputs import read_records\n"
        "print(sum(len(record.text) for record in read_records([Path(sys.argv[1])])))\n"
        "print(Path('/proc/self/status').read_text().partition('VmHWM:')[2].split()[0])"
    )
    done = subprocess.run([sys.executable, "-c", code, path], capture_output=True, text=True, check=True)
    read, peak = map(int, done.stdout.split())
    assert read == 1_200_000_000
    assert peak < 500_000
