"""How a case is run: inside this process, or in a copy of it that is killed or finds its disk full."""

import io
import os
import resource
import shutil
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NoReturn

from fuzzing.cases import Case

# Where a case finds the tiny checkpoint, from its own folder.
CHECKPOINT = "checkpoint"
# A case that takes more seconds of the processor hangs.
CPU_SECONDS = 20


class HangError(BaseException):
    """A case has used up its time; no handler for errors may take it for one of its own."""


@dataclass(frozen=True)
class Outcome:
    """The exit code, negative for a signal, and what was printed."""

    code: int
    stdout: bytes
    stderr: bytes


@dataclass(frozen=True)
class Stop:
    """Where a run ends early: killed before its `at`-th change of a file's name or its `at`-th opening of a file,
    killed when a file grows beyond `at` bytes, or told there that the disk is full.
    """

    kind: Literal["call", "byte", "full"]
    at: int


class Bench:
    """Runs cases, each in a folder of its own below `scratch`, where `checkpoint` links to the intact one."""

    def __init__(self, checkpoint: Path, scratch: Path) -> None:
        self._checkpoint = checkpoint
        self._scratch = scratch

    @contextmanager
    def folder(self, case: Case) -> Iterator[Path]:
        """The folder of a case with all that the call reads; gone afterwards."""
        with tempfile.TemporaryDirectory(dir=self._scratch, ignore_cleanup_errors=True) as name:
            folder = Path(name)
            (folder / CHECKPOINT).symlink_to(self._checkpoint)
            (folder / "out").mkdir()
            (folder / "in").mkdir()
            files = [*case.files, *([(case.output, case.older)] if case.output and case.older else [])]
            for path, content in files:
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
                (folder / path).write_bytes(content)
            for path, target in case.links:
                with suppress(FileExistsError):
                    (folder / path).symlink_to(target)
            yield folder

    def copy_checkpoint(self, folder: Path) -> None:
        """Put a copy of the tiny checkpoint where a case may damage it."""
        shutil.copytree(self._checkpoint, folder)


def run(case: Case, folder: Path, call: Callable[[], object] | None = None) -> Outcome:
    """Run a case, or `call` with its surroundings, in this process; what it does not catch is raised."""
    code = 0
    with tempfile.TemporaryDirectory() as name:
        streams = Path(name)
        (streams / "stdin").write_bytes(case.stdin)
        try:
            with ExitStack() as stack:
                stack.enter_context(_surroundings(case, folder))
                stack.enter_context(_standard_streams(streams))
                stack.enter_context(_limited_time())
                (call or _main)()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(end.code is not None)
        return Outcome(code, (streams / "stdout").read_bytes(), (streams / "stderr").read_bytes())


def _main() -> None:
    from detente.scripts.main import main

    main()


def run_stopped(case: Case, folder: Path, stop: Stop) -> Outcome:
    """Run a case in a copy of this process that `stop` ends early."""
    report = folder.parent / f"{folder.name}-stderr"
    report.write_bytes(b"")
    child = os.fork()
    if not child:
        _run_as_child(case, folder, stop, report)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    stderr = report.read_bytes()
    report.unlink()
    return Outcome(code, b"", stderr)


def _run_as_child(case: Case, folder: Path, stop: Stop, report: Path) -> NoReturn:
    code, said = 3, b""
    try:
        _arm(stop)
        outcome = run(case, folder)
        code, said = outcome.code, outcome.stderr
    except BaseException:  # noqa: BLE001 - reported to the parent, which checks it
        said = traceback.format_exc().encode("utf-8", "backslashreplace")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        report.write_bytes(said)
        os._exit(code)


def _arm(stop: Stop) -> None:
    if stop.kind == "call":
        left = stop.at

        def count(event: str, arguments: tuple[object, ...]) -> None:
            nonlocal left
            if event in ("os.rename", "os.remove", "os.mkdir") or (
                event == "open" and "r" not in str(arguments[1])
            ):
                left -= 1
                if left < 0:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(count)
        return
    # Python ignores this signal, so that a write fails as on a full disk; left to the system, it kills.
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN if stop.kind == "full" else signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_FSIZE, (stop.at, resource.RLIM_INFINITY))


@contextmanager
def _surroundings(case: Case, folder: Path) -> Iterator[None]:
    before, here = sys.argv, Path.cwd()
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    sys.argv = ["detente", *case.argv]
    os.chdir(folder)
    try:
        yield
    finally:
        sys.argv = before
        os.chdir(here)
        for number, handler in handlers.items():
            signal.signal(number, handler)


@contextmanager
def _limited_time() -> Iterator[None]:
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
def _standard_streams(folder: Path) -> Iterator[None]:
    """Put files in place of descriptors 0, 1 and 2, so that what libraries print is seen too."""
    kept = [os.dup(number) for number in range(3)]
    before = (sys.stdin, sys.stdout, sys.stderr)
    modes = {"stdin": "rb", "stdout": "wb", "stderr": "wb"}
    files = [(folder / name).open(mode) for name, mode in modes.items()]
    for number, file in enumerate(files):
        os.dup2(file.fileno(), number)
    # As Python opens them, but on the files themselves: what cannot be written stays in these.
    sys.stdin, sys.stdout, sys.stderr = ours = [
        io.TextIOWrapper(file, "utf-8", errors=errors)
        for file, errors in zip(files, ("strict", "strict", "backslashreplace"), strict=True)
    ]
    try:
        yield
    finally:
        sys.stdin, sys.stdout, sys.stderr = before
        for number, descriptor in enumerate(kept):
            os.dup2(descriptor, number)
            os.close(descriptor)
        for stream in ours:
            with suppress(ValueError, OSError):
                stream.close()
