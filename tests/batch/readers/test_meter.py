import errno
import gzip
import io
import json
from itertools import islice

import pytest

from detente.batch.readers import inputs as sources
from detente.batch.readers.inputs import read_records
from detente.batch.readers.meter import Meter

ROWS = 5000


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text("".join(json.dumps({"text": f"Row {n}.", "n": n}) + "\n" for n in range(ROWS)))
    return path


def fractions(path, meter):
    return [meter.fraction() for _ in read_records([path], meter=meter)]


@pytest.mark.parametrize("ending", ["", ".gz", ".zst"])
def test_the_part_that_is_read_grows_with_the_rows_whatever_the_packing(table, ending):
    path = table.with_name(f"b.jsonl{ending}")
    data = table.read_bytes()
    if ending == ".zst":
        data = sources_zstd().compress(data)
    path.write_bytes(gzip.compress(data) if ending == ".gz" else data)
    meter = Meter(total=path.stat().st_size)
    seen = fractions(path, meter)
    assert seen == sorted(seen)
    if not ending:
        # One buffer of the file may be read ahead of the rows.
        assert all(abs(part - n / ROWS) < 0.15 for n, part in enumerate(seen))
    assert meter.fraction() == 1.0


def sources_zstd():
    from detente.batch.readers.text_streams import zstd

    return zstd


def test_several_files_add_up(table):
    other = table.with_name("b.txt")
    other.write_text("x" * table.stat().st_size)
    meter = Meter(total=2 * table.stat().st_size)
    records = read_records([table, other], meter=meter)
    before = [(record, meter.fraction()) for record in records][ROWS - 1][1]
    assert before == 0.5
    assert meter.fraction() == 1.0


def test_a_limit_counts_where_it_is_reached_first(table):
    meter = Meter(total=table.stat().st_size, limit=10)
    records = read_records([table], meter=meter)
    assert [meter.fraction() for _ in islice(records, 10)] == [n / 10 for n in range(1, 11)]


def test_of_a_pipe_nothing_is_known():
    meter = Meter()
    assert next(read_records(["-"], stdin=io.BytesIO(b"Words."), meter=meter)).text == "Words."
    assert meter.fraction() is None


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
def test_want_of_room_is_no_fault_of_a_row(tmp_path, monkeypatch, number):
    def full(*arguments):
        raise OSError(number, "no room")

    monkeypatch.setitem(sources.DOCUMENTS, ".txt", full)
    (tmp_path / "a.txt").write_text("Words.")
    with pytest.raises(OSError, match="no room"):
        list(read_records([tmp_path / "a.txt"]))
