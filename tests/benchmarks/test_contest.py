"""Contenders take turns on the same pairs, and the whole command writes what it measured."""

import json
import shutil
from pathlib import Path

import pytest
from speed import contest
from speed.contest import Contender, Measured, default_dtype, detente, fastest_batch, pipeline, take_turns
from speed.processes import ProcessRun
from speed.rows import draw_pairs, project_pairs, write_pairs

from detente.model.checkpoint.folder import open_checkpoint
from detente.model.labels import STANCES


@pytest.fixture(scope="module")
def checkpoint(tiny_checkpoint):
    return open_checkpoint(tiny_checkpoint)


@pytest.fixture
def files(checkpoint, tmp_path):
    return write_pairs(draw_pairs(project_pairs(), 7), checkpoint, tmp_path)


@pytest.mark.slow
def test_detente_gives_a_label_for_every_pair(checkpoint, files, tmp_path):
    contenders = [detente(checkpoint, "onnx")]
    (measured,) = take_turns(contenders, files, rounds=1, folder=tmp_path, tell=lambda _: None)
    assert len(measured.labels) == 7
    assert set(measured.labels) <= set(STANCES)


def test_contenders_take_turns(files, tmp_path):
    def copying(name):
        return Contender(name, lambda given, output: ["cp", str(given), str(output)], True, "text")

    told = []
    measured = take_turns(
        [copying("one"), copying("two")], files, rounds=3, folder=tmp_path, tell=told.append
    )
    assert [line.split(": ")[1] for line in told] == ["one", "two"] * 3
    assert [len(one.wholes) for one in measured] == [len(one.starts) for one in measured] == [3, 3]


def test_a_contender_that_leaves_out_a_row_is_told(files, tmp_path):
    one = tmp_path / "one.jsonl"
    one.write_text(files.worded.read_text().splitlines()[0] + "\n")
    lazy = Contender("lazy", lambda given, output: ["cp", str(one), str(output)], True, "text")
    with pytest.raises(RuntimeError, match="lazy: 1 rows out for 7 in"):
        take_turns([lazy], files, rounds=1, folder=tmp_path, tell=lambda _: None)


def test_the_batch_that_is_fastest_is_chosen(files, tmp_path, monkeypatch):
    # Told and not measured: on a busy machine a short wait may well take longer than a long one.
    seconds = {"1": 2.4, "8": 2.05, "32": 2.2}

    def told_run(command, **_):
        _, batch, given, output = command
        shutil.copy(given, output)
        one = len(Path(given).read_text().splitlines()) == 1
        return ProcessRun(2.0 if one else seconds[batch], cpu_seconds=1.0, peak_bytes=1)

    def make(batch):
        name = f"batch {batch}"
        return Contender(
            name, lambda given, output: ["copy", str(batch), str(given), str(output)], True, "text"
        )

    monkeypatch.setattr(contest, "run_process", told_run)
    told = []
    best, rates = fastest_batch(make, [1, 8, 32], files, folder=tmp_path, tell=told.append)
    assert best == 8
    assert rates == pytest.approx({1: 6 / 0.4, 8: 6 / 0.05, 32: 6 / 0.2})
    assert [line.partition(":")[0] for line in told] == [f"trying batch {batch}" for batch in seconds]


def test_rates_leave_out_the_median_start():
    measured = Measured("any", 11, starts=[1.0, 9.0, 1.0], wholes=[2.0, 3.0, 6.0])
    assert measured.rates == [10.0, 5.0, 2.0]
    assert measured.whole_rates == [5.5, 11 / 3, 11 / 6]


def test_the_number_format_that_transformers_takes_is_named(checkpoint):
    assert default_dtype(checkpoint) in pipeline(checkpoint, 8).name


@pytest.mark.slow
@pytest.mark.long
def test_the_command_measures_every_part(tiny_checkpoint, tmp_path, capsys):
    import inference

    few = ["--pairs", "40", "--tried-pairs", "40", "--batches", "8", "--rounds", "1"]
    sizes = ["--sizes", "20", "40", "--pipeline-up-to", "20"]
    inference.main([str(tiny_checkpoint), "-o", str(tmp_path), *few, *sizes])
    record = json.loads((tmp_path / "inference.json").read_text())
    names = [row["name"] for row in record["comparison"]["contenders"]]
    assert names[0] == "detente"
    assert any(name.startswith("pipeline") and name.endswith("batch 1") for name in names)
    assert len(record["cold_start"][0]["seconds"]) == 10
    assert [run["statements"] for run in record["sizes"] if run["name"] == "detente"] == [20, 40]
    assert (tmp_path / "inference.md").read_text() in capsys.readouterr().out


@pytest.mark.slow
@pytest.mark.long
def test_training_is_timed_in_every_setting(tmp_path, capsys):
    import training_speed
    from training_speed import SETTINGS

    few = ["--batches", "2", "--batch-size", "4", "--rounds", "1", "--settings", *SETTINGS]
    training_speed.main(["random", *few, "-o", str(tmp_path / "training.md")])
    told = (tmp_path / "training.md").read_text()
    assert told in capsys.readouterr().out
    assert all(f"| random | {name}: " in told for name in SETTINGS)
