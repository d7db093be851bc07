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
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from fuzzing.supervising import Clock, Worker, answered
from fuzzing.worker import run_number


def main(arguments: Sequence[str] | None = None) -> int:
    """Run cases until the time or their number is up; returns the exit code."""
    given = _parse(arguments)
    with tempfile.TemporaryDirectory(prefix="fuzz-") as name:
        scratch = Path(name)
        checkpoint = given.checkpoint or _make_checkpoint(scratch / "tiny")
        if given.case is not None:
            kind, findings = run_number(given.case, given.seed, checkpoint.resolve(), scratch)
            kept = given.keep / str(given.case)
            print("\n".join([kind, *findings, f"kept in {kept}"]))
            shutil.copytree(scratch / "case", kept, symlinks=True, dirs_exist_ok=True, ignore=_pipes)
            return int(bool(findings))
        workers = [
            Worker(number, given.seed, checkpoint.resolve(), scratch) for number in range(given.workers)
        ]
        try:
            return _run(workers, given)
        finally:
            for worker in workers:
                worker.end()


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    parser.add_argument("--minutes", type=int, default=60)
    parser.add_argument("--cases", type=int, help="stop after so many, however long they take")
    parser.add_argument("--seed", type=int, default=13)
    parser.add_argument("--case", type=int, help="run this one alone")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--checkpoint", type=Path, help="a tiny one; made anew if not given")
    parser.add_argument("--keep", type=Path, default=Path("runs/fuzz"), help="where failing cases are kept")
    return parser.parse_args(arguments)


def _make_checkpoint(folder: Path) -> Path:
    from detente.train.export.random_checkpoint import make_random_checkpoint  # only here: loads torch

    return make_random_checkpoint(folder)


def _run(workers: Sequence[Worker], given: argparse.Namespace) -> int:
    kinds: Counter[str] = Counter()
    findings: Counter[str] = Counter()
    clock = Clock()
    number = minutes = 0
    busy: list[Worker] = []
    while True:
        for worker in workers:
            if worker not in busy and number != given.cases and (given.cases or minutes < given.minutes):
                worker.give(number, clock)
                busy.append(worker)
                number += 1
        if not busy:
            break
        for worker in answered(busy, clock):
            kind, found = worker.answer()
            busy.remove(worker)
            kinds[kind] += 1
            _keep(worker, found, findings, given.keep)
        if minutes < int(clock.seconds / 60):
            minutes = int(clock.seconds / 60)
            print(f"{minutes} min  {kinds.total():,} cases  {findings.total():,} findings", flush=True)
    print(f"\n{kinds.total():,} cases in {clock.seconds / 60:.1f} minutes, seed {given.seed}")
    print("\n".join(f"{count:>8,}  {kind}" for kind, count in kinds.most_common()))
    print(f"{findings.total():,} findings of {len(findings):,} kinds")
    print("\n".join(f"{count:>8,}  {finding}" for finding, count in findings.most_common()))
    return int(bool(findings))


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
