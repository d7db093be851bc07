"""A file that appears whole or not at all, and what takes bytes as they come because it is no file."""

import errno
import gzip
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from detente.batch.columns import FIXED_COLUMNS
from detente.batch.sinks.sinks import open_sink
from detente.batch.whole_file import check_file, whole_file
from detente.model.errors import InputError

ROW = dict.fromkeys(FIXED_COLUMNS) | {"statement": "Détente held."}


@pytest.fixture
def pipe() -> Iterator[tuple[int, Path]]:
    """The end of a pipe that is read, and the path of the other one, as a shell gives it for `>(gzip > y.gz)`."""
    if not Path("/dev/fd").is_dir():
        pytest.skip("this system has no paths for pipes")
    read, write = os.pipe()
    yield read, Path(f"/dev/fd/{write}")
    os.close(read)
    os.close(write)


def test_a_pipe_by_its_path_takes_what_is_written(pipe: tuple[int, Path]) -> None:
    read, path = pipe
    with whole_file(path) as out:
        out.write(b"whole")
    assert os.read(read, 100) == b"whole"
    assert path.is_fifo()


@pytest.mark.parametrize("form", ["jsonl", "csv", "parquet"])
def test_a_pipe_by_its_path_takes_the_bytes_of_the_file(
    pipe: tuple[int, Path], tmp_path: Path, form: str
) -> None:
    read, path = pipe
    for destination in (path, tmp_path / f"rows.{form}"):
        with open_sink(destination, form) as sink:
            sink.write([ROW])
    assert os.read(read, 65536) == (tmp_path / f"rows.{form}").read_bytes()


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs a shell with >( )")
def test_a_command_of_the_shell_takes_the_rows(tmp_path: Path) -> None:
    code = "import sys; from pathlib import Path; from detente.batch.sinks.sinks import open_sink\n"
    code += f"with open_sink(Path(sys.argv[1]), 'jsonl') as sink: sink.write([{ROW!r}])"
    script = '"$0" -c "$1" >(gzip > rows.gz); wait $!'
    subprocess.run(["bash", "-c", script, sys.executable, code], check=True, cwd=tmp_path)
    assert "Détente held." in gzip.decompress((tmp_path / "rows.gz").read_bytes()).decode()


def test_a_file_behind_a_link_is_replaced_and_the_link_stays(tmp_path: Path) -> None:
    (tmp_path / "real.txt").write_text("old")
    (tmp_path / "link.txt").symlink_to("real.txt")
    with whole_file(tmp_path / "link.txt") as out:
        out.write(b"new")
    assert (tmp_path / "link.txt").is_symlink()
    assert (tmp_path / "real.txt").read_text() == "new"


def test_a_loop_of_links_is_replaced_by_the_file(tmp_path: Path) -> None:
    (tmp_path / "loop.jsonl").symlink_to("loop.jsonl")
    with whole_file(tmp_path / "loop.jsonl") as out:
        out.write(b"new")
    assert (tmp_path / "loop.jsonl").read_bytes() == b"new"


def test_a_folder_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is a folder"), whole_file(tmp_path):
        pass


@pytest.mark.parametrize("stem", ["n" * 249, "조" * 83])
def test_a_name_as_long_as_a_disk_takes_is_written(tmp_path: Path, stem: str) -> None:
    path = tmp_path / f"{stem}.jsonl"
    for by in (None, "job-0123456789ab"):
        with whole_file(path, by=by) as out:
            [beside] = [name for name in tmp_path.iterdir() if name != path]
            assert beside.name.startswith(f".{stem[:24]}-")
            out.write(b"new")
        assert list(tmp_path.iterdir()) == [path]


def test_the_file_beside_is_named_after_who_writes_and_is_written_over_by_the_same_one(
    tmp_path: Path,
) -> None:
    path = tmp_path / "rows.csv"
    beside = {by: tmp_path / f".rows.csv.{by}.partial" for by in ("job-1", "job-2")}
    beside["job-1"].write_bytes(b"left by one that was killed")
    with whole_file(path, by="job-1") as one, whole_file(path, by="job-2") as other:
        one.write(b"one")
        other.write(b"other")
        assert set(tmp_path.iterdir()) == set(beside.values())
    assert path.read_bytes() == b"one"
    assert list(tmp_path.iterdir()) == [path]


def test_files_with_long_names_have_files_of_their_own_beside_them(tmp_path: Path) -> None:
    paths = [tmp_path / ("n" * 200 + ending) for ending in (".csv", ".tsv")]
    with whole_file(paths[0]) as one, whole_file(paths[1]) as other:
        one.write(b"one")
        other.write(b"other")
    assert [path.read_bytes() for path in paths] == [b"one", b"other"]


def test_a_name_that_is_too_long_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    path = tmp_path / ("n" * 256)
    for attempt in (check_file, lambda path: whole_file(path).__enter__()):
        with pytest.raises(OSError, match="n" * 256) as error:
            attempt(path)
        assert error.value.errno == errno.ENAMETOOLONG
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on the size of files")
@pytest.mark.parametrize("name", ["rows.jsonl", "rows.csv", "rows.csv.gz", "rows.parquet", "rows.xlsx"])
def test_want_of_room_names_the_file_that_was_asked_for(tmp_path: Path, name: str) -> None:
    import resource

    row = dict.fromkeys(FIXED_COLUMNS) | {"statement": "".join(map(str, range(1000, 9000)))}
    rows = [row | {"position": number} for number in range(20)]
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (500, limits[1]))
    try:
        with pytest.raises(OSError, match="large") as raised, open_sink(tmp_path / name) as sink:
            sink.write(rows)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert raised.value.filename == str(tmp_path / name)
    assert not list(tmp_path.iterdir())
