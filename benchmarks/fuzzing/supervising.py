"""The processes that run cases, watched from outside: one that dies or hangs costs its case only."""

import os
import signal
import time
from contextlib import suppress
from multiprocessing import connection, get_context
from pathlib import Path

from fuzzing.worker import work

# Seconds after which a case that is not answered hangs. Many, since a machine may have better to do; what
# keeps the processor busy is ended much sooner, by the system.
PATIENCE = 600
CASES_A_WORKER = 2000

_TICK = 1.0


class Clock:
    """Counts the seconds in which this process runs; what a timing beside it pauses does not age."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self._last = time.monotonic()

    def tick(self) -> None:
        """Let the time pass since the last tick, or a little more than is ever between two of them."""
        now = time.monotonic()
        self.seconds += min(now - self._last, 5 * _TICK)
        self._last = now


class Worker:
    """A process that runs cases, started anew when it dies, hangs, or has run many."""

    def __init__(self, number: int, seed: int, checkpoint: Path, scratch: Path) -> None:
        self._given = (seed, checkpoint, scratch / str(number))
        self.folder = scratch / str(number)
        self._start()

    def _start(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.connection, theirs = get_context("spawn").Pipe()
        self._process = get_context("spawn").Process(target=work, args=(theirs, *self._given))
        self._process.start()
        theirs.close()
        self._left = CASES_A_WORKER

    def give(self, case: int, clock: Clock) -> None:
        """Start a case."""
        if not self._left:
            self.end()
            self._start()
        self._left -= 1
        self.case, self._clock, self._given_at = case, clock, clock.seconds
        self.connection.send(case)

    @property
    def hangs(self) -> bool:
        """Whether the case takes too long."""
        return self._clock.seconds - self._given_at > PATIENCE

    def answer(self) -> tuple[str, list[str]]:
        """What the case was and what is wrong; of a worker that has died or hangs, that. It is then replaced."""
        try:
            if self.connection.poll():
                kind, findings = self.connection.recv()
                return str(kind), list(findings)
            finding = f"hangs for {PATIENCE} s"
        except EOFError:
            self._process.join()
            finding = f"the process dies: {_told(self._process.exitcode)}"
        self.end()
        self._start()
        return "lost", [finding]

    def end(self) -> None:
        """End the process and those that it has started."""
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid or 0, signal.SIGKILL)
        self._process.kill()
        self._process.join()
        self.connection.close()


def answered(busy: list[Worker], clock: Clock) -> list[Worker]:
    """Wait a little, and return those that have an answer or hang."""
    ready = connection.wait([worker.connection for worker in busy], timeout=_TICK)
    clock.tick()
    return [worker for worker in busy if worker.connection in ready or worker.hangs]


def _told(code: int | None) -> str:
    if code == -signal.SIGXCPU:
        return "too long at the processor"
    return signal.strsignal(-code) or str(code) if code is not None and code < 0 else str(code)
