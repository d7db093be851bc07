"""A finished job: left as it is, its output written where it is missing, its shards checked."""

import sys
from dataclasses import replace

import pytest

from detente.batch.job.run import Job, JobProgress
from detente.batch.planning import DocumentOptions
from detente.batch.run_settings import RunSettings
from detente.model.errors import JobError

ALONE = DocumentOptions(alone=True)


@pytest.fixture
def finished(run, new_predictor):
    run()

    def again(**given):
        predictor = new_predictor()
        return run(predictor, **given), predictor.predicted

    return again


def test_a_finished_job_is_left_as_it_is(finished, content):
    before = content()
    result, predicted = finished()
    assert predicted == []
    assert (result.shards, result.shards_predicted, result.kinds["error"]) == (5, 0, 1)
    assert content() == before


def test_its_output_is_written_where_it_is_missing_and_not_again(finished, tmp_path):
    output = tmp_path / "out.csv"
    result, predicted = finished(output=output)
    assert (predicted, result.output_written) == ([], True)
    first = output.stat()
    result, _ = finished(output=output)
    assert not result.output_written
    assert (output.stat().st_ino, output.stat().st_mtime_ns) == (first.st_ino, first.st_mtime_ns)
    output.unlink()
    assert finished(output=output)[0].output_written


def test_an_older_file_at_its_place_is_not_taken_for_its_output(finished, tmp_path):
    (tmp_path / "out.csv").write_text("old")
    assert finished(output=tmp_path / "out.csv")[0].output_written
    assert (tmp_path / "out.csv").read_text() != "old"


def test_a_job_may_be_named_by_texts(new_predictor, tiny_checkpoint, tmp_path):
    (tmp_path / "in.txt").write_text("One came. Two went.")
    (tmp_path / "own.toml").write_text("[KR]\nnicknames = ['Land of Kimchi']\n")
    settings = RunSettings(
        checkpoint=tiny_checkpoint, targets="KR", actors=str(tmp_path / "own.toml"), documents=ALONE
    )
    job = Job(inputs=str(tmp_path / "in.txt"), folder=str(tmp_path / "texts"), settings=settings)
    assert job.run(output=str(tmp_path / "out.csv"), predict=new_predictor()).output_written
    same = Job(
        inputs=[tmp_path / "in.txt"],
        folder=tmp_path / "texts",
        settings=replace(settings, targets=["KR"], actors=[tmp_path / "own.toml"]),
    )
    assert same.run(predict=new_predictor()).shards_predicted == 0


def test_several_outputs_come_from_one_job(finished, tmp_path):
    for name in ("out.csv", "out.jsonl", "out.parquet"):
        assert finished(output=tmp_path / name)[0].output_written
    assert not finished(output=tmp_path / "out.csv")[0].output_written


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
def test_names_that_are_no_unicode_are_kept_in_the_manifest(run, tmp_path):
    given = {
        "output": tmp_path / "\udcff.csv",
        "target_column": "\udcfe",
        "inputs": [tmp_path / "in" / "folder"],
    }
    assert run(**given).output_written
    assert not run(**given).output_written


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
def test_a_folder_whose_name_is_no_unicode_takes_parquet_shards(run, tmp_path):
    assert run(folder="\udcff", output=tmp_path / "out.parquet").output_written


def test_the_format_can_be_named_whatever_the_output_is_called(finished, tmp_path):
    finished(output=tmp_path / "rows.txt", form="tsv")
    assert (tmp_path / "rows.txt").read_text().startswith("document\tposition")


def test_another_format_under_the_same_name_is_written_anew(finished, tmp_path):
    output = tmp_path / "rows.txt"
    for form, head in (("csv", "document,position"), ("tsv", "document\tposition")):
        result, predicted = finished(output=output, form=form)
        assert (result.output_written, predicted) == (True, [])
        assert output.read_text().startswith(head)
        assert not finished(output=output, form=form)[0].output_written


@pytest.mark.parametrize("spoil", [lambda path: path.unlink(), lambda path: path.write_bytes(b"{}\n")])
def test_a_shard_that_is_lost_is_predicted_again_from_there(finished, content, tmp_path, spoil):
    before = content()
    spoil(tmp_path / "job" / "rows" / "part-00002.jsonl")
    told = []
    result, predicted = finished(notify=told.append)
    assert (result.shards_predicted, len(predicted)) == (3, 10)
    assert any("part-00002.jsonl" in message for message in told)
    assert content() == before


def test_a_shard_that_was_meddled_with_does_not_go_into_the_output(finished, tmp_path):
    shard = tmp_path / "job" / "rows" / "part-00001.jsonl"
    shard.write_bytes(shard.read_bytes().replace(b"Row 5", b"Row 6"))
    with pytest.raises(JobError, match=r"part-00001\.jsonl: changed"):
        finished(output=tmp_path / "out.jsonl")
    assert not (tmp_path / "out.jsonl").exists()
    assert not list(tmp_path.glob(".*partial"))


def test_progress_is_told_from_the_first_file_to_the_output(run, tmp_path):
    seen: list[JobProgress] = []
    run(output=tmp_path / "out.csv", watch=seen.append)
    assert list(dict.fromkeys(progress.stage for progress in seen)) == [
        "checking the input",
        "predicting",
        "writing the output",
    ]
    for stage in ("checking the input", "predicting", "writing the output"):
        parts = [progress.fraction for progress in seen if progress.stage == stage]
        assert parts == sorted(parts)
        assert parts[-1] == 1.0
    assert [sum(progress.kinds.values()) for progress in seen if progress.stage == "predicting"][-1] == 18


def test_a_resumed_job_shows_what_was_done_before(run, new_predictor):
    with pytest.raises(KeyboardInterrupt):
        run(new_predictor(patience=4))
    seen: list[JobProgress] = []
    told: list[str] = []
    run(watch=seen.append, notify=told.append)
    first = next(progress for progress in seen if progress.stage == "predicting")
    assert sum(first.kinds.values()) > 8
    assert any("resuming after 2 shards with 8 rows" in message for message in told)
