"""Finding a checkpoint, and refusing what is none."""

import json
import shutil
from pathlib import Path

import pytest

from detente.model.checkpoint.folder import open_checkpoint
from detente.model.errors import CheckpointError


def test_a_whole_folder_opens_with_its_settings(tiny_checkpoint: Path) -> None:
    found = open_checkpoint(tiny_checkpoint)
    assert found.name == "tiny-0"
    assert found.settings.max_tokens == 64
    assert found.settings.targets["KP"] == "North Korea"
    assert found.onnx is not None
    assert found.weights is not None


def test_a_folder_with_a_pickle_only_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "pytorch_model.bin").write_bytes(b"\x80\x04.")
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(CheckpointError, match=r"pytorch_model\.bin is pickled and never loaded"):
        open_checkpoint(tmp_path)


def test_settings_beside_a_pickle_do_not_make_it_a_checkpoint(tiny_checkpoint: Path, tmp_path: Path) -> None:
    shutil.copy(tiny_checkpoint / "detente.json", tmp_path)
    (tmp_path / "model.pt").write_bytes(b"\x80\x04.")
    with pytest.raises(CheckpointError, match=r"model\.pt is pickled"):
        open_checkpoint(tmp_path)


@pytest.mark.parametrize("location", ["./nowhere", "no/such/folder/here", "nothing"])
def test_a_missing_folder_is_named(location: str) -> None:
    with pytest.raises(CheckpointError, match="no such folder"):
        open_checkpoint(location)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"format": 99}, "not of format 1"),
        ({"temprature": 1.0}, "unknown keys temprature"),
        ({"temperature": 0}, "temperature is 0, not a number above 0"),
        ({"max_tokens": "64"}, "max_tokens is '64'"),
        ({"max_tokens": 10**30}, "more than 1000000"),
        ({"max_tokens": 64.5}, "max_tokens is 64.5, not a whole number"),
        ({"too_close_below": None}, "too_close_below is None, not a number"),
        ({"targets": "US"}, "a key is missing or wrong"),
        ({"targets": {"US": 1}}, "name, version, targets and wording are text"),
        ({"wording": {"opening": 5}}, "name, version, targets and wording are text"),
        ({"stances": ["good", "bad"]}, "stances and sources are"),
        ({"wording": {"target": "{foo}"}}, "a key is missing or wrong"),
        ({"name": None}, None),
    ],
)
def test_broken_settings_say_what_is_wrong(
    tiny_checkpoint: Path, tmp_path: Path, change: dict[str, object], message: str | None
) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(tiny_checkpoint, folder)
    content = json.loads((folder / "detente.json").read_text()) | change
    if message is None:
        del content["name"]
        message = "a key is missing or wrong"
    (folder / "detente.json").write_text(json.dumps(content))
    with pytest.raises(CheckpointError, match=message):
        open_checkpoint(folder)


def test_settings_survive_writing_and_reading(tiny_checkpoint: Path, tmp_path: Path) -> None:
    settings = open_checkpoint(tiny_checkpoint).settings
    settings.write(tmp_path)
    assert type(settings).read(tmp_path) == settings


@pytest.mark.parametrize("name", ["tokenizer.json", "model.safetensors", "onnx/model_int8.onnx"])
def test_a_damaged_file_is_told_by_name(tiny_checkpoint: Path, tmp_path: Path, name: str) -> None:
    from detente.model import StanceClassifier

    folder = tmp_path / "copy"
    shutil.copytree(tiny_checkpoint, folder)
    (folder / name).write_bytes((folder / name).read_bytes()[:200])
    backend = "torch" if name == "model.safetensors" else "onnx"
    with pytest.raises(CheckpointError, match=str(folder)):
        StanceClassifier.from_pretrained(folder, backend=backend)
