"""An int8 graph made again from a checkpoint's weights, by the function and by the program for it."""

import json
import shutil
from pathlib import Path

import int8_graph
import pytest

from detente.model import StanceClassifier
from detente.model.checkpoint.folder import ONNX_FILE
from detente.model.errors import CheckpointError
from detente.train.export import checkpoint as export
from detente.train.export.checkpoint import GRAPHS, NO_GRAPH, GraphAgreement, remake_graph
from detente.train.labels.pairs import read_pairs

ROWS = [
    {
        "id": f"{number:012x}",
        "text": f"Washington and Beijing held talks about matter {number}.",
        "target": "CN",
    }
    for number in range(8)
]


@pytest.fixture
def pairs_file(tmp_path: Path) -> Path:
    path = tmp_path / "pairs" / "dev.jsonl"
    path.parent.mkdir()
    lines = [json.dumps(row | {"label": "neutral", "source": None}) + "\n" for row in ROWS]
    path.write_text("".join(lines), encoding="utf-8")
    return path


@pytest.fixture
def folder(tiny_checkpoint: Path, tmp_path: Path) -> Path:
    return shutil.copytree(tiny_checkpoint, tmp_path / "models" / "tiny")


def content(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def agree(monkeypatch: pytest.MonkeyPatch, labels: float) -> None:
    monkeypatch.setattr(export, "compare_backends", lambda *_: GraphAgreement(labels, 0.25, 200))


def test_the_graph_is_made_from_the_weights_and_nothing_else_changes(folder: Path, pairs_file: Path) -> None:
    before = content(folder)
    (folder / ONNX_FILE).write_bytes(b"no graph")
    found = remake_graph(folder, read_pairs(pairs_file))
    assert found == GraphAgreement(found.labels, found.largest_gap, len(ROWS), GRAPHS[0])
    assert found.labels == 1.0
    assert found.largest_gap < 0.05
    after = content(folder)
    assert {name for name in before if before[name] != after.pop(name)} <= {ONNX_FILE}
    assert not after
    assert [path.name for path in folder.parent.iterdir()] == ["tiny"]
    assert StanceClassifier.from_pretrained(folder).backend == "onnx"


def test_a_checkpoint_without_a_graph_gets_one(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.rmtree(folder / "onnx")
    agree(monkeypatch, 0.995)
    assert remake_graph(folder, []).graph == GRAPHS[0]
    assert StanceClassifier.from_pretrained(folder).backend == "onnx"


def test_a_graph_that_agrees_too_little_replaces_none(
    folder: Path, pairs_file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = content(folder)
    agree(monkeypatch, 0.5)
    monkeypatch.setattr("sys.argv", ["int8_graph.py", str(folder), str(pairs_file)])
    assert int8_graph.main() == 1
    assert capsys.readouterr().out.splitlines() == [
        f"{NO_GRAPH}: 50.00% of 200 stances are those of the weights",
        "largest gap between two probabilities: 0.250",
    ]
    assert content(folder) == before
    assert [path.name for path in folder.parent.iterdir()] == ["tiny"]


def test_the_program_says_how_far_graph_and_weights_agree(
    folder: Path, pairs_file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["int8_graph.py", str(folder), str(pairs_file), "--share", "0.3"])
    assert int8_graph.main() == 0
    assert f"int8: 100.00% of {len(ROWS)} stances are those of the weights" in capsys.readouterr().out


def test_a_folder_that_is_no_checkpoint_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CheckpointError):
        remake_graph(tmp_path / "nowhere", [])
