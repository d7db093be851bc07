"""Which files lie behind the paths that a user gives: folders walked in the order of names."""

import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from detente.batch.readers.formats import has_reader
from detente.batch.records import Record, broken_document
from detente.batch.whole_file import real_path
from detente.model.errors import InputError

# The name of standard input among the paths.
STDIN = "-"

# Hidden files, and those by which Office marks a file as open.
_HIDDEN = (".", "~$")


def walk_folder(folder: Path, *, notify: Callable[[str], None]) -> Iterator[Path | Record]:
    """Yield the files below `folder` that can be read, sorted by name, folder by folder.

    A folder that cannot be listed or entered gives a record with its error. Hidden files and folders are
    left out; links are followed, but no folder is entered twice, so a loop ends. Files of other kinds, and
    what is no file at all (pipes, sockets), are left out and counted in one message to `notify`.
    """
    walk = _Walk()
    count = 0
    for found in walk.files(folder):
        count += 1
        yield found
    if walk.skipped:
        kinds = ", ".join(f"{kind} ({number:,})" for kind, number in sorted(walk.skipped.items()))
        notify(f"{folder}: left out: {kinds}")
    if not count:
        notify(f"{folder}: no file that can be read")


@dataclass(slots=True)
class _Walk:
    """A walk of a folder, without recursion: folders may be nested deeper than Python calls."""

    skipped: Counter[str] = field(default_factory=Counter)
    entered: set[tuple[int, int]] = field(default_factory=set)

    def files(self, folder: Path) -> Iterator[Path | Record]:
        waiting = [iter([folder])]
        while waiting:
            path = next(waiting[-1], None)
            if path is None:
                waiting.pop()
                continue
            try:
                if path.is_dir():
                    waiting.append(self._listed(path))
                elif self._is_wanted(path):
                    yield path
            except OSError as error:
                yield broken_document(str(path), f"cannot be read: {error.strerror or error}")

    def _listed(self, folder: Path) -> Iterator[Path]:
        # By way of ".", which a folder that can be listed but not entered refuses.
        known = os.stat(os.path.join(folder, "."))  # noqa: PTH116, PTH118 - a Path drops the "."
        if (known.st_dev, known.st_ino) in self.entered:
            self.skipped["folder seen before"] += 1
            return iter(())
        self.entered.add((known.st_dev, known.st_ino))
        return iter(sorted(path for path in folder.iterdir() if not path.name.startswith(_HIDDEN)))

    def _is_wanted(self, path: Path) -> bool:
        if not has_reader(path):
            self.skipped[path.suffix or "no ending"] += 1
        elif path.exists() and not path.is_file():
            self.skipped["not a file"] += 1  # a pipe would be waited for without end
        else:
            return True
        return False


def input_names(paths: Sequence[str | Path]) -> Iterator[str]:
    """Yield the names of the files that `read_records` reads, folders walked, in the same order.

    A folder that cannot be listed stands for itself.
    """
    for path in paths:
        if str(path) == STDIN or not Path(path).is_dir():
            yield str(path)
            continue
        for found in walk_folder(Path(path), notify=lambda _: None):
            yield found.document if isinstance(found, Record) else str(found)


def input_around(path: Path, paths: Sequence[str | Path]) -> str | Path | None:
    """Return the one of `paths` that `path` is, or in which it lies; None where it is outside of all."""
    within = (real_path(path), *real_path(path).parents)
    return next((one for one in paths if str(one) != STDIN and real_path(Path(one)) in within), None)


def input_leading_to(path: Path, paths: Sequence[str | Path]) -> str | Path | None:
    """Return the one of `paths` around `path`, or from which a link leads to where it lies; None where none does.

    This lists every folder among `paths`, with all its subfolders.
    """
    within = (real_path(path), *real_path(path).parents)
    folders = (one for one in paths if str(one) != STDIN and Path(one).is_dir())
    return input_around(path, paths) or next((one for one in folders if _enters(Path(one), within)), None)


def _enters(folder: Path, folders: Sequence[Path]) -> bool:
    # Whether a walk of the folder enters one of these folders, to which only a link can lead.
    wanted = {(known.st_dev, known.st_ino) for one in folders if (known := _status(one)) is not None}
    walk = _Walk()
    for _ in walk.files(folder):
        if walk.entered & wanted:
            return True
    return bool(walk.entered & wanted)


def _status(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except OSError:
        return None


def refuse_repeated(paths: Sequence[str | Path]) -> None:
    """Raise InputError for an input that is given twice, by itself or in a folder: its rows would count twice."""
    seen: dict[Path, str | Path] = {}
    for path in paths:
        real = _identity(path)
        if real in seen:
            also = "" if str(seen[real]) == str(path) else f", also as {seen[real]}"
            raise InputError(f"{path}: is given twice{also}; leave one out")
        seen[real] = path
    for real, path in seen.items():
        for folder in real.parents:
            # A walk leaves out what is hidden, so that may be given beside the folder.
            if folder in seen and not any(
                name.startswith(_HIDDEN) for name in real.relative_to(folder).parts
            ):
                raise InputError(
                    f"{path}: is given twice, by itself and in the folder {seen[folder]}; leave one out"
                )


def _identity(path: str | Path) -> Path:
    return Path(STDIN) if str(path) == STDIN else real_path(Path(path))


def input_bytes(paths: Sequence[str | Path]) -> int | None:
    """Add up the sizes of all files, in bytes as they lie on disk; None where standard input is among them."""
    if any(str(path) == STDIN for path in paths):
        return None
    return sum(max(file_stamp(name)[0], 0) for name in input_names(paths))


def file_stamp(name: str) -> tuple[int, int]:
    """Return a file's size in bytes and when it was changed, in ns; -1 and -1 where it cannot be seen."""
    try:
        status = os.stat(name)  # noqa: PTH116 - folders hold thousands: no Path is made for each
    except OSError:
        return -1, -1
    return status.st_size, status.st_mtime_ns
