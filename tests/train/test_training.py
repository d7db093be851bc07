"""Real training runs of a minute or so: one that learns, one that is killed and goes on, one in two processes."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from safetensors.numpy import load_file

from detente.train.resume import last_whole_state

pytestmark = pytest.mark.train

LAUNCHERS = {
    "one process": [sys.executable],
    "two processes": [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc_per_node", "2"],
}

ONE_THREAD = os.environ | {"OMP_NUM_THREADS": "1"}


def command(root: Path, folder: Path, launcher: str = "one process") -> list[str]:
    """A run from random weights on all of the project's statements: it learns the commonest cues in a minute."""
    return [
        *LAUNCHERS[launcher],
        "-m",
        "detente.scripts",
        "train",
        str(root / "configs" / "smoke.yaml"),
        f"run_folder={folder}",
        f"data.train=[{root / 'data' / 'train.jsonl'}]",
        f"data.dev=[{root / 'data' / 'dev.jsonl'}]",
        "data.limit=3000",
        "epochs=4",
        "batch_size=16",
        "optimiser.learning_rate=3e-3",
        "evaluations_an_epoch=2",
    ]


def dev_score(folder: Path) -> float:
    return float(json.loads((folder / "metrics.json").read_text())["kept"]["macro_f1"])


def epochs_saved(folder: Path) -> float:
    state = last_whole_state(folder / "states")
    return 0 if state is None else float(json.loads((state / "trainer_state.json").read_text())["epoch"])


@pytest.fixture(scope="module")
def wholes(root: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A run that nothing interrupted, by each launcher."""
    folders = {name: tmp_path_factory.mktemp("whole") / "run" for name in LAUNCHERS}
    for name, folder in folders.items():
        subprocess.run(command(root, folder, name), check=True, timeout=600, env=ONE_THREAD)
    return folders


def test_a_network_without_any_knowledge_learns_from_the_labels(wholes: dict[str, Path]) -> None:
    assert dev_score(wholes["one process"]) > 0.40  # a guess by the commonest label scores 0.21


def test_two_processes_learn_as_well_as_one(wholes: dict[str, Path]) -> None:
    one, two = (dev_score(wholes[name]) for name in LAUNCHERS)
    assert two == pytest.approx(one, abs=0.08)


@pytest.mark.parametrize("launcher", LAUNCHERS)
def test_a_run_killed_in_its_second_epoch_ends_with_the_same_weights(
    root: Path, wholes: dict[str, Path], tmp_path: Path, launcher: str
) -> None:
    folder = tmp_path / "run"
    process = subprocess.Popen(command(root, folder, launcher), env=ONE_THREAD, start_new_session=True)
    deadline = time.monotonic() + 300
    while epochs_saved(folder) <= 1:
        assert process.poll() is None, "the run ended before it could be killed"
        assert time.monotonic() < deadline
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    assert not (folder / "metrics.json").exists()
    subprocess.run(command(root, folder, launcher), check=True, timeout=600, env=ONE_THREAD)
    one, other = (load_file(run / "checkpoint" / "model.safetensors") for run in (folder, wholes[launcher]))
    assert all((one[name] == other[name]).all() for name in one | other)
