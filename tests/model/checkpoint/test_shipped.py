"""The shipped checkpoints by name: which there are, and which is meant where none is named."""

import shutil
from pathlib import Path

import pytest

from detente.model.checkpoint import open_checkpoint, shipped
from detente.model.checkpoint.shipped import SHIPPED, ShippedCheckpoint, shipped_checkpoints
from detente.model.errors import CheckpointError


@pytest.fixture
def folders(tmp_path: Path, tiny_checkpoint: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Places of both shipped checkpoints, the second of which is there."""
    places = [tmp_path / "base", tmp_path / "small"]
    monkeypatch.setattr(
        shipped,
        "SHIPPED",
        tuple(
            ShippedCheckpoint(known.name, place, known.merit)
            for known, place in zip(SHIPPED, places, strict=True)
        ),
    )
    shutil.copytree(tiny_checkpoint, places[1])
    return places


def test_the_small_one_is_there_and_every_one_that_is_there_opens() -> None:
    names = [known.name for known in shipped_checkpoints()]
    assert "published-small" in names
    for name in names:
        assert open_checkpoint(name).settings.name == name.removeprefix("published-")


def test_without_a_name_it_is_the_most_accurate_that_is_there(
    folders: list[Path], sharded_checkpoint: Path
) -> None:
    base, small = folders
    assert open_checkpoint().folder == open_checkpoint("published").folder == small
    shutil.copytree(sharded_checkpoint, base)
    assert open_checkpoint().folder == open_checkpoint("published").folder == base
    assert open_checkpoint("published-base").folder == base
    assert open_checkpoint("published-small").folder == small


def test_one_that_is_not_there_is_told_with_those_that_are(folders: list[Path]) -> None:
    with pytest.raises(
        CheckpointError,
        match=r"published-base: not in this installation, which has published, published-small, published-cascade$",
    ):
        open_checkpoint("published-base")


def test_a_place_that_is_none_names_those_that_are(folders: list[Path]) -> None:
    with pytest.raises(
        CheckpointError,
        match=r"a checkpoint is published, published-small, published-cascade, a folder or a hub",
    ):
        open_checkpoint("published-large")


def test_a_folder_around_a_checkpoint_points_to_it(tmp_path: Path, tiny_checkpoint: Path) -> None:
    shutil.copytree(tiny_checkpoint, tmp_path / "run" / "checkpoint")
    with pytest.raises(CheckpointError, match=r"not a détente checkpoint; .*run/checkpoint is one$"):
        open_checkpoint(tmp_path / "run")
