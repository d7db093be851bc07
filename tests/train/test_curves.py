"""Training curves in the run folder, by the trackers that are asked for."""

import os
import shutil
from pathlib import Path

import pytest
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

from detente.model.errors import ConfigError
from detente.train.config import TrainConfig
from detente.train.config_file import read_config
from detente.train.curves import chosen_trackers, tracker_folders
from detente.train.run import train

CURVES = {
    "train/loss",
    "train/learning_rate",
    "eval/loss",
    "eval/macro_f1",
    "eval/accuracy",
    "eval/source_accuracy",
}


def smoke(root: Path, folder: Path, *overrides: str) -> TrainConfig:
    data = root / "data"
    settings = [
        f"run_folder={folder}",
        f"data.train=[{data}/train.jsonl]",
        f"data.dev=[{data}/dev.jsonl]",
        "data.limit=32",
        "batch_size=8",
        "epochs=2",
        "evaluations_an_epoch=2",
    ]
    return read_config(root / "configs" / "smoke.yaml", [*settings, *overrides])


def steps(folder: Path) -> dict[str, list[int]]:
    """The steps of each curve, as TensorBoard would show them."""
    events = EventAccumulator(str(folder / "curves"))
    events.Reload()
    return {tag: [event.step for event in events.Scalars(tag)] for tag in events.Tags()["scalars"]}


def without(monkeypatch: pytest.MonkeyPatch, package: str) -> None:
    monkeypatch.setattr("detente.model.errors.find_spec", lambda name: None if name == package else object())


@pytest.fixture(scope="module")
def finished(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("run")
    train(smoke(root, folder), version="0")
    return folder


@pytest.mark.slow
def test_the_curves_of_a_run_lie_in_its_folder(finished: Path) -> None:
    found = steps(finished)
    assert found.keys() >= CURVES
    assert all(found[tag] == [2, 4, 6, 8] for tag in CURVES)
    assert not list((finished / "states").rglob("events.*"))


@pytest.mark.slow
def test_a_resumed_run_goes_on_with_the_same_curves(root: Path, finished: Path, tmp_path: Path) -> None:
    # What a kill after the last evaluation but before its state was saved would have left.
    folder = tmp_path / "run"
    shutil.copytree(finished, folder, ignore=shutil.ignore_patterns("checkpoint", "metrics.json"))
    states = sorted((folder / "states").iterdir(), key=lambda path: int(path.name.rpartition("-")[2]))
    shutil.rmtree(states[-1])
    for path in (folder / "config.json", states[0] / "trainer_state.json"):
        path.write_text(path.read_text().replace(str(finished), str(folder)))
    train(smoke(root, folder), version="0")
    assert len(list((folder / "curves").glob("events.*"))) == 2
    assert {tag: steps(folder)[tag] for tag in CURVES} == {tag: [2, 4, 6, 8] for tag in CURVES}


@pytest.mark.slow
def test_a_run_may_do_without_curves(root: Path, tmp_path: Path) -> None:
    train(smoke(root, tmp_path, "report_to=none", "epochs=1"), version="0")
    assert (tmp_path / "metrics.json").exists()
    assert not list(tmp_path.rglob("events.*"))


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("none", []),
        ("[none]", []),
        ("[]", []),
        ("auto", ["tensorboard"]),
        ("wandb", ["wandb"]),
        ("[auto, mlflow, tensorboard]", ["tensorboard", "mlflow"]),
    ],
)
def test_trackers_are_named_alone_or_in_a_list(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, value: str, names: list[str]
) -> None:
    without(monkeypatch, "nothing")
    assert chosen_trackers(smoke(root, tmp_path, f"report_to={value}").report_to) == names


def test_auto_does_without_tensorboard_and_is_stored_as_auto(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without(monkeypatch, "tensorboard")
    config = smoke(root, tmp_path)
    assert chosen_trackers(config.report_to) == []
    assert config.model_dump(mode="json")["report_to"] == ["auto"]


@pytest.mark.parametrize("value", ["tensorbord", "[wandb, tensorbord]", "[none, tensorbord]"])
def test_a_name_that_is_no_tracker_is_refused_with_those_that_are(
    root: Path, tmp_path: Path, value: str
) -> None:
    with pytest.raises(ConfigError, match=r"report_to: .*tensorboard, wandb, mlflow.*pip install") as caught:
        smoke(root, tmp_path, f"report_to={value}")
    assert "'tensorbord'" in str(caught.value) or "'none'" in str(caught.value)


def test_a_tracker_that_is_not_installed_is_refused_before_anything_is_written(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without(monkeypatch, "wandb")
    with pytest.raises(ConfigError, match="pip install wandb"):
        train(smoke(root, tmp_path / "run", "report_to=[auto, wandb]"), version="0")
    assert not (tmp_path / "run").exists()


def test_other_trackers_are_pointed_at_the_run_folder_for_the_run_alone(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without(monkeypatch, "nothing")
    monkeypatch.setenv("MLFLOW_TRACKING_URI", "http://tracking.example")
    monkeypatch.delenv("WANDB_DIR", raising=False)
    before = dict(os.environ)
    with tracker_folders(smoke(root, tmp_path, "report_to=[wandb, mlflow]")):
        assert os.environ["WANDB_DIR"] == str(tmp_path / "curves")
        assert os.environ["MLFLOW_TRACKING_URI"] == "http://tracking.example"
    assert dict(os.environ) == before
