"""Base models: what cannot be had is refused at once."""

import time
from pathlib import Path

import pytest
from huggingface_hub import constants
from transformers import AutoTokenizer

from detente.model.errors import ConfigError
from detente.train.base import base_model
from detente.train.base.base_model import load_base_model

HUB_NAME = "sentence-transformers/all-MiniLM-L6-v2"


def load(name: str, folder: Path) -> None:
    load_base_model(name, run_folder=folder, texts=[], seed=1, max_tokens=64)


@pytest.fixture
def no_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(constants, "ENDPOINT", "http://127.0.0.1:1")
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "cache"))


@pytest.mark.usefixtures("no_network")
def test_without_a_network_a_hub_name_is_refused_at_once_with_what_to_do(tmp_path: Path) -> None:
    began = time.monotonic()
    with pytest.raises(ConfigError, match=r"the hub cannot be reached.*base_model=published"):
        load(HUB_NAME, tmp_path)
    assert time.monotonic() - began < base_model.HUB_WAIT + 5


@pytest.mark.usefixtures("no_network")
def test_without_a_network_an_earlier_download_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("huggingface_hub.try_to_load_from_cache", lambda *_: "config.json")
    asked = {}

    def from_pretrained(name: str, **named: object) -> None:
        asked.update(named)
        raise OSError("no such file")

    monkeypatch.setattr(AutoTokenizer, "from_pretrained", from_pretrained)
    with pytest.raises(ConfigError, match="no tokenizer"):
        load(HUB_NAME, tmp_path)
    assert asked["local_files_only"] is True


@pytest.mark.usefixtures("no_network")
def test_what_is_neither_a_folder_nor_a_name_is_refused_without_asking(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no such folder, and not a name of the hub"):
        load("runs/base/checkpoint", tmp_path)


@pytest.mark.usefixtures("no_network")
@pytest.mark.parametrize(("name", "meant"), [("small", "published-small"), ("publised", "published")])
def test_a_name_that_is_nearly_a_checkpoint_of_the_project_has_that_one(
    name: str, meant: str, tmp_path: Path
) -> None:
    with pytest.raises(ConfigError, match=f"base_model: {name}: no such folder.*; did you mean '{meant}'"):
        load(name, tmp_path)


def test_the_folder_of_a_run_is_refused_with_the_checkpoint_in_it(
    tiny_checkpoint: Path, tmp_path: Path
) -> None:
    run = tmp_path / "mine"
    run.mkdir()
    (run / "config.json").write_text("{}")
    (run / "checkpoint").symlink_to(tiny_checkpoint)
    with pytest.raises(ConfigError) as refused:
        load(str(run), tmp_path)
    assert str(refused.value) == (
        f"base_model: {run}: has no tokenizer, so it is no model; {run / 'checkpoint'} is one"
    )
