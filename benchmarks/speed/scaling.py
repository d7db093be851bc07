"""Time and memory against the size of the input, for détente and, up to some size, for the pipeline."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from detente.model.checkpoint.folder import Checkpoint
from detente.model.text.actor_finder import ActorFinder
from speed.comparison import ANSWERS
from speed.contenders import Contender
from speed.many_statements import many_statements
from speed.processes import fresh_folder, run_process
from speed.rates import halves, pairs_a_second
from speed.rows import Pair, project_pairs, word_pairs, write_json_lines

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

    Yields each run when it has ended. Files are written into `folder` and go away again. Raises
    RuntimeError where a contender fails.
    """
    own = own_statements()
    for size in sizes:
        given = folder / "statements.jsonl"
        write_json_lines(given, ({"text": text} for text in islice(many_statements(own), size)))
        yield _run_ours(ours, given, size, folder)
        if size <= others_up_to:
            worded = _worded(own, size, checkpoint, folder)
            for other in others:
                yield _run_other(other, worded, size, folder)
        given.unlink()


def _run_ours(ours: Contender, given: Path, size: int, folder: Path) -> SizeRun:
    start = _start(ours, given, folder)
    with fresh_folder(folder) as written:
        output = written / ANSWERS
        run = run_process(ours.command(given, output), watch=written)
        pairs = _count_lines(output)
    parts = halves(run.growth, start=start, end=run.seconds) if size >= HALVES_FROM else None
    rate = pairs_a_second(pairs, run.seconds, start=start)
    return SizeRun(ours.name, size, pairs, run.seconds, run.peak_bytes, rate, parts.ratio if parts else None)


def _run_other(other: Contender, worded: tuple[Path, int], size: int, folder: Path) -> SizeRun:
    given, pairs = worded
    start = _start(other, given, folder)
    with fresh_folder(folder) as written:
        run = run_process(other.command(given, written / ANSWERS))
    rate = pairs_a_second(pairs, run.seconds, start=start)
    return SizeRun(other.name, size, pairs, run.seconds, run.peak_bytes, rate)


def _start(contender: Contender, given: Path, folder: Path) -> float:
    with fresh_folder(folder) as written:
        one = written / f"one_of_{given.name}"
        with given.open(encoding="utf-8") as stream:
            one.write_text(next(stream), encoding="utf-8")
        return run_process(contender.command(one, written / ANSWERS)).seconds


def _worded(own: Sequence[str], size: int, checkpoint: Checkpoint, folder: Path) -> tuple[Path, int]:
    finder = ActorFinder.from_files()
    texts = list(islice(many_statements(own), size))
    pairs = [
        Pair(text, target)
        for text in texts
        for target in dict.fromkeys(mention.target for mention in finder.find(text))
    ]
    path = folder / "worded.jsonl"
    write_json_lines(
        path, ({"text": it.text, "text_pair": it.text_pair} for it in word_pairs(pairs, checkpoint))
    )
    return path, len(pairs)


def _count_lines(path: Path) -> int:
    with path.open("rb") as stream:
        return sum(1 for _ in stream)
