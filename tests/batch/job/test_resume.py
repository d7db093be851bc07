"""A job that was stopped anywhere ends as one that was not, and predicts nothing twice but the shard it was in."""

import gzip
from itertools import islice

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.batch.job.manifest import Manifest
from detente.batch.readers.inputs import read_records
from detente.batch.readers.stored_rows import read_rows
from detente.batch.sinks.sinks import open_sink
from detente.batch.statements.record_statements import statements_of

STATEMENTS = 18


def rows_in(folder):
    return [row for file in sorted((folder / "rows").iterdir()) for row in read_rows(file)]


def test_a_job_holds_every_statement_in_order(run, inputs, new_predictor, tmp_path):
    predictor = new_predictor()
    result = run(predictor)
    statements = [one.statement for one in statements_of(read_records(inputs))]
    assert len(statements) == STATEMENTS
    assert predictor.predicted == statements
    assert [row["statement"] for row in rows_in(tmp_path / "job")] == statements
    names = sorted(file.name for file in (tmp_path / "job" / "rows").iterdir())
    assert names == [f"part-{number:05d}.jsonl" for number in range(5)]
    assert result.kinds == {"no target": STATEMENTS - 1, "error": 1}
    assert (result.shards, result.shards_predicted, result.output_written) == (5, 5, False)


@settings(max_examples=8)
@given(
    patiences=st.lists(st.integers(0, 9), max_size=6),
    failure=st.sampled_from([KeyboardInterrupt, SystemExit, RuntimeError]),
)
def test_a_job_stopped_at_any_chunks_ends_as_one_that_was_not(
    run, content, new_predictor, tmp_path_factory, tmp_path, patiences, failure
):
    whole, stopped = tmp_path / "whole", tmp_path_factory.mktemp("stopped")
    if not whole.exists():  # the first example's serves all of them
        run(folder=whole)
    for patience in patiences:
        try:
            run(new_predictor(patience, failure), folder=stopped)
        except failure:
            assert not [name for name in content(stopped) if "partial" in name]
    result = run(folder=stopped)
    assert content(stopped) == content(whole)
    assert result.kinds["error"] == 1


def test_only_the_shard_that_was_open_is_predicted_again(run, new_predictor):
    first, second = new_predictor(patience=5), new_predictor()
    with pytest.raises(KeyboardInterrupt):
        run(first)
    result = run(second)
    again = len(first.predicted) + len(second.predicted) - STATEMENTS
    assert 0 < again <= 4
    assert result.shards_predicted < result.shards


def test_what_a_killed_run_left_half_written_is_cleared_away(run, content, new_predictor, tmp_path):
    with pytest.raises(KeyboardInterrupt):
        run(new_predictor(patience=3))
    (tmp_path / "job" / "rows" / ".part-00001.jsonl.77.partial").write_bytes(b'{"docu')
    (tmp_path / "job" / ".manifest.json.77.partial").write_bytes(b"{")
    # Written, and killed before the manifest said so.
    (tmp_path / "job" / "rows" / "part-00001.jsonl").write_bytes(b"something older")
    run()
    run(folder="whole")
    assert content("job") == content("whole")


@pytest.mark.parametrize("name", ["out.jsonl", "out.jsonl.gz", "out.csv", "out.tsv.gz", "out.parquet"])
def test_the_output_of_a_resumed_job_is_that_of_an_uninterrupted_one(run, new_predictor, tmp_path, name):
    run(folder="whole", output=tmp_path / name)
    wanted = (tmp_path / name).read_bytes()
    other = tmp_path / f"again.{name}"
    with pytest.raises(KeyboardInterrupt):
        run(new_predictor(patience=4), output=other)
    assert not other.exists()
    assert run(output=other).output_written
    assert other.read_bytes() == wanted
    rows = rows_in(tmp_path / "whole")
    columns = dict.fromkeys(column for row in rows for column in row)
    back = [dict.fromkeys(columns) | row for row in read_rows(tmp_path / name)]
    typed = name in ("out.jsonl", "out.jsonl.gz", "out.parquet")
    assert back == [dict.fromkeys(columns) | (row if typed else as_cells(row)) for row in rows]


def as_cells(row):
    return {name: str(value) if name == "n" and value is not None else value for name, value in row.items()}


@pytest.mark.parametrize("form", ["jsonl", "csv", "tsv"])
def test_the_output_has_the_bytes_that_the_rows_give_without_a_job(
    run, inputs, new_predictor, tmp_path, form
):
    run(output=tmp_path / f"job.{form}", shard_statements=100)
    with open_sink(tmp_path / f"plain.{form}") as sink:
        pieces = statements_of(read_records(inputs))
        for rows in new_predictor()(iter(lambda: list(islice(pieces, 3)), [])):
            sink.write(rows)
    assert (tmp_path / f"job.{form}").read_bytes() == (tmp_path / f"plain.{form}").read_bytes()


def test_shards_are_parquet_where_the_output_is_so_that_types_are_kept(run, tmp_path):
    run(output=tmp_path / "out.parquet")
    assert {file.suffix for file in (tmp_path / "job" / "rows").iterdir()} == {".parquet"}
    assert pq.read_schema(tmp_path / "out.parquet").field("n").type == "int64"


def test_packed_inputs_give_the_rows_of_plain_ones(run, inputs, tmp_path):
    from detente.batch.readers.text_streams import zstd

    table, folder = inputs
    packed = table.with_name("b.jsonl.gz")
    packed.write_bytes(gzip.compress(table.read_bytes()))
    (table.parent / "packed").mkdir()
    for file in folder.iterdir():
        (table.parent / "packed" / f"{file.name}.zst").write_bytes(zstd.compress(file.read_bytes()))
    run(folder="plain")
    run(folder="packed", inputs=[packed, table.parent / "packed"])
    plain, unpacked = rows_in(tmp_path / "plain"), rows_in(tmp_path / "packed")
    assert [row["statement"] for row in unpacked] == [row["statement"] for row in plain]
    assert [row["position"] for row in unpacked] == [row["position"] for row in plain]


@pytest.mark.slow
@pytest.mark.long
def test_thousands_of_files_are_one_job(run, new_predictor, content, tmp_path):
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(3000):
        (folder / f"{number:04d}.txt").write_text(f"Number {number} came.")
    arguments = {"inputs": [folder], "shard_statements": 1000}
    run(folder="whole", **arguments)
    with pytest.raises(KeyboardInterrupt):
        run(new_predictor(patience=500), **arguments)
    run(**arguments)
    assert content("job") == content("whole")
    assert Manifest.read(tmp_path / "job").inputs["files"] == 3000
    # The list of files is kept apart, so that the manifest can be written anew after every shard.
    assert len(content("job")["manifest.json"]) < 5000


def test_a_limit_holds_over_all_runs(run, new_predictor, tmp_path):
    with pytest.raises(KeyboardInterrupt):
        run(new_predictor(patience=2), limit=7)
    run(limit=7)
    assert len(rows_in(tmp_path / "job")) == 7


def test_an_empty_input_is_a_job_without_rows(run, tmp_path):
    (tmp_path / "empty.txt").write_text("")
    told = []
    result = run(inputs=[tmp_path / "empty.txt"], output=tmp_path / "out.csv", notify=told.append)
    assert (result.kinds, result.shards) == ({}, 0)
    assert any("empty" in message for message in told)
    assert list(read_rows(tmp_path / "out.csv")) == []
