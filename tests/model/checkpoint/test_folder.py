"""Finding a checkpoint, and refusing what is none."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from detente.model import StanceClassifier
from detente.model.checkpoint.folder import open_checkpoint
from detente.model.checkpoint.settings import CheckpointSettings
from detente.model.encoders.backends import Backend
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
    ("name", "meant"),
    [
        ("small", "published-small"),
        ("Base", "published-base"),
        ("multi", "published-multi"),
        ("cascade", "published-cascade"),
        ("publised", "published"),
        ("published_smal", "published-small"),
    ],
)
def test_a_name_cut_short_or_misspelt_has_the_one_that_is_meant(name: str, meant: str) -> None:
    with pytest.raises(
        CheckpointError, match=f"{name}: no such folder; did you mean '{meant}'. accepted are pub"
    ):
        open_checkpoint(name)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"format": 99}, "unsupported format; this version reads format 1 only"),
        ({"temprature": 1.0}, "unknown keys temprature"),
        ({"temperature": 0}, "temperature is 0; it must be a number from 0.001 to 1,000"),
        ({"max_tokens": "64"}, "max_tokens is '64'"),
        ({"max_tokens": 10**30}, "it must be a number from 1 to 1,000,000"),
        ({"max_tokens": 64.5}, "max_tokens is 64.5, not a whole number"),
        ({"too_close_below": None}, "too_close_below is None; it must be a number from 0 to 1"),
        ({"targets": "US"}, "targets is 'US', not a table"),
        ({"targets": {"US": 1}}, "name, version, targets and wording must be text"),
        ({"wording": {"opening": 5}}, "name, version, targets and wording must be text"),
        ({"stances": ["good", "bad"]}, "stances and sources are"),
        ({"temperature": float("inf")}, "temperature is inf; it must be a number"),
        ({"source_temperature": float("nan")}, "source_temperature is nan; it must be a number"),
        ({"temperature": True}, "temperature is True; it must be a number"),
        ({"temperature": 10**400}, "temperature is 1000"),
        ({"too_close_below": float("nan")}, "too_close_below is nan; it must be a number"),
        ({"too_close_below": False}, "too_close_below is False; it must be a number"),
        ({"too_close_below": 2}, "too_close_below is 2; it must be a number from 0 to 1"),
        ({"max_tokens": True}, "max_tokens is True; it must be a number"),
        ({"training": []}, r"training is \[\], not a table"),
        ({"wording": {"target": "{foo}"}}, "its only field is {name}"),
        ({"wording": {"target": "{name:99999999999}"}}, "its only field is {name}"),
        ({"wording": {"target": "{name:{name}}"}}, "its only field is {name}"),
        ({"wording": {"target": "{name.__class__}"}}, "its only field is {name}"),
        ({"wording": {"target": "{name[0]}"}}, "its only field is {name}"),
        ({"wording": {"target": "{name!r}"}}, "its only field is {name}"),
        ({"wording": {"target": "{}"}}, "its only field is {name}"),
        ({"wording": {"target": "{name"}}, "a key is missing or wrong"),
        ({"languages": []}, "languages is .*; it must be a list of codes like en, ko and zh"),
        ({"languages": "en"}, "languages is 'en', not a list"),
        ({"languages": ["en", "en"]}, "each once"),
        ({"languages": ["English"]}, "it must be a list of codes"),
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


def test_a_folder_that_names_no_languages_is_english_and_one_in_english_names_none(
    tiny_checkpoint: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(tiny_checkpoint, folder)
    before = (folder / "detente.json").read_bytes()
    assert b"languages" not in before
    settings = CheckpointSettings.read(folder)
    assert settings.languages == ("en",)
    settings.write(folder)
    assert (folder / "detente.json").read_bytes() == before
    replace(settings, languages=("en", "ko")).write(folder)
    assert CheckpointSettings.read(folder).languages == ("en", "ko")


@pytest.mark.parametrize("content", ["[" * 100_000, '{"a":' * 100_000, "1" * 5000, "\udcff"])
def test_settings_that_are_no_sound_json_are_refused(
    tiny_checkpoint: Path, tmp_path: Path, content: str
) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(tiny_checkpoint, folder)
    (folder / "detente.json").write_bytes(content.encode("utf-8", "surrogateescape"))
    with pytest.raises(CheckpointError, match=r"detente\.json: cannot be read"):
        open_checkpoint(folder)


@pytest.mark.parametrize("backend", ["onnx", "torch"])
@pytest.mark.parametrize("where", ["vocabulary", "template"])
def test_token_ids_beyond_the_vocabulary_are_refused_at_load(
    tiny_checkpoint: Path, tmp_path: Path, backend: Backend, where: str
) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(tiny_checkpoint, folder)
    content = json.loads((folder / "tokenizer.json").read_text())
    if where == "vocabulary":
        vocabulary = content["model"]["vocab"]
        vocabulary[max(vocabulary, key=lambda token: vocabulary[token])] = 99_999
    else:
        content["post_processor"]["special_tokens"]["[SEP]"]["ids"] = [99_999]
    (folder / "tokenizer.json").write_text(json.dumps(content))
    with pytest.raises(CheckpointError, match=r"tokenizer\.json: token id 99999 is beyond"):
        StanceClassifier.from_pretrained(folder, backend=backend)


def test_settings_survive_writing_and_reading(tiny_checkpoint: Path, tmp_path: Path) -> None:
    settings = open_checkpoint(tiny_checkpoint).settings
    settings.write(tmp_path)
    assert type(settings).read(tmp_path) == settings


@pytest.mark.parametrize("name", ["tokenizer.json", "model.safetensors", "onnx/model_int8.onnx"])
def test_a_damaged_file_is_named(tiny_checkpoint: Path, tmp_path: Path, name: str) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(tiny_checkpoint, folder)
    (folder / name).write_bytes((folder / name).read_bytes()[:200])
    backend = "torch" if name == "model.safetensors" else "onnx"
    with pytest.raises(CheckpointError, match=str(folder)):
        StanceClassifier.from_pretrained(folder, backend=backend)
