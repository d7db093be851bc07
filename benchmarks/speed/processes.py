"""A command run as a process of its own, with its wall time, its processor time and its peak memory."""

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

LAUNCHER = Path(__file__).with_name("launcher.py")
# Nobody watches the progress bar of a process that is timed.
QUIET = {"HF_HUB_DISABLE_PROGRESS_BARS": "1", "TRANSFORMERS_VERBOSITY": "error"}
SHOWN_OF_ERRORS = 2000


@dataclass(frozen=True, slots=True)
class ProcessRun:
    """What one run of a command took, from its start to its end.

    `seconds` is wall time, `cpu_seconds` that of all cores together, `peak_bytes` the most resident memory.
    `growth` has pairs of seconds since the start and bytes in the folder that was watched.
    """

    seconds: float
    cpu_seconds: float
    peak_bytes: int
    growth: tuple[tuple[float, int], ...] = ()


def run_process(command: Sequence[str], *, watch: Path | None = None) -> ProcessRun:
    """Run a command to its end, its standard output thrown away; `watch` is a folder whose bytes are followed.

    Raises RuntimeError, with the end of what it said, where the command does not end with 0.
    """
    words = [sys.executable, "-I", "-S", str(LAUNCHER)]
    words += ["--watch", str(watch)] if watch else []
    status, printed, said = _finish([*words, *command])
    if status:
        raise RuntimeError(f"{command[0]} could not be run:\n{said[-SHOWN_OF_ERRORS:]}")
    told = json.loads(printed)
    if told["exit"]:
        raise RuntimeError(f"{' '.join(command)}\nended with {told['exit']}:\n{said[-SHOWN_OF_ERRORS:]}")
    growth = tuple((seconds, size) for seconds, size in told["growth"])
    return ProcessRun(told["seconds"], told["cpu_seconds"], told["peak_bytes"], growth)


def _finish(words: Sequence[str]) -> tuple[int, str, str]:
    # A process group of its own, so that the command is stopped together with this program.
    process = subprocess.Popen(
        words,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | QUIET,
        start_new_session=True,
    )
    try:
        printed, said = process.communicate()
    except BaseException:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        raise
    return process.returncode, printed, said


def stop_as_with_ctrl_c() -> None:
    """Let SIGTERM stop the command that is being timed, as Ctrl-C does."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))


@contextmanager
def fresh_folder(parent: Path) -> Iterator[Path]:
    """An empty folder in `parent`, gone afterwards: what one run leaves behind must not spare the next one work."""
    with tempfile.TemporaryDirectory(dir=parent) as folder:
        yield Path(folder)


def detente_command() -> str:
    """The `detente` command of the environment that runs this program."""
    return str(Path(sys.executable).with_name("detente"))
