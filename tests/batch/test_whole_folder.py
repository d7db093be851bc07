"""Files and folders that appear whole or not at all."""

from pathlib import Path

import pytest

from detente.batch.whole_file import whole_folder, write_whole


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
