"""The input files of a job: which they are, what is in them, and whether they stay as they were."""

import hashlib
import json
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import zip_longest
from pathlib import Path
from typing import BinaryIO

from detente.batch.readers.folders import STDIN, file_stamp, input_around, input_leading_to, input_names
from detente.model.errors import JobError

INPUTS_FILE = "inputs.jsonl"

_BLOCK_BYTES = 1024 * 1024

# Told after every block: how many bytes have been checked.
Checked = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class InputFile:
    """One file as it was read: its name as given, size in bytes and SHA-256; None where it cannot be read."""

    document: str
    bytes: int | None
    sha256: str | None


@dataclass(frozen=True, slots=True)
class InputSummary:
    """All input files together; `sha256` is that of their list, which holds the SHA-256 of each."""

    files: int
    bytes: int
    sha256: str


class JobInputs:
    """The files and folders that a job reads, in the order given.

    Millions of files are possible: their list is on disk, and 16 bytes a file are kept in memory.
    """

    def __init__(self, paths: Sequence[str | Path]) -> None:
        self.paths = paths
        self._stamps = array("q")

    def refuse(self, folder: Path, output: Path | None) -> None:
        """Raise JobError for an input that cannot be read twice, or where reading and writing would meet.

        A file that the job writes among those that it reads would make it another job at the next start, an input in
        the job folder could be overwritten, and an output there could replace a file of the job.
        """
        if output is not None and input_around(output, [folder]) is not None:
            raise JobError(f"{output}: lies in the job folder {folder}; give a path outside of it")
        for path in self.paths:
            given = Path(path)
            if str(path) == STDIN or (given.exists() and not given.is_dir() and not given.is_file()):
                shown = "standard input" if str(path) == STDIN else f"{path} (no regular file)"
                raise JobError(
                    f"a job has to read its input again when it is resumed, and {shown} can be read only once: "
                    "save it to a file first, or leave out the job folder"
                )
            if str(path) != STDIN and input_around(given, [folder]) is not None:
                raise JobError(f"{path}: lies in the job folder {folder}; give a folder apart from the input")
        for path in [folder] if output is None else [folder, output]:
            if (around := input_leading_to(path, self.paths)) is not None:
                raise JobError(f"{path}: lies in the input {around}; give a path outside the input")

    def write(self, out: BinaryIO, checked: Checked) -> InputSummary:
        """Read every file, write their list to `out`, and return its summary."""
        return _summary(self._each(checked), out)

    def compare(self, path: Path, checked: Checked) -> InputSummary:
        """Read every file and compare with the list at `path`; raises JobError, naming the first that differs."""
        with path.open(encoding="utf-8") as lines:
            try:
                known = (InputFile(**json.loads(line)) for line in lines)
                return _summary(_equal(known, self._each(checked)))
            except (ValueError, TypeError) as error:
                raise JobError(f"{path}: not the list of a job's input files: {error}") from error

    def refuse_changes(self) -> None:
        """Raise JobError where a file is no longer the one that was read by `write` or `compare`."""
        stamps = array("q")
        for name in input_names(self.paths):
            stamps.extend(file_stamp(name))
            if stamps[-2:] != self._stamps[len(stamps) - 2 : len(stamps)]:
                raise JobError(f"{name}: changed during the run, so its rows cannot be relied on")
        if len(stamps) != len(self._stamps):
            raise JobError("input files disappeared during the run, so the rows cannot be relied on")

    def _each(self, checked: Checked) -> Iterator[InputFile]:
        self._stamps = array("q")
        done = 0
        for name in input_names(self.paths):
            self._stamps.extend(file_stamp(name))
            digest = hashlib.sha256()
            size = 0
            try:
                with Path(name).open("rb") as stream:
                    while block := stream.read(_BLOCK_BYTES):
                        digest.update(block)
                        size += len(block)
                        checked(done + size)
            except OSError:
                yield InputFile(name, None, None)  # a row with the error will stand for it
                continue
            done += size
            yield InputFile(name, size, digest.hexdigest())


def _summary(files: Iterable[InputFile], out: BinaryIO | None = None) -> InputSummary:
    count = total = 0
    digest = hashlib.sha256()
    for file in files:
        line = json.dumps(asdict(file)).encode("ascii") + b"\n"
        if out is not None:
            out.write(line)
        digest.update(line)
        count += 1
        total += file.bytes or 0
    return InputSummary(count, total, digest.hexdigest())


def _equal(known: Iterable[InputFile], found: Iterable[InputFile]) -> Iterator[InputFile]:
    for old, new in zip_longest(known, found):
        if old != new:
            raise JobError(
                f"the job was begun with another input: {_difference(old, new)}; give another folder for this one"
            )
        yield new


def _difference(old: InputFile | None, new: InputFile | None) -> str:
    names = [file.document for file in (old, new) if file is not None]
    if old is None:
        return f"{names[0]} was not part of it"
    if new is None:
        return f"{names[0]} is missing"
    if names[0] != names[1]:
        return f"{names[1]} is in the place of {names[0]}"
    return f"{names[0]} has changed"
