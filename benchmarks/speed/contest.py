"""The comparison: détente and the Hugging Face pipeline on the same pairs, in turns."""

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any

from detente.model.checkpoint.folder import Checkpoint
from speed.machine import describe_machine
from speed.processes import ProcessRun, detente_command, fresh_folder, run_process
from speed.rates import equal_share, pairs_a_second, ratios
from speed.rows import (
    PairFiles,
    draw_pairs,
    project_pairs,
    read_column,
    token_counts,
    word_pairs,
    write_pairs,
)

Tell = Callable[[str], None]
OUTPUT = "output.jsonl"
BF16_FLAGS = {"avx512_bf16", "amx_bf16", "bf16"}


@dataclass(frozen=True, slots=True)
class Contender:
    """A command that predicts a file, made of an input and an output file.

    `worded` says whether it wants pairs worded already, `column` where it writes its labels.
    """

    name: str
    command: Callable[[Path, Path], list[str]]
    worded: bool
    column: str


def detente(checkpoint: Checkpoint, backend: str = "auto", *, find_targets: bool = False) -> Contender:
    """`detente predict` with a backend; targets come from the file, or are looked for with `find_targets`."""
    targets = [] if find_targets else ["--target-column", "target"]

    def command(given: Path, output: Path) -> list[str]:
        words = [detente_command(), "predict", str(given), "-o", str(output)]
        # All contenders predict the same rows; a few of the invented statements are Spanish.
        return [*words, "-c", str(checkpoint.folder), "--backend", backend, "--any-language", *targets]

    name = "detente" if backend == "auto" else f"detente, {backend}"
    return Contender(name, command, worded=False, column="stance")


def pipeline(checkpoint: Checkpoint, batch: int, dtype: str = "default") -> Contender:
    """The `text-classification` pipeline with a batch size and a number format, as torch names it."""
    program = [sys.executable, str(Path(__file__).with_name("pipeline_process.py"))]

    def command(given: Path, output: Path) -> list[str]:
        return [*program, str(checkpoint.folder), str(batch), dtype, str(given), str(output)]

    shown = f"default ({default_dtype(checkpoint)})" if dtype == "default" else dtype
    return Contender(f"pipeline, {shown}, batch {batch}", command, worded=True, column="label")


def default_dtype(checkpoint: Checkpoint) -> str:
    """The number format that transformers takes by itself: the one that `config.json` names."""
    config = json.loads((checkpoint.folder / "config.json").read_text(encoding="utf-8"))
    return str(config.get("dtype") or config.get("torch_dtype") or "that of the file")


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

    def beside(self, first: "Measured | None") -> dict[str, Any]:
        """The figures as they are kept in a file, with those of `first`, which are ours, as multiples of these."""
        return {
            "name": self.name,
            "pairs": self.pairs,
            "start_seconds": self.starts,
            "whole_seconds": self.wholes,
            "cpu_seconds": self.cpu_seconds,
            "pairs_a_second_whole": self.whole_rates,
            "pairs_a_second": self.rates,
            "peak_bytes": self.peak_bytes,
            "ratios_whole": first and ratios(first.whole_rates, self.whole_rates),
            "ratios": first and ratios(first.rates, self.rates),
            "equal_labels": first and equal_share(first.labels, self.labels),
        }


