"""Files and folders that appear whole or not at all."""

import shutil
from pathlib import Path

import pytest

from detente.batch.whole_file import whole_folder, write_whole
from detente.model.errors import InputError


def test_a_text_is_written_over_the_old_one_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "file.txt"
    write_whole(path, "one")
    write_whole(path, "zwei é")
    assert path.read_text(encoding="utf-8") == "zwei é"
    assert list(path.parent.iterdir()) == [path]


def test_a_text_that_cannot_be_written_leaves_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "file.txt"
    write_whole(path, "old")
    with pytest.raises(UnicodeEncodeError):
        write_whole(path, "new \ud800")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_replaces_the_old_one_only_when_its_block_ends_well(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    with whole_folder(folder) as building:
        (building / "a").write_text("1")
    with pytest.raises(UnicodeEncodeError), whole_folder(folder) as building:
        (building / "b").write_text("2 \ud800", encoding="utf-8")
    assert [path.name for path in folder.iterdir()] == ["a"]
    assert list(tmp_path.iterdir()) == [folder]


@pytest.mark.parametrize("had_one", [True, False])
def test_a_folder_that_cannot_be_given_its_name_leaves_the_old_one_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, had_one: bool
) -> None:
    folder = tmp_path / "out"
    if had_one:
        folder.mkdir()
        (folder / "old").write_text("1")
    rename = Path.rename

    def failing(self: Path, target: Path) -> Path:
        if (self / "new").exists():
            raise OSError("the disk refuses")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(OSError, match="the disk refuses"), whole_folder(folder) as building:
        (building / "new").write_text("2")
    assert sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*")) == (
        ["out", "out/old"] if had_one else []
    )


def test_an_old_folder_that_cannot_be_removed_does_not_cost_the_new_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "old").write_text("1")

    def failing(path: Path, *, ignore_errors: bool = False) -> None:
        if not ignore_errors:
            raise OSError("the disk refuses")

    monkeypatch.setattr(shutil, "rmtree", failing)
    with whole_folder(folder) as building:
        (building / "new").write_text("2")
    assert [path.name for path in folder.iterdir()] == ["new"]


def test_a_folder_behind_a_link_is_replaced_and_the_link_stays(tmp_path: Path) -> None:
    folder, link = tmp_path / "out", tmp_path / "link"
    folder.mkdir()
    link.symlink_to(folder, target_is_directory=True)
    with whole_folder(link) as building:
        (building / "new").write_text("2")
    assert [path.name for path in folder.iterdir()] == ["new"]
    assert sorted(tmp_path.iterdir()) == [link, folder]
    assert link.is_symlink()


def test_a_file_is_not_replaced_by_a_folder(tmp_path: Path) -> None:
    path = tmp_path / "out"
    path.write_text("mine")
    with pytest.raises(InputError, match="is no folder"), whole_folder(path):
        pass
    assert path.read_text() == "mine"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_with_a_long_name_is_replaced(tmp_path: Path) -> None:
    folder = tmp_path / ("n" * 255)
    for content in ("old", "new"):
        with whole_folder(folder) as building:
            (building / "a").write_text(content)
    assert (folder / "a").read_text() == "new"
    assert list(tmp_path.iterdir()) == [folder]
