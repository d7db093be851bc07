"""What one case is: a call of the command line, what it is given, and what came of it."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

How = Literal["inside", "process", "terminal", "stopped", "short of room", "resumed", "readers", "config"]
"""Run in the worker itself; as a process; with a terminal for output; stopped by a signal; on a disk that
is full; killed and started again until it is done; what is read only, and not judged; or a config read
only, since `detente train` would go on to train."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file or pipe of which rows must come out, under the name `document`.

    `encoding` is the one that the call names. `sound` says that the file is as its kind should be.
    """

    document: str
    kind: str
    packing: str
    content: bytes
    encoding: str
    sound: bool


@dataclass(slots=True)
class Case:
    """A call; `sources` are in the order in which their rows must come, None where nothing is known of it.

    `output` is where rows, a page or splits go, None for standard output, or for the shards of `job`, a job
    folder. `older` is what is at `output` before.
    """

    command: str
    argv: list[str]
    folder: Path
    stdin: bytes = b""
    how: How = "inside"
    output: Path | None = None
    job: Path | None = None
    form: str = "jsonl"
    older: bytes | None = None
    limit: int | None = None
    sources: list[Source] | None = field(default_factory=list)

    @property
    def asks_for_help(self) -> bool:
        """Whether help is all that the call gives."""
        return "-h" in self.argv


@dataclass(frozen=True, slots=True)
class Outcome:
    """Exit code (None for an exception that was not caught), both outputs, and the stack of the exception.

    `remarks` say what differs between runs that should give the same.
    """

    code: int | None
    stdout: bytes
    stderr: bytes
    stack: str = ""
    remarks: tuple[str, ...] = ()
