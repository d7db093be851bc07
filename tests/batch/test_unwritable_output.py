"""An output that cannot be written is refused before any work, by the name that the user gave."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from detente.batch.job.run import Job
from detente.batch.run_settings import RunSettings
from detente.batch.whole_file import check_file, whole_file
from detente.model.errors import InputError

NOBODY = 65534


@pytest.fixture
def own() -> Iterator[Path]:
    """A folder of its own for a process with the rights of a plain user; root may write everywhere."""
    if os.name != "posix":
        pytest.skip("this system has other rights")
    was_root = os.geteuid() == 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if was_root:
            os.chown(folder, NOBODY, -1)
            os.seteuid(NOBODY)
        try:
            yield folder
        finally:
            folder.chmod(0o700)
            if was_root:
                os.seteuid(0)


def write(path: Path) -> None:
    with whole_file(path) as out:
        out.write(b"new")


@pytest.mark.parametrize("attempt", [check_file, write])
def test_a_file_in_a_read_only_folder_is_refused_by_its_own_name(own: Path, attempt) -> None:
    own.chmod(0o500)
    with pytest.raises(InputError) as refused:
        attempt(own / "rows.csv")
    assert str(refused.value) == (
        f"{own}/rows.csv: the folder {own} takes no new file: Permission denied; make it writable, or give a file in "
        "another folder"
    )


@pytest.mark.parametrize("attempt", [check_file, write])
def test_a_write_protected_file_is_not_replaced(own: Path, attempt) -> None:
    path = own / "rows.csv"
    path.write_bytes(b"old")
    path.chmod(0o400)
    with pytest.raises(InputError) as refused:
        attempt(path)
    assert str(refused.value) == (
        f"{path}: cannot be replaced: Permission denied; make it writable, or give another name"
    )
    assert path.read_bytes() == b"old"


def test_the_check_changes_nothing(own: Path) -> None:
    path = own / "rows.csv"
    path.write_bytes(b"old")
    os.utime(path, (1, 1))
    check_file(path)
    check_file(own / "other.csv")
    assert list(own.iterdir()) == [path]
    assert (path.read_bytes(), path.stat().st_mtime) == (b"old", 1)


def test_what_the_disk_refuses_later_names_the_file_too(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"

    def write_where_a_folder_comes_up() -> None:
        with whole_file(path):
            path.mkdir()

    with pytest.raises(OSError, match="directory") as refused:
        write_where_a_folder_comes_up()
    assert refused.value.filename == str(path)


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a folder that takes no file from anybody")
def test_a_job_is_not_begun_for_an_output_that_cannot_be_written(
    tiny_checkpoint: Path, tmp_path: Path
) -> None:
    (tmp_path / "in.csv").write_text("text\nBeijing waited.\n")
    job = Job(
        inputs=tmp_path / "in.csv",
        folder=tmp_path / "job",
        settings=RunSettings(checkpoint=tiny_checkpoint),
    )
    with pytest.raises(InputError, match=r"^/proc/rows\.csv: the folder /proc takes no new file"):
        job.run(output="/proc/rows.csv")
    assert not (tmp_path / "job").exists()
