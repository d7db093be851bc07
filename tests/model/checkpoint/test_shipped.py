"""The shipped checkpoints by name: which there are, and which is meant where none is named."""

import re
import shutil
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from detente.model.checkpoint import open_checkpoint, shipped
from detente.model.checkpoint.shipped import SHIPPED, is_installed, shipped_checkpoints
from detente.model.errors import CheckpointError


@pytest.fixture
def folders(tmp_path: Path, tiny_checkpoint: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The folders of base and small, the second of which is there, and of multi in a package of its own."""
    base, small, multi = (
        tmp_path / "base",
        tmp_path / "small",
        tmp_path / "site" / "detente_tiny" / "checkpoint",
    )
    places = {"published-base": base, "published-small": small}
    there = [replace(known, inside=places.get(known.name), package=None) for known in SHIPPED[:-1]]
    monkeypatch.setattr(shipped, "SHIPPED", (*there, replace(SHIPPED[-1], package="detente_tiny")))
    shutil.copytree(tiny_checkpoint, small)
    multi.parent.mkdir(parents=True)
    (multi.parent / "__init__.py").write_text("raise RuntimeError")
    monkeypatch.syspath_prepend(tmp_path / "site")
    return [base, small, multi]


def test_the_small_one_is_there_and_every_one_that_is_there_opens() -> None:
    names = [known.name for known in shipped_checkpoints()]
    assert "published-small" in names
    for name in names:
        assert open_checkpoint(name).settings.name == name.removeprefix("published-")


def test_without_a_name_it_is_the_most_accurate_that_is_there(
    folders: list[Path], sharded_checkpoint: Path
) -> None:
    base, small, multi = folders
    shutil.copytree(sharded_checkpoint, multi)
    assert open_checkpoint().folder == open_checkpoint("published").folder == small
    shutil.copytree(sharded_checkpoint, base)
    assert open_checkpoint().folder == open_checkpoint("published").folder == base
    assert open_checkpoint("published-base").folder == base
    assert open_checkpoint("published-small").folder == small


def test_one_that_is_not_there_is_told_with_those_that_are(folders: list[Path]) -> None:
    with pytest.raises(
        CheckpointError,
        match=r"published-base: not in this installation, which has published, published-small, "
        r"published-cascade; install détente again$",
    ):
        open_checkpoint("published-base")


def test_one_in_a_package_of_its_own_opens_without_its_code(
    folders: list[Path], tiny_checkpoint: Path
) -> None:
    assert not is_installed("published-multi")
    shutil.copytree(tiny_checkpoint, folders[2])
    assert is_installed("published-multi")
    assert open_checkpoint("published-multi").folder == folders[2]
    assert [known.name for known in shipped_checkpoints()] == ["published-small", "published-multi"]
    assert "detente_tiny" not in sys.modules


@pytest.mark.parametrize(
    ("extras", "command"),
    [
        (["train"], "`pip install ./checkpoints/multi`, in the project's folder, adds it"),
        (["train", "multi"], "`pip install 'detente[multi]'` adds it"),
    ],
)
def test_one_that_can_be_added_is_told_with_the_command(
    folders: list[Path], monkeypatch: pytest.MonkeyPatch, extras: list[str], command: str
) -> None:
    monkeypatch.setattr(shipped, "_extras", lambda: extras)
    with pytest.raises(CheckpointError, match=re.escape(command)):
        open_checkpoint("published-multi")
    with pytest.raises(CheckpointError, match=re.escape(command)):
        _ = shipped.SHIPPED[-1].folder


def test_a_place_that_is_none_names_those_that_are(folders: list[Path]) -> None:
    with pytest.raises(
        CheckpointError,
        match=r"accepted are published, published-small, published-cascade, a folder, and a hub",
    ):
        open_checkpoint("published-large")


def test_a_folder_around_a_checkpoint_points_to_it(tmp_path: Path, tiny_checkpoint: Path) -> None:
    shutil.copytree(tiny_checkpoint, tmp_path / "run" / "checkpoint")
    with pytest.raises(CheckpointError, match=r"not a détente checkpoint; .*run/checkpoint is one$"):
        open_checkpoint(tmp_path / "run")


def test_the_published_checkpoint_is_no_cascade() -> None:
    # Beside a second checkpoint it is loaded alone (`detente.model.routing`).
    assert open_checkpoint().asked_first is None
