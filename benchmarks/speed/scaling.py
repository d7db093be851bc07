"""Time and memory against the size of the input, for détente and, up to some size, for the pipeline."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from detente.model.checkpoint.folder import Checkpoint
from detente.model.text.actor_finder import ActorFinder
from speed.contest import Contender, run_contender, start_of
from speed.rates import halves, pairs_a_second
from speed.rows import Pair, many_statements, project_pairs, worded_rows, write_json_lines

# Rows come out by the thousand, so the halves of a shorter run say little.
HALVES_FROM = 50_000


@dataclass(frozen=True, slots=True)
class SizeRun:
    """One contender on one size of input; `second_half` is the second half's rate over the first's, where told."""

    name: str
    statements: int
    pairs: int
    seconds: float
    peak_bytes: int
    rate: float
    second_half: float | None = None


def own_statements() -> list[str]:
    """The project's own statements that mention one of the targets, each once."""
    finder = ActorFinder.from_files()
    texts = dict.fromkeys(pair.text for pair in project_pairs())
    return [text for text in texts if finder.find(text)]


def run_sizes(
    sizes: Sequence[int],
    *,
    checkpoint: Checkpoint,
    ours: Contender,
    others: Sequence[Contender],
    others_up_to: int,
    folder: Path,
) -> Iterator[SizeRun]:
    """Run `ours`, which finds its targets, on so many different statements, and `others` up to a size.

    Yields each run when it has ended. Files are written into `folder`. Raises RuntimeError where a contender fails.
    """
    given, worded = folder / "statements.jsonl", folder / "worded.jsonl"
    own = own_statements()
    for size in sizes:
        write_json_lines(given, ({"text": text} for text in islice(many_statements(own), size)))
        yield _run(ours, given, size, folder)
        if size <= others_up_to:
            pairs = _pairs(islice(many_statements(own), size))
            write_json_lines(worded, worded_rows(pairs, checkpoint))
            for other in others:
                yield _run(other, worded, size, folder)


def _run(contender: Contender, given: Path, size: int, folder: Path) -> SizeRun:
    start = start_of(contender, given, folder)
    run, labels = run_contender(contender, given, folder, watch=True)
    parts = halves(run.growth, start=start, end=run.seconds) if size >= HALVES_FROM else None
    rate = pairs_a_second(len(labels), run.seconds, start=start)
    second_half = parts.ratio if parts else None
    return SizeRun(contender.name, size, len(labels), run.seconds, run.peak_bytes, rate, second_half)


def _pairs(texts: Iterator[str]) -> Iterator[Pair]:
    finder = ActorFinder.from_files()
    for text in texts:
        for target in dict.fromkeys(mention.target for mention in finder.find(text)):
            yield Pair(text, target)
