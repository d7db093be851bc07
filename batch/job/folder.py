"""The folder of a job: one process at a time, and nothing in it that is not the job's."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from detente.batch.job.inputs import INPUTS_FILE
from detente.batch.job.manifest import MANIFEST_FILE, Manifest
from detente.batch.job.shards import shard_name
from detente.model.errors import JobError

ROWS_FOLDER = "rows"
_LOCK_FILE = ".lock"

# What a killed run leaves half written.
_PARTIAL = (f".{MANIFEST_FILE}.*.partial", f".{INPUTS_FILE}.*.partial", f"{ROWS_FOLDER}/.part-*.partial")


@contextmanager
def claimed(folder: Path) -> Iterator[None]:
    """Claim a job folder, made if it does not exist, for this process; the claim ends with the process.

    What a killed run left half written is removed. Raises JobError, before anything is written, where the
    folder is in use, holds anything but a job that this version can resume, or cannot be made.
    """
    # Only here: a twentieth of a second that nothing else needs.
    from filelock import FileLock, Timeout

    lock = FileLock(folder / _LOCK_FILE, timeout=0)
    try:
        _check(folder)
        (folder / ROWS_FOLDER).mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout as error:
        raise JobError(f"{folder}: in use by another process; wait for it, or stop it") from error
    except OSError as error:
        raise JobError(
            f"{folder}: cannot be used as a job folder: {error.strerror or error}; give one that can be written to"
        ) from error
    try:
        for pattern in _PARTIAL:
            for partial in folder.glob(pattern):
                partial.unlink()
        yield
    finally:
        lock.release()


def sound_shards(folder: Path, manifest: Manifest) -> int:
    """Count the shards, from the first on, that lie in the folder in their full size."""
    for number, shard in enumerate(manifest.shards):
        path = folder / ROWS_FOLDER / shard_name(number, manifest.form)
        if not path.is_file() or path.stat().st_size != shard.bytes:
            return number
    return len(manifest.shards)


def _check(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise JobError(f"{folder}: is a file; a job needs a folder of its own")
    # A manifest makes the folder a job's; one that is not ours, or of another version, is refused here.
    if not folder.is_dir() or Manifest.read(folder) is not None:
        return
    ours = {
        folder / ROWS_FOLDER,
        folder / _LOCK_FILE,
        *(path for one in _PARTIAL for path in folder.glob(one)),
    }
    rows = folder / ROWS_FOLDER
    found = [*folder.iterdir(), *(rows.iterdir() if rows.is_dir() else [])]
    others = sorted(path.relative_to(folder).as_posix() for path in found if path not in ours)
    if others or rows.is_file():
        raise JobError(
            f"{folder}: not a job folder: it holds {others[0] if others else ROWS_FOLDER} and no {MANIFEST_FILE}; "
            "give a new or empty folder, or that of a job to resume"
        )
