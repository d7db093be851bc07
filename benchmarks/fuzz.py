"""Random and damaged files, pipes and options put through the command line, hour after hour.

    python benchmarks/fuzz.py --minutes 60 [--seed N] [--workers N] [--keep FOLDER]
    python benchmarks/fuzz.py --seed N --case 1234

Whatever goes in, a command must end within 20 s of the processor, with exit code 0, 1 or 2 (130 or 143 where it
was stopped) and without a traceback; every row of a table must come out in order, with an error or without; the
exit code must be 1 where a row has an error and 0 where none has; an output must be whole and readable, or not
there. What breaks a rule is printed, and its folder kept. A seed and a number give the same case again; --case
runs one alone.

Most cases run in a worker process, with a tiny checkpoint of random weights; some start `detente` anew, with a
terminal, or with a signal in the middle. Prints the cases by kind, and ends with 1 where there are findings.
"""

import argparse
import os
import re
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from multiprocessing import connection, get_context
from pathlib import Path

from fuzzing.running import PATIENCE
from fuzzing.worker import run_number, work

# A worker is given up once it has been silent for longer than a process in it may take.
SILENCE = PATIENCE + 60
CASES_A_WORKER = 2000


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

    def give(self, case: int) -> None:
        """Start a case."""
        if not self._left:
            self.end()
            self._start()
        self._left -= 1
        self.case, self.started = case, time.monotonic()
        self.connection.send(case)

    def answer(self) -> tuple[str, list[str]]:
        """What came of the case; a worker that has died or is silent for too long is replaced."""
        try:
            if self.connection.poll(max(0.0, self.started + SILENCE - time.monotonic())):
                kind, findings = self.connection.recv()
                return str(kind), list(findings)
            finding = f"hangs for {SILENCE} s"
        except EOFError:
            self._process.join()
            finding = f"the process dies: {_told(self._process.exitcode)}"
        self.end()
        self._start()
        return "lost", [finding]

    def end(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.join()
        self.connection.close()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run cases until the time or their number is up; returns the exit code."""
    given = _parse(arguments)
    with tempfile.TemporaryDirectory(prefix="fuzz-") as name:
        scratch = Path(name)
        checkpoint = given.checkpoint or _make_checkpoint(scratch / "tiny")
        if given.case is not None:
            kind, findings = run_number(given.case, given.seed, checkpoint.resolve(), scratch)
            shutil.copytree(scratch / "case", given.keep / str(given.case), symlinks=True, dirs_exist_ok=True)
            print("\n".join([kind, *findings, f"kept in {given.keep / str(given.case)}"]))
            return int(bool(findings))
        workers = [
            Worker(number, given.seed, checkpoint.resolve(), scratch) for number in range(given.workers)
        ]
        try:
            return _run(workers, given)
        finally:
            for worker in workers:
                worker.end()


def _told(code: int | None) -> str:
    if code == -signal.SIGXCPU:
        return "too long at the processor"
    return signal.strsignal(-code) or str(code) if code is not None and code < 0 else str(code)


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--cases", type=int, help="stop after so many, however long they take")
    parser.add_argument("--seed", type=int, default=13)
    parser.add_argument("--case", type=int, help="run this one alone")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--checkpoint", type=Path, help="a tiny one; made anew if not given")
    parser.add_argument("--keep", type=Path, default=Path("runs/fuzz"), help="where failing cases are kept")
    return parser.parse_args(arguments)


def _make_checkpoint(folder: Path) -> Path:
    from detente.train.random_checkpoint import make_random_checkpoint  # only here: loads torch

    return make_random_checkpoint(folder)


def _run(workers: Sequence[Worker], given: argparse.Namespace) -> int:
    kinds: Counter[str] = Counter()
    findings: Counter[str] = Counter()
    started = shown = time.monotonic()
    end = started + given.minutes * 60
    number = 0
    busy: list[Worker] = []
    while True:
        for worker in workers:
            if worker not in busy and number != given.cases and (given.cases or time.monotonic() < end):
                worker.give(number)
                busy.append(worker)
                number += 1
        if not busy:
            break
        ready = connection.wait([worker.connection for worker in busy], timeout=SILENCE)
        for worker in [one for one in busy if one.connection in ready or _silent(one)]:
            kind, found = worker.answer()
            busy.remove(worker)
            kinds[kind] += 1
            _keep(worker, found, findings, given.keep)
        if time.monotonic() - shown > 60:
            shown = time.monotonic()
            print(
                f"{(shown - started) / 60:.0f} min  {kinds.total():,} cases  {findings.total():,} findings",
                flush=True,
            )
    minutes = (time.monotonic() - started) / 60
    print(f"\n{kinds.total():,} cases in {minutes:.1f} minutes, seed {given.seed}")
    print("\n".join(f"{count:>8,}  {kind}" for kind, count in kinds.most_common()))
    print(f"{findings.total():,} findings of {len(findings):,} kinds")
    print("\n".join(f"{count:>8,}  {finding}" for finding, count in findings.most_common()))
    return int(bool(findings))


def _silent(worker: Worker) -> bool:
    return time.monotonic() - worker.started > SILENCE


def _keep(worker: Worker, found: Sequence[str], findings: Counter[str], folder: Path) -> None:
    """Count findings by their kind and keep the folders of the first few of each."""
    for finding in found:
        kind = re.sub(r"/\S+/|\d+", "…", finding)[:100]
        findings[kind] += 1
        print(f"case {worker.case}: {finding}", flush=True)
        place = folder / str(worker.case)
        if findings[kind] <= 5 and not place.exists():
            # Links stay links, and what cannot be copied (pipes) is left out.
            shutil.copytree(worker.folder / "case", place, symlinks=True, ignore=_pipes)


def _pipes(folder: str, names: list[str]) -> list[str]:
    return [
        name for name in names if not (Path(folder) / name).is_file() and not (Path(folder) / name).is_dir()
    ]


if __name__ == "__main__":
    os.environ["HF_HUB_OFFLINE"] = "1"
    sys.exit(main())
