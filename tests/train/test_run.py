"""Runs from config to checkpoint, with a tiny network: whole, resumed, finished, and judged by plain transformers."""

import shutil
from pathlib import Path

import pytest
from safetensors.numpy import load_file

from detente.model import StanceClassifier
from detente.model.checkpoint import open_checkpoint
from detente.train.config import TrainConfig
from detente.train.config_file import read_config
from detente.train.model_card import write_card
from detente.train.run import train


def smoke(root: Path, folder: Path, *overrides: str) -> TrainConfig:
    data = root / "data"
    return read_config(
        root / "configs" / "smoke.yaml",
        [
            f"run_folder={folder}",
            f"data.train=[{data}/train.jsonl]",
            f"data.dev=[{data}/dev.jsonl]",
            "data.limit=64",
            "batch_size=8",
            *overrides,
        ],
    )


@pytest.fixture(scope="module")
def finished(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("run")
    train(smoke(root, folder, "epochs=2"), version="0")
    return folder


def test_a_run_ends_with_a_checkpoint_that_predicts_and_no_pickle(finished: Path) -> None:
    classifier = StanceClassifier.from_pretrained(finished / "checkpoint")
    assert classifier.name == "smoke-0"
    assert [p.target for p in classifier.predict("Beijing thanked Seoul.")] == ["CN", "KR"]
    endings = {path.suffix for path in (finished / "checkpoint").rglob("*") if path.is_file()}
    assert endings <= {".json", ".safetensors", ".onnx", ".md"}


def test_a_finished_run_is_returned_and_not_trained_again(root: Path, finished: Path) -> None:
    before = (finished / "checkpoint" / "model.safetensors").stat().st_mtime_ns
    result = train(smoke(root, finished, "epochs=2"), version="0")
    assert (finished / "checkpoint" / "model.safetensors").stat().st_mtime_ns == before
    assert result.checkpoint == finished / "checkpoint"


def test_an_interrupted_run_ends_as_an_uninterrupted_one(root: Path, finished: Path, tmp_path: Path) -> None:
    # The state after the first of two epochs is all that an interruption would have left.
    interrupted = tmp_path / "run"
    shutil.copytree(finished, interrupted)
    states = sorted((interrupted / "states").iterdir(), key=lambda path: int(path.name.rpartition("-")[2]))
    shutil.rmtree(states[-1])
    (states[-1]).mkdir()
    shutil.rmtree(interrupted / "checkpoint")
    (interrupted / "metrics.json").unlink()
    (interrupted / "config.json").unlink()
    train(smoke(root, interrupted, "epochs=2"), version="0")
    one = load_file(finished / "checkpoint" / "model.safetensors")
    other = load_file(interrupted / "checkpoint" / "model.safetensors")
    assert one.keys() == other.keys()
    assert all((one[name] == other[name]).all() for name in one)


def test_plain_transformers_gives_the_stances_of_detente(finished: Path) -> None:
    from transformers import pipeline

    checkpoint = open_checkpoint(finished / "checkpoint")
    wording = checkpoint.settings.wording
    classifier = StanceClassifier.from_pretrained(checkpoint.folder, backend="torch", device="cpu")
    statements = ["Beijing thanked Seoul.", "Washington will not talk to Pyongyang.", "The DPRK waited."]
    predictions = classifier.predict(statements)
    asked = [
        {
            "text": wording.mark(str(p.statement), p.mentions),
            "text_pair": checkpoint.settings.targets[p.target],
        }
        for p in predictions
    ]
    judged = pipeline("text-classification", model=str(checkpoint.folder), truncation=True, device="cpu")(
        asked
    )
    assert [answer["label"] for answer in judged] == [p.stance for p in predictions]


def test_the_model_card_is_filled_in_to_the_last_placeholder(finished: Path) -> None:
    text = write_card(open_checkpoint(finished / "checkpoint")).read_text(encoding="utf-8")
    assert "$" not in text
    assert "détente smoke 0" in text
    assert "No evaluation was given" in text
