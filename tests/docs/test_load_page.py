"""What the page on loading says of a checkpoint without détente: its code gives what a StanceClassifier gives."""

import ast
import json
import shutil
from pathlib import Path

import pytest
from command_blocks import ROOT, find_blocks

from detente.model import StanceClassifier

PAIR = ("Seoul condemned the launch by the North.", "KP")


@pytest.fixture
def small(tiny_checkpoint: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A tiny checkpoint in the folder that the page names, with a temperature for each head."""
    monkeypatch.chdir(tmp_path)
    folder = shutil.copytree(tiny_checkpoint, tmp_path / "small")
    settings = json.loads((folder / "detente.json").read_text())
    settings |= {"temperature": 0.05, "source_temperature": 0.04}
    (folder / "detente.json").write_text(json.dumps(settings))
    return folder


def printed_by(words: str, capsys: pytest.CaptureFixture[str]) -> str:
    """What the block of the page with these words in it prints."""
    blocks = find_blocks(ROOT / "docs" / "load.md")
    [code] = [block.text for block in blocks if block.language == "python" and words in block.text]
    capsys.readouterr()
    exec(code, {})
    return capsys.readouterr().out


def test_transformers_alone_gives_the_calibrated_probabilities(
    small: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    printed = ast.literal_eval(printed_by("from transformers import pipeline", capsys))
    classifier = StanceClassifier.from_pretrained(small, backend="torch", device="cpu", precision="fp32")
    [expected] = classifier.predict_pairs([PAIR])
    assert printed == {
        name: pytest.approx(share, abs=0.006) for name, share in expected.probabilities.items()
    }


def test_onnx_runtime_alone_gives_stance_and_source_with_their_probabilities(
    small: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stance, source = (line.split() for line in printed_by("import onnxruntime", capsys).splitlines())
    [expected] = StanceClassifier.from_pretrained(small, backend="onnx").predict_pairs([PAIR])
    holder = max(expected.source_probabilities, key=lambda name: expected.source_probabilities[name])
    assert stance == [expected.stance, str(round(expected.score or 0, 2))]
    assert source == [holder, str(round(expected.source_probabilities[holder], 2))]