def compare(
    checkpoint: Checkpoint,
    *,
    backends: Sequence[str],
    batches: Sequence[int],
    pairs: int,
    tried: int,
    rounds: int,
    folder: Path,
    tell: Tell,
) -> dict[str, Any]:
    """Draw `pairs` pairs, choose the pipeline's batch sizes on the first `tried`, and take turns; returns the figures.

    The first of `backends` is compared. Raises ValueError where the project has fewer pairs, RuntimeError
    where a contender fails.
    """
    drawn = draw_pairs(project_pairs(), pairs)
    few = write_pairs(drawn[:tried], checkpoint, folder / "few")
    trials = []
    rivals = []
    for dtype in _dtypes():
        make = partial(pipeline, checkpoint, dtype=dtype)
        best, rates = fastest_batch(make, batches, few, folder=folder, tell=tell)
        rivals.append(pipeline(checkpoint, best, dtype))
        shown = default_dtype(checkpoint) if dtype == "default" else dtype
        trials.append({"name": f"pipeline, {shown}", "best": best, "rates": rates})
    ours = [detente(checkpoint, backend) for backend in backends]
    every = {one.name: one for one in (*ours, rivals[0], pipeline(checkpoint, 1), *rivals)}
    files = write_pairs(drawn, checkpoint, folder / "all")
    measured = take_turns(list(every.values()), files, rounds=rounds, folder=folder, tell=tell)
    tokens = token_counts(word_pairs(drawn, checkpoint), checkpoint)
    return {
        "rows": {
            "pairs": pairs,
            "tokens": {"mean": sum(tokens) / len(tokens), "least": min(tokens), "most": max(tokens)},
        },
        "rounds": rounds,
        "tried_pairs": tried,
        "tried": trials,
        "rival": rivals[0].name,
        "contenders": [
            one.beside(None if place < len(ours) else measured[0]) for place, one in enumerate(measured)
        ],
    }


def _dtypes() -> Iterator[str]:
    yield "default"
    if BF16_FLAGS & set(describe_machine()["flags"]):
        yield "bfloat16"


def take_turns(
    contenders: Sequence[Contender], files: PairFiles, *, rounds: int, folder: Path, tell: Tell
) -> list[Measured]:
    """Run every contender once a round, so that a slow minute of the machine slows all of them.

    Outputs are written into `folder`. Raises RuntimeError where a contender fails or leaves out a row.
    """
    measured = [Measured(contender.name, files.count) for contender in contenders]
    for turn in range(1, rounds + 1):
        for contender, figures in zip(contenders, measured, strict=True):
            _measure(contender, files, figures, folder)
            tell(f"round {turn} of {rounds}: {contender.name}: {figures.wholes[-1]:.1f} s")
    return measured


def _measure(contender: Contender, files: PairFiles, figures: Measured, folder: Path) -> None:
    given = files.worded if contender.worded else files.pairs
    figures.starts.append(start_of(contender, given, folder))
    run, labels = run_contender(contender, given, folder)
    if len(labels) != files.count:
        raise RuntimeError(f"{contender.name}: {len(labels):,} rows out for {files.count:,} in")
    figures.wholes.append(run.seconds)
    figures.cpu_seconds.append(run.cpu_seconds)
    figures.peak_bytes = max(figures.peak_bytes, run.peak_bytes)
    figures.labels = labels


def run_contender(
    contender: Contender, given: Path, folder: Path, *, watch: bool = False
) -> tuple[ProcessRun, list[str | None]]:
    """Run a contender on a file; returns what it took and its labels. With `watch` its output is seen to grow."""
    with fresh_folder(folder) as written:
        run = run_process(contender.command(given, written / OUTPUT), watch=written if watch else None)
        return run, read_column(written / OUTPUT, contender.column)


def start_of(contender: Contender, given: Path, folder: Path) -> float:
    """The seconds that a contender takes for the first row of a file."""
    with fresh_folder(folder) as written:
        one = written / f"one_of_{given.name}"
        with given.open(encoding="utf-8") as stream:
            one.write_text("".join(islice(stream, 1)), encoding="utf-8")
        return run_process(contender.command(one, written / OUTPUT)).seconds


def fastest_batch(
    make: Callable[[int], Contender], batches: Sequence[int], files: PairFiles, *, folder: Path, tell: Tell
) -> tuple[int, dict[int, float]]:
    """Try batch sizes once each; returns that of the shortest run, and each one's pairs a second without the start."""
    tried = {batch: Measured(make(batch).name, files.count) for batch in batches}
    for batch, figures in tried.items():
        _measure(make(batch), files, figures, folder)
        tell(f"trying {figures.name}: {figures.wholes[0]:.1f} s for {files.count:,} pairs")
    # The batch size does not change the start, so the quickest of all is nearest to the truth.
    start = min(figures.starts[0] for figures in tried.values())
    rates = {batch: pairs_a_second(files.count, tried[batch].wholes[0], start=start) for batch in batches}
    return min(tried, key=lambda batch: tried[batch].wholes[0]), rates
