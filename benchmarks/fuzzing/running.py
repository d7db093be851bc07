"""How a case is run: inside the worker, or as a process of its own that may be stopped half-way."""

import io
import os
import pty
import select
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from random import Random

from fuzzing.cases import Case, Outcome
from fuzzing.direct import read_config_only, read_inputs_only

_COMMAND = (sys.executable, "-m", "detente.scripts")


def run_case(case: Case, draw: Random, scratch: Path) -> Outcome:
    """Run a case as it says, with its outputs kept in files of `scratch`, where its input is in `stdin`."""
    match case.how:
        case "inside" | "config" | "readers":
            return run_inside(case, scratch)
        case "terminal":
            return _run_on_terminal(case, scratch)
        case "stopped":
            return _run_stopped(case, draw, scratch)
        case _:
            done = subprocess.run(
                [*_COMMAND, *case.argv],
                input=case.stdin,
                capture_output=True,
                check=False,
                cwd=case.folder,
            )
            return Outcome(done.returncode, done.stdout, done.stderr)


def run_inside(case: Case, scratch: Path) -> Outcome:
    """Run a case in this process, its standard streams in files of `scratch`, of which `stdin` is there already."""
    code: int | None = 0
    stack = ""
    with _standard_streams(scratch), _surroundings(case.argv, case.folder):
        try:
            _call(case)
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(end.code is not None)
        except BaseException:  # noqa: BLE001 - whatever is not caught by then is what is looked for
            code, stack = None, traceback.format_exc()
    return Outcome(code, (scratch / "stdout").read_bytes(), (scratch / "stderr").read_bytes(), stack)


def _call(case: Case) -> None:
    match case.how:
        case "config":
            read_config_only(case)
        case "readers":
            read_inputs_only(case)
        case _:
            from detente.scripts.main import main

            main()


@contextmanager
def _surroundings(argv: list[str], folder: Path) -> Iterator[None]:
    before, here = sys.argv, Path.cwd()
    sys.argv = ["detente", *argv]
    os.chdir(folder)
    try:
        yield
    finally:
        sys.argv = before
        os.chdir(here)


@contextmanager
def _standard_streams(scratch: Path) -> Iterator[None]:
    """Lay files over descriptors 0, 1 and 2, so that what libraries print is seen too."""
    kept = [os.dup(number) for number in range(3)]
    before = (sys.stdin, sys.stdout, sys.stderr)
    names = {"stdin": "rb", "stdout": "wb", "stderr": "wb"}
    files = [(scratch / name).open(mode) for name, mode in names.items()]
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


def _run_on_terminal(case: Case, scratch: Path) -> Outcome:
    terminal, end = pty.openpty()
    with _started(case, scratch, stdout=end) as process:
        os.close(end)
        shown = b""
        # Reading fails once the process, and with it the last who holds the other end, has gone.
        with suppress(OSError):
            while ready := select.select([terminal], [], [])[0]:
                shown += os.read(ready[0], 65536)
        process.wait()
    os.close(terminal)
    return Outcome(process.returncode, shown, (scratch / "stderr").read_bytes())


def _run_stopped(case: Case, draw: Random, scratch: Path) -> Outcome:
    """Stop it by a signal once it has begun to write, or somewhat later."""
    with (
        (scratch / "stdout").open("wb") as stdout,
        _started(case, scratch, stdout=stdout.fileno()) as process,
    ):
        while process.poll() is None and not _has_begun(case, scratch):
            time.sleep(0.005)
        time.sleep(draw.choice((0, 0, 0.01, 0.05, 0.2)))
        process.send_signal(draw.choice((signal.SIGINT, signal.SIGTERM, signal.SIGKILL)))
        process.wait()
    return Outcome(process.returncode, (scratch / "stdout").read_bytes(), (scratch / "stderr").read_bytes())


def _has_begun(case: Case, scratch: Path) -> bool:
    if case.output is not None and case.output.parent.is_dir():
        return any(".partial" in path.name for path in case.output.parent.iterdir())
    return (scratch / "stdout").stat().st_size > 0


@contextmanager
def _started(case: Case, scratch: Path, *, stdout: int) -> Iterator[subprocess.Popen[bytes]]:
    with (scratch / "stdin").open("rb") as stdin, (scratch / "stderr").open("wb") as stderr:
        process = subprocess.Popen(
            [*_COMMAND, *case.argv],
            stdin=stdin,
            stdout=stdout,
            stderr=stderr,
            cwd=case.folder,
            # A shell starts its background jobs with SIGINT ignored.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )
        try:
            yield process
        finally:
            process.kill()
            process.wait()
