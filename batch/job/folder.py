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


@contextmanager
def claimed(folder: Path) -> Iterator[None]:
    """Claim a job folder, made if it is not there, for this process; the claim ends with the process.

    What a killed run left half written is removed. Raises JobError where the folder is in use, where it
    holds something else than a job, or where it cannot be made.
    """
    # Only here: a twentieth of a second that nothing else needs.
    from filelock import FileLock, Timeout

    lock = FileLock(folder / _LOCK_FILE, timeout=0)
    try:
        _check(folder)
        (folder / ROWS_FOLDER).mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout as error:
        raise JobError(
            f"{folder}: another process is at work on this job; wait for it, or stop it"
        ) from error
    except OSError as error:
        raise JobError(
            f"{folder}: cannot be made a job's folder: {error.strerror or error}; give one in a place that can be "
            "written to"
        ) from error
    try:
        for place in (folder, folder / ROWS_FOLDER):
            for partial in place.glob(".*.partial"):
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
    if not folder.is_dir() or (folder / MANIFEST_FILE).exists():
        return
    ours = {ROWS_FOLDER, _LOCK_FILE, INPUTS_FILE}
    others = [
        path.name
        for path in sorted(folder.iterdir())
        if path.name not in ours and not path.name.endswith(".partial")
    ]
    if others:
        raise JobError(
            f"{folder}: holds {others[0]} and no job; give a new or empty folder, or that of a job to go on with"
        )
