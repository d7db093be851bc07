"""Runs that are killed at any moment or find the disk full, and are started again: copies of the worker."""

import os
import resource
import signal
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

from fuzzing.cases import Case, Outcome
from fuzzing.running import run_inside

# Seconds after which a run is killed; what runs longer than that lives.
_DELAYS = (0.0, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 3.0)
# Bytes that a file may have, in place of a disk that is full; what is said of it has to fit too.
_ROOM = (1000, 2000, 5000, 10_000)


def run_short_of_room(case: Case, draw: Random, scratch: Path) -> Outcome:
    """Run a case where no file can grow beyond some thousand bytes; a job then goes on where there is room."""
    new = case.job is not None and not case.job.exists()  # what else lies there is refused, room or no room
    code = _run_forked(case, scratch, room=draw.choice(_ROOM))
    outcome = Outcome(code, (scratch / "stdout").read_bytes(), (scratch / "stderr").read_bytes())
    if not new or outcome.code != 2:
        return outcome
    return _compared(case, run_inside(case, scratch), scratch)


def run_resumed(case: Case, draw: Random, scratch: Path) -> Outcome:
    """Run a job that is killed a few times, damage its last shard perhaps, and run it to its end.

    The outcome holds what differs from a run that nothing disturbed.
    """
    for _ in range(draw.randint(1, 4)):
        _run_forked(case, scratch, delay=draw.choice(_DELAYS))
    if draw.random() < 0.2:
        _damage(case, draw)
    return _compared(case, run_inside(case, scratch), scratch)


def _damage(case: Case, draw: Random) -> None:
    shards = sorted(case.job.glob("rows/part-*")) if case.job is not None else []
    if shards and draw.random() < 0.5:
        shards[-1].unlink()
    elif shards:
        shards[-1].write_bytes(shards[-1].read_bytes()[:-1])
    if case.output is not None and case.output.is_file():
        case.output.unlink()


def _compared(case: Case, outcome: Outcome, scratch: Path) -> Outcome:
    """Run the job again as it is, and elsewhere from the beginning; all three have to give the same."""
    again = run_inside(case, scratch)
    other = _elsewhere(case)
    whole = run_inside(other, scratch)
    codes = [outcome.code, again.code, whole.code]
    remarks = [] if len(set(codes)) == 1 else [f"exit codes of a job gone on with, done, and new: {codes}"]
    if outcome.code in (0, 1):
        remarks += _differences(case, other)
    return replace(outcome, remarks=tuple(remarks))


def _elsewhere(case: Case) -> Case:
    place = case.folder / "elsewhere"
    (place / "out").mkdir(parents=True)
    output = None if case.output is None else place / "out" / case.output.name
    if output is not None and case.older is not None:
        output.write_bytes(case.older)
    names = {f"--job={case.job}": f"--job={place / 'job'}", str(case.output): str(output)}
    return replace(case, argv=[names.get(part, part) for part in case.argv], job=place / "job", output=output)


def _differences(one: Case, other: Case) -> Iterator[str]:
    if one.job is None or other.job is None:
        return
    shards = [{path.name: path.read_bytes() for path in job.glob("rows/*")} for job in (one.job, other.job)]
    if shards[0] != shards[1]:
        yield f"the shards of a job gone on with are not those of a new one: {sorted(shards[0])}, {sorted(shards[1])}"
    outputs = [_content(case.output) for case in (one, other)]
    if outputs[0] != outputs[1]:
        yield "the output of a job gone on with is not that of a new one"


def _content(path: Path | None) -> bytes | None:
    return path.read_bytes() if path is not None and path.is_file() else None


def _run_forked(case: Case, scratch: Path, *, delay: float | None = None, room: int | None = None) -> int:
    """Run a case in a copy of this process, and return its exit code.

    The copy is killed after `delay` seconds, and none of its files can grow beyond `room` bytes.
    """
    child = os.fork()
    if not child:
        _be_the_copy(case, scratch, room)
    if delay is not None:
        time.sleep(delay)
        os.kill(child, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _be_the_copy(case: Case, scratch: Path, room: int | None) -> None:
    code = 3
    try:
        if room is not None:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # so that writing raises, as on a full disk
            resource.setrlimit(resource.RLIMIT_FSIZE, (room, resource.RLIM_INFINITY))
        outcome = run_inside(case, scratch)
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        with (scratch / "stderr").open("a", encoding="utf-8") as stderr:
            stderr.write(outcome.stack)
        code = 1 if outcome.code is None else outcome.code
    finally:
        os._exit(code)
