"""How a case is run: inside this process, or in a copy of it that is killed or finds its disk full."""

import io
import os
import resource
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pytest

from fuzzing.cases import Case

# Where a case finds the tiny checkpoint, from its own folder.
CHECKPOINT = "checkpoint"
# A case that takes more seconds of the processor hangs.
CPU_SECONDS = 20
# And so does a copy of the process that takes this long, by the clock.
SECONDS = 120


class HangError(BaseException):
    """A case has used up its time; no handler for errors may catch it."""


@dataclass(frozen=True)
class Outcome:
    """The exit code, negative for a signal, and what was printed."""

    code: int
    stdout: bytes
    stderr: bytes


@dataclass(frozen=True)
class Stop:
    """Where a run ends early.

    Killed before it creates, renames or removes a file for the `at`-th time ("call"), or when a file grows
    beyond `at` bytes ("byte"); or told there that the disk is full ("full").
    """

    kind: Literal["call", "byte", "full"]
    at: int


@contextmanager
def folder_of(case: Case, checkpoint: Path) -> Iterator[Path]:
    """A folder with all that the call reads, where CHECKPOINT links to `checkpoint`; removed afterwards."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "case"
        for needed in (folder / "in", folder / "out", _streams(folder)):
            needed.mkdir(parents=True)
        (folder / CHECKPOINT).symlink_to(checkpoint)
        for path, content in case.files:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(content)
        for path, target in case.links:
            with suppress(FileExistsError):
                (folder / path).symlink_to(target)
        yield folder


def _streams(folder: Path) -> Path:
    return folder.parent / "streams"


def run(case: Case, folder: Path) -> Outcome:
    """Run a case in this process; an exception that the command line does not catch is raised."""
    return _outcome(_run(case, folder, None), folder)


def run_stopped(case: Case, folder: Path, stop: Stop) -> Outcome:
    """Run a case in a copy of this process that `stop` ends early."""
    child = os.fork()
    if child:
        return _outcome(_waited_for(child), folder)
    # The tokenizer's threads are not copied, and a copy that asked them for work would wait for ever.
    os.environ["TOKENIZERS_PARALLELISM"] = "false"
    code = 3
    try:
        code = _run(case, folder, stop)
    except BaseException:  # noqa: BLE001 - reported to the parent, which checks it
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        said = traceback.format_exc().encode("utf-8", "backslashreplace")
        (_streams(folder) / "stderr").write_bytes(said)
    finally:
        os._exit(code)


def _waited_for(child: int) -> int:
    """The exit code of a process, which is killed if it takes longer than SECONDS."""
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.005)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    raise HangError(f"takes more than {SECONDS} s")


def _outcome(code: int, folder: Path) -> Outcome:
    return Outcome(code, *((_streams(folder) / name).read_bytes() for name in ("stdout", "stderr")))


def _run(case: Case, folder: Path, stop: Stop | None) -> int:
    from detente.scripts.main import main

    (_streams(folder) / "stdin").write_bytes(case.stdin)
    try:
        with _as_process(case.argv, folder), limited_time():
            if stop is not None:
                _arm(stop)
            main()
    except SystemExit as end:
        if end.code in (130, 143):  # the signal was meant for whoever runs the tests
            raise KeyboardInterrupt from end
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    return 0


def _arm(stop: Stop) -> None:
    if stop.kind != "call":
        # Python ignores this signal, so that a write fails as on a full disk; left to the system, it kills.
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN if stop.kind == "full" else signal.SIG_DFL)
        resource.setrlimit(resource.RLIMIT_FSIZE, (stop.at, resource.RLIM_INFINITY))
        return
    left = stop.at

    def count(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal left
        if event in ("os.rename", "os.remove", "os.mkdir") or (
            event == "open" and "r" not in str(arguments[1])
        ):
            left -= 1
            if left < 0:  # the kill is an event as well, but not one of these
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(count)


@contextmanager
def limited_time() -> Iterator[None]:
    """Raise HangError where the processor is kept busy for longer than CPU_SECONDS."""

    def end(*_: object) -> None:
        raise HangError(f"takes more than {CPU_SECONDS} s of the processor")

    before = signal.signal(signal.SIGPROF, end)
    signal.setitimer(signal.ITIMER_PROF, CPU_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


@contextmanager
def _as_process(argv: tuple[str, ...], folder: Path) -> Iterator[None]:
    """Let this process look as if it were started for the call, with files as descriptors 0 to 2."""
    with pytest.MonkeyPatch.context() as patch, ExitStack() as afterwards:
        patch.setattr(sys, "argv", ["detente", *argv])
        for heeded in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            afterwards.callback(signal.signal, heeded, signal.getsignal(heeded))
        for number, name in enumerate(("stdin", "stdout", "stderr")):
            kept = os.dup(number)
            afterwards.callback(os.close, kept)
            afterwards.callback(os.dup2, kept, number)
            file = (_streams(folder) / name).open("wb" if number else "rb")
            os.dup2(file.fileno(), number)
            # As Python opens them, but on the files themselves: what cannot be written stays in these.
            stream = io.TextIOWrapper(file, "utf-8", errors="backslashreplace" if number == 2 else "strict")
            afterwards.callback(_close, stream)
            patch.setattr(sys, name, stream)
        patch.chdir(folder)
        yield


def _close(stream: io.TextIOWrapper) -> None:
    with suppress(ValueError, OSError):
        stream.close()
