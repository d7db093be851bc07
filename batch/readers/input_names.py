"""Which files lie behind the paths that a user gives, and how large they are."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from detente.batch.readers.folders import walk_folder
from detente.batch.readers.inputs import STDIN, is_readable
from detente.batch.records import Record


def input_names(paths: Sequence[str | Path]) -> Iterator[str]:
    """Yield the names of the files that `read_records` reads, folders walked, in the same order.

    A folder that cannot be listed stands for itself.
    """
    for path in paths:
        if str(path) == STDIN or not Path(path).is_dir():
            yield str(path)
            continue
        for found in walk_folder(Path(path), readable=is_readable, notify=lambda _: None):
            yield found.document if isinstance(found, Record) else str(found)


def input_around(place: Path, paths: Sequence[str | Path]) -> str | Path | None:
    """Return the one of `paths` that `place` is, or in which it lies; None where it is outside of all."""
    within = (place.resolve(), *place.resolve().parents)
    return next((path for path in paths if str(path) != STDIN and Path(path).resolve() in within), None)


def input_bytes(paths: Sequence[str | Path]) -> int | None:
    """Add up the sizes of all files, in bytes as they lie on disk; None where standard input is among them."""
    if any(str(path) == STDIN for path in paths):
        return None
    return sum(max(file_stamp(name)[0], 0) for name in input_names(paths))


def file_stamp(name: str) -> tuple[int, int]:
    """Return a file's size in bytes and when it was changed, in ns; -1 and -1 where it is not to be seen."""
    try:
        status = os.stat(name)  # noqa: PTH116 - folders hold thousands: no Path is made for each
    except OSError:
        return -1, -1
    return status.st_size, status.st_mtime_ns
