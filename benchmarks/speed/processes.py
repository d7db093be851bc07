"""A command run as a process of its own, with its wall time, its processor time and its peak memory."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

LAUNCHER = Path(__file__).with_name("launcher.py")
# Nobody looks at a bar of a process that is timed.
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
    done = subprocess.run(
        [*words, *command], capture_output=True, text=True, check=False, env=os.environ | QUIET
    )
    if done.returncode:
        raise RuntimeError(f"{command[0]} could not be run:\n{done.stderr[-SHOWN_OF_ERRORS:]}")
    told = json.loads(done.stdout)
    if told["exit"]:
        said = done.stderr[-SHOWN_OF_ERRORS:]
        raise RuntimeError(f"{' '.join(command)}\nended with {told['exit']}:\n{said}")
    growth = tuple((seconds, size) for seconds, size in told["growth"])
    return ProcessRun(told["seconds"], told["cpu_seconds"], told["peak_bytes"], growth)


@contextmanager
def fresh_folder(parent: Path) -> Iterator[Path]:
    """An empty folder in `parent`, gone afterwards: what one run leaves behind must not spare the next one work."""
    with tempfile.TemporaryDirectory(dir=parent) as folder:
        yield Path(folder)


def detente_command() -> str:
    """The `detente` command of the environment that runs this program."""
    return str(Path(sys.executable).with_name("detente"))
