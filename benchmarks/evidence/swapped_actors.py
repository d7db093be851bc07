"""By how much predictions move when only the actor is another one.

    python benchmarks/evidence/swapped_actors.py FILE... [-c CHECKPOINT] [-o PAGE.md]

FILE are labelled pairs with texts; `data/behaviour` comes besides. In every statement each actor that it names changes
places with each of the other three, like for like (`swapping.py`), and the prediction toward the new one is compared
with that toward the old one. Prints, for every actor, how often the stance changes when it stands in another's place,
and by how much the probabilities move, with intervals from resampling statements. A classifier that reads only what is
said would move by nothing. Needs `pip install '.[train]'`.
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from swapping import swap

from detente.batch.whole_file import write_whole
from detente.model import TARGETS, StanceClassifier
from detente.train.labels.pairs import read_pairs

SUITE = Path(__file__).parents[2] / "data" / "behaviour"
RESAMPLES = 2000


@dataclass(frozen=True, slots=True)
class Move:
    """What a swap did: the number of the statement, both actors, and the change of each probability."""

    statement: int
    replaced: str
    by: str
    changed: bool
    cooperative: float
    hostile: float


def moves_of(texts: Sequence[str], classifier: StanceClassifier) -> list[Move]:
    """Swap the actors of each text, predict, and compare with the text as it was."""
    swapped = [
        (number, made)
        for number, text in enumerate(texts)
        for actor in dict.fromkeys(mention.target for mention in classifier.finder.find(text))
        for other in TARGETS
        if other != actor
        for made in [swap(text, actor, other, finder=classifier.finder)]
        if made is not None
    ]
    before = classifier.predict_pairs([(texts[number], made.replaced) for number, made in swapped])
    after = classifier.predict_pairs([(made.text, made.by) for _, made in swapped])
    return [
        Move(
            number,
            made.replaced,
            made.by,
            one.stance != other.stance,
            other.probabilities["cooperative"] - one.probabilities["cooperative"],
            other.probabilities["hostile"] - one.probabilities["hostile"],
        )
        for (number, made), one, other in zip(swapped, before, after, strict=True)
    ]


def show(moves: Sequence[Move], measure: Callable[[Move], float], *, percent: bool = False) -> str:
    """Mean of a measure with its 95 % interval, from resampling statements."""
    numbers = {number: place for place, number in enumerate(dict.fromkeys(move.statement for move in moves))}
    sums = np.zeros((len(numbers), 2))
    for move in moves:
        sums[numbers[move.statement]] += (measure(move), 1)
    drawn = np.random.default_rng(13).integers(0, len(sums), (RESAMPLES, len(sums)))
    totals: NDArray[np.float64] = sums[drawn].sum(axis=1)
    low, high = np.percentile(totals[:, 0] / totals[:, 1], [2.5, 97.5])
    mean = sums[:, 0].sum() / sums[:, 1].sum()
    if percent:
        return f"{mean:.1%} ({low:.1%} to {high:.1%})"
    return f"{mean:+.3f} ({low:+.3f} to {high:+.3f})"


def tables(name: str, moves: Sequence[Move], statements: int) -> list[str]:
    """Two tables in Markdown: for each actor in another's place, and for each two actors."""
    used = len({move.statement for move in moves})
    lines = [
        f"## {name}",
        "",
        f"{len(moves):,} swaps in {used:,} of {statements:,} statements. The stance changes in "
        f"{show(moves, lambda move: move.changed, percent=True)} of them.",
        "",
        "| in another's place | swaps | stance changes | cooperative | hostile | size of the change |",
        "| --- | ---: | --- | --- | --- | --- |",
    ]
    for actor in TARGETS:
        own = [move for move in moves if move.by == actor]
        cells = (
            show(own, lambda move: move.changed, percent=True),
            show(own, lambda move: move.cooperative),
            show(own, lambda move: move.hostile),
            f"{np.mean([(abs(move.cooperative) + abs(move.hostile)) / 2 for move in own]):.3f}",
        )
        lines.append(f"| {actor} | {len(own):,} | {' | '.join(cells)} |")
    lines += ["", "| replaced \\ by | " + " | ".join(TARGETS) + " |", "| --- |" + " --- |" * len(TARGETS)]
    for replaced in TARGETS:
        cells = []
        for by in TARGETS:
            own = [move for move in moves if (move.replaced, move.by) == (replaced, by)]
            cells.append(
                f"{np.mean([move.changed for move in own]):.1%}, hostile "
                f"{np.mean([move.hostile for move in own]):+.3f}"
                if own
                else ""
            )
        lines.append(f"| {replaced} | " + " | ".join(cells) + " |")
    return [*lines, ""]


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the tables, or write them to a page."""
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("-c", "--checkpoint", default="published")
    parser.add_argument("-o", "--output", type=Path, metavar="PAGE")
    given = parser.parse_args(arguments)
    classifier = StanceClassifier.from_pretrained(given.checkpoint)
    parts = {
        "Behavioural suite": sorted(SUITE.glob("*.jsonl")),
        " and ".join(f"`{path.name}`" for path in given.files): given.files,
    }
    shown = [str(path) for path in given.files]
    lines = [
        "# The same statement about another actor",
        "",
        f"Made by `python benchmarks/evidence/swapped_actors.py {' '.join(shown)} -c {given.checkpoint}`",
        f"with {classifier.name}. Each actor that a statement names changes places with each of the others. A row of",
        "the first table is an actor in the place of any other: how often the stance changes, the mean change of the",
        "two probabilities, and half the mean sum of both changes without their signs. Intervals are 95 %, from",
        "resampling statements. The second table has each two: how often the stance changes, and the mean change of",
        "hostile.",
        "",
    ]
    for name, files in parts.items():
        texts = list(dict.fromkeys(pair.text for path in files for pair in read_pairs(path)))
        lines += tables(name, moves_of(texts, classifier), len(texts))
    page = "\n".join(lines)
    if given.output is None:
        sys.stdout.write(page)
    else:
        write_whole(given.output, page)


if __name__ == "__main__":
    main()
