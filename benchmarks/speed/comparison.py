"""Contenders on the same pairs, in turns, so that a slow minute of the machine slows all of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from speed.contenders import Contender
from speed.processes import fresh_folder, run_process
from speed.rates import median, pairs_a_second
from speed.rows import PairFiles

Tell = Callable[[str], None]
ANSWERS = "answers.jsonl"


@dataclass(slots=True)
class Measured:
    """What a contender took in each round, in seconds, for one pair and for all; and the labels it gave."""

    name: str
    pairs: int
    starts: list[float] = field(default_factory=list)
    wholes: list[float] = field(default_factory=list)
    cpu_seconds: list[float] = field(default_factory=list)
    peak_bytes: int = 0
    labels: list[str | None] = field(default_factory=list)

    @property
    def whole_rates(self) -> list[float]:
        """Pairs a second of the whole process, round by round."""
        return [pairs_a_second(self.pairs, whole) for whole in self.wholes]

    @property
    def rates(self) -> list[float]:
        """Pairs a second without the start, the median of all starts, round by round."""
        start = median(self.starts)
        return [pairs_a_second(self.pairs, whole, start=start) for whole in self.wholes]

    def summary(self) -> dict[str, object]:
        """The figures as they are kept in a file."""
        return {
            "name": self.name,
            "pairs": self.pairs,
            "start_seconds": self.starts,
            "whole_seconds": self.wholes,
            "cpu_seconds": self.cpu_seconds,
            "pairs_a_second_whole": self.whole_rates,
            "pairs_a_second": self.rates,
            "peak_bytes": self.peak_bytes,
        }


def take_turns(
    contenders: Sequence[Contender],
    files: PairFiles,
    *,
    rounds: int,
    folder: Path,
    tell: Tell,
    between: Callable[[], None] = lambda: None,
) -> list[Measured]:
    """Run every contender once a round, on one pair and on all; `between` is called once a round as well.

    Outputs are written into `folder`. Raises RuntimeError where a contender fails or leaves out a row.
    """
    measured = [Measured(contender.name, files.count) for contender in contenders]
    for turn in range(1, rounds + 1):
        for contender, figures in zip(contenders, measured, strict=True):
            _run(contender, files, figures, folder)
            tell(f"round {turn} of {rounds}: {contender.name}: {figures.wholes[-1]:.1f} s")
        between()
    return measured


def _run(contender: Contender, files: PairFiles, figures: Measured, folder: Path) -> None:
    every, one = contender.inputs(files)
    with fresh_folder(folder) as written:
        figures.starts.append(run_process(contender.command(one, written / ANSWERS)).seconds)
    with fresh_folder(folder) as written:
        run = run_process(contender.command(every, written / ANSWERS))
        labels = contender.labels(written / ANSWERS)
    if len(labels) != files.count:
        raise RuntimeError(f"{contender.name}: {len(labels):,} rows out for {files.count:,} in")
    figures.wholes.append(run.seconds)
    figures.cpu_seconds.append(run.cpu_seconds)
    figures.peak_bytes = max(figures.peak_bytes, run.peak_bytes)
    figures.labels = labels


def fastest_batch(
    make: Callable[[int], Contender], batches: Sequence[int], files: PairFiles, *, folder: Path, tell: Tell
) -> tuple[int, dict[int, float]]:
    """Try batch sizes once each; returns that of the shortest run, and each one's pairs a second without the start."""
    tried = {batch: Measured(make(batch).name, files.count) for batch in batches}
    for batch, figures in tried.items():
        _run(make(batch), files, figures, folder)
        tell(f"trying {figures.name}: {figures.wholes[0]:.1f} s for {files.count:,} pairs")
    # The batch size does not change the start, so the quickest of all is nearest to the truth.
    start = min(figures.starts[0] for figures in tried.values())
    rates = {batch: pairs_a_second(files.count, tried[batch].wholes[0], start=start) for batch in batches}
    return min(tried, key=lambda batch: tried[batch].wholes[0]), rates
