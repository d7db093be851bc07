"""A run that a signal stops, or that saves by time, ends as one that nothing stopped, and says how to resume."""

import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from safetensors.numpy import load_file

from detente.train import run
from detente.train.config import TrainConfig
from detente.train.config_file import read_config
from detente.train.resume import StateKeeper, last_whole_state
from detente.train.run import train
from detente.train.trainer import StanceTrainer

# Each test trains a network for some seconds.
pytestmark = [pytest.mark.slow, pytest.mark.long]


def smoke(root: Path, folder: Path) -> TrainConfig:
    data = root / "data"
    return read_config(
        root / "configs" / "smoke.yaml",
        [
            f"run_folder={folder}",
            f"data.train=[{data}/train.jsonl]",
            f"data.dev=[{data}/dev.jsonl]",
            "data.limit=64",
            "batch_size=8",
            "epochs=2",
        ],
    )


def stop_at(step: int, number: int) -> Callable[..., Any]:
    """A loss that raises the signal `number` in the step `step`, from 1."""
    compute, steps = StanceTrainer.compute_loss, iter(range(1, 1000))

    def loss(self: StanceTrainer, model: Any, *arguments: Any, **named: Any) -> Any:
        if model.training and next(steps) == step:
            signal.raise_signal(number)
        return compute(self, model, *arguments, **named)

    return loss


@pytest.fixture(scope="module")
def whole(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return train(smoke(root, tmp_path_factory.mktemp("whole")), version="0").checkpoint


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_run_stopped_before_its_first_dev_score_is_saved_and_resumed_to_the_same_weights(
    root: Path, whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    told: list[str] = []
    before = signal.signal(signal.SIGTERM, lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    try:
        with monkeypatch.context() as patch:
            patch.setattr(StanceTrainer, "compute_loss", stop_at(3, number))
            with pytest.raises(KeyboardInterrupt):
                train(smoke(root, tmp_path), version="0", tell=told.append)
    finally:
        signal.signal(signal.SIGTERM, before)
    assert last_whole_state(tmp_path / "states") == tmp_path / "states" / "checkpoint-3"
    assert f"{tmp_path}: stopped after step 3 of 16, which is saved; the same command resumes the run" in told
    told.clear()
    result = train(smoke(root, tmp_path), version="0", tell=told.append)
    assert told[0] == f"{tmp_path}: resuming after step 3 of 16"
    one, other = (load_file(folder / "model.safetensors") for folder in (whole, result.checkpoint))
    assert all((one[name] == other[name]).all() for name in one | other)


def test_states_are_saved_by_time_between_evaluations(
    root: Path, whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "StateKeeper", lambda: StateKeeper(every=0))
    saved = []
    save = StateKeeper.on_save

    def on_save(self: StateKeeper, args: Any, state: Any, control: Any, **more: Any) -> None:
        saved.append(state.global_step)
        save(self, args, state, control, **more)

    monkeypatch.setattr(StateKeeper, "on_save", on_save)
    result = train(smoke(root, tmp_path), version="0")
    assert saved == list(range(1, 17))
    one, other = (load_file(folder / "model.safetensors") for folder in (whole, result.checkpoint))
    assert all((one[name] == other[name]).all() for name in one | other)


def test_a_finished_run_that_is_repeated_says_so(root: Path, whole: Path) -> None:
    told: list[str] = []
    train(smoke(root, whole.parent), version="0", tell=told.append)
    assert told == [f"{whole.parent}: this run is finished; to train again, give run_folder=FOLDER"]
