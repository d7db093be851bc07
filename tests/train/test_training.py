"""Real training runs of a minute or so: one that learns, one that is killed and goes on, one in two processes."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.train

LAUNCHERS = {
    "one process": [sys.executable],
    "two processes": [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc_per_node", "2"],
}


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


@pytest.fixture(scope="module")
def whole(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("whole") / "run"
    subprocess.run(command(root, folder), check=True, timeout=600)
    return folder


def test_a_network_without_any_knowledge_learns_from_the_labels(whole: Path) -> None:
    assert dev_score(whole) > 0.40  # a guess by the commonest label scores 0.21


def test_a_killed_run_goes_on_and_ends_with_the_same_score(root: Path, whole: Path, tmp_path: Path) -> None:
    folder = tmp_path / "run"
    process = subprocess.Popen(command(root, folder))
    deadline = time.monotonic() + 300
    while len(list((folder / "states").glob("checkpoint-*/trainer_state.json"))) < 2:
        assert process.poll() is None, "the run ended before it could be killed"
        assert time.monotonic() < deadline
        time.sleep(0.05)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert not (folder / "metrics.json").exists()
    subprocess.run(command(root, folder), check=True, timeout=600)
    assert dev_score(folder) == dev_score(whole)


def test_two_processes_learn_as_well_as_one(root: Path, whole: Path, tmp_path: Path) -> None:
    folder = tmp_path / "run"
    environment = os.environ | {"OMP_NUM_THREADS": "1"}
    subprocess.run(command(root, folder, "two processes"), check=True, timeout=600, env=environment)
    assert dev_score(folder) == pytest.approx(dev_score(whole), abs=0.08)
