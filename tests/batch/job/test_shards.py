from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.batch import chunks
from detente.batch.columns import row_from
from detente.batch.job import shards
from detente.batch.job.shards import Cursor, cut_shards, shard_name, write_shards
from detente.batch.predicting import predict_keyed
from detente.batch.readers.stored_rows import read_rows
from detente.batch.records import Record
from detente.batch.statements import record_statements
from detente.model.text.statements import Statement


@pytest.fixture(autouse=True)
def split_at_bars(monkeypatch):
    def split(document):
        return [Statement(part, 0, len(part)) for part in document.split("|") if part]

    monkeypatch.setattr(record_statements, "split_statements", split)
    monkeypatch.setattr(shards, "CHUNK", 3)


def predict_shards(cut, predicting):
    return predict_keyed(((chunk, chunk.statements) for chunk in cut), predicting)


def predict(chunks):
    """Rows of which the text says with which others they were predicted."""
    for chunk in chunks:
        together = "+".join(str(piece.statement) for piece in chunk)
        yield [
            row_from(
                piece.record, None, statement=piece.statement, position=piece.position, checkpoint=together
            )
            for piece in chunk
        ]


def read_ahead(chunks):
    yield from list(predict(chunks))


documents = st.lists(
    st.builds(
        lambda parts, kind: Record("|".join(parts), {}, "a", 1, kind),
        st.lists(st.sampled_from(["a", "b", "c"]), max_size=12),
        st.sampled_from(["document", "statement"]),
    ),
    max_size=20,
)


def chunks_of(records, start=None, size=5):
    return list(cut_shards(records, start=start, statements=size))


@given(documents, st.integers(1, 9))
def test_every_statement_is_in_one_chunk_and_every_shard_but_the_last_is_full(records, size):
    cut = chunks_of(records, size=size)
    assert [piece for chunk in cut for piece in chunk.statements] == list(
        record_statements.statements_of(records)
    )
    sizes = [0]
    for chunk in cut:
        sizes[-1] += len(chunk.statements)
        if chunk.fills_shard:
            sizes.append(0)
    assert sizes.pop() < size
    assert all(count == size for count in sizes)
    assert not cut or cut[-1].end == Cursor(len(records))


@given(documents, st.integers(1, 9), st.data())
def test_going_on_from_the_end_of_any_shard_gives_the_same_chunks_of(records, size, data):
    cut = chunks_of(records, size=size)
    ends = [number for number, chunk in enumerate(cut, start=1) if chunk.fills_shard]
    done = data.draw(st.sampled_from([0, *ends]))
    start = cut[done - 1].end if done else Cursor()
    assert chunks_of(records, start=start, size=size) == cut[done:]


def test_a_long_column_ends_a_chunk_early(monkeypatch):
    monkeypatch.setattr(chunks, "CHUNK_CHARACTERS", 100)
    records = [Record("x", {"body": ["y" * 60]}, "a", row, "statement") for row in range(5)]
    assert [len(chunk.statements) for chunk in chunks_of(records)] == [2, 2, 1]


def test_records_are_read_as_they_are_asked_for():
    endless = (Record("x", {}, "a", row, "statement") for row in iter(int, 1))
    assert len(list(islice(cut_shards(endless, start=Cursor(10)), 4))) == 4


@pytest.mark.parametrize("form", ["jsonl", "parquet"])
@pytest.mark.parametrize("predicting", [predict, read_ahead])
def test_shards_hold_the_rows_in_order_and_say_what_is_in_them(tmp_path, form, predicting):
    records = [Record("a|b|c|d", {}, f"{n}.txt", None, "document") for n in range(3)]
    cut = cut_shards(records, statements=5)
    written = list(write_shards(predict_shards(cut, predicting), tmp_path, form=form))
    assert [shard.end for shard in written] == [Cursor(1, 1), Cursor(2, 2), Cursor(3)]
    assert [shard.rows for shard in written] == [5, 5, 2]
    assert [shard.kinds for shard in written] == [{"no target": 5}, {"no target": 5}, {"no target": 2}]
    files = [tmp_path / shard_name(number, form) for number in range(3)]
    assert sorted(tmp_path.iterdir()) == files
    rows = [row for file in files for row in read_rows(file)]
    assert [(row["document"], row["position"]) for row in rows] == [
        (f"{n}.txt", place) for n in range(3) for place in range(1, 5)
    ]
    assert [file.stat().st_size for file in files] == [shard.bytes for shard in written]


@given(documents, st.integers(1, 9), st.data())
def test_a_resumed_job_writes_the_same_shards(tmp_path_factory, records, size, data):
    whole = tmp_path_factory.mktemp("whole")
    written = list(write_shards(predict_shards(chunks_of(records, size=size), predict), whole, form="jsonl"))
    done = data.draw(st.integers(0, len(written)))
    start = written[done - 1].end if done else Cursor()
    rest = predict_shards(chunks_of(records, start=start, size=size), predict)
    part = tmp_path_factory.mktemp("part")
    assert list(write_shards(rest, part, form="jsonl", first=done)) == written[done:]
    for file in part.iterdir():
        assert file.read_bytes() == (whole / file.name).read_bytes()


def test_a_failure_leaves_the_shards_before_it_and_no_half_one(tmp_path):
    def failing(chunks):
        yield from islice(predict(chunks), 3)
        raise RuntimeError("out of memory")

    records = [Record("a|b|c|d", {}, "a", None, "document")] * 3
    with pytest.raises(RuntimeError, match="out of memory"):
        list(write_shards(predict_shards(cut_shards(records, statements=5), failing), tmp_path, form="jsonl"))
    assert [file.name for file in tmp_path.iterdir()] == [shard_name(0, "jsonl")]
