"""A folder and all below it, in the order of names."""

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from detente.batch.records import Record, broken_document


def walk_folder(
    folder: Path, *, readable: Callable[[Path], bool], notify: Callable[[str], None]
) -> Iterator[Path | Record]:
    """Yield the files below `folder` that are `readable`, sorted by name, folder by folder.

    A folder that cannot be listed gives a record with its error. Hidden files and folders are left out;
    links are followed, but no folder is entered twice, so a loop ends. Files of other kinds, and what is
    no file at all (pipes, sockets), are left out and counted in one message to `notify`.
    """
    skipped: Counter[str] = Counter()
    count = 0
    for found in _walk(folder, readable, skipped, set()):
        count += 1
        yield found
    if skipped:
        kinds = ", ".join(f"{kind} {number}" for kind, number in sorted(skipped.items()))
        notify(f"{folder}: {skipped.total()} entries left out ({kinds})")
    if not count:
        notify(f"{folder}: no file that can be read")


def _walk(
    folder: Path, readable: Callable[[Path], bool], skipped: Counter[str], entered: set[tuple[int, int]]
) -> Iterator[Path | Record]:
    try:
        known = folder.stat()
        paths = sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    except OSError as error:
        yield broken_document(str(folder), f"folder cannot be listed: {error.strerror or error}")
        return
    if (known.st_dev, known.st_ino) in entered:
        skipped["folder seen before"] += 1
        return
    entered.add((known.st_dev, known.st_ino))
    for path in paths:
        if path.is_dir():
            yield from _walk(path, readable, skipped, entered)
        elif not readable(path):
            skipped[path.suffix or "no ending"] += 1
        elif path.exists() and not path.is_file():
            skipped["not a file"] += 1  # a pipe would be waited on without end
        else:
            yield path
