"""How well the finder finds the actors that labelled pairs are about.

    python benchmarks/mentions.py data/test.jsonl

Prints the share of labelled targets that are found, how many actors are found that no pair names, and the
speed.
"""

import sys
import time
from collections import defaultdict
from pathlib import Path

from detente.model.text.actor_finder import ActorFinder
from detente.train.labels.pairs import read_pairs


def main(data: Path) -> None:
    """Search the statements of `data` and print the shares."""
    labelled: dict[str, set[str]] = defaultdict(set)
    for pair in read_pairs(data):
        labelled[pair.text].add(pair.target)
    finder = ActorFinder.from_files()
    started = time.perf_counter()
    found = {text: {mention.target for mention in finder.find(text)} for text in labelled}
    seconds = time.perf_counter() - started
    pairs = sum(map(len, labelled.values()))
    hits = sum(len(targets & found[text]) for text, targets in labelled.items())
    extra = sum(len(found[text] - targets) for text, targets in labelled.items())
    print(f"{pairs:,} labelled targets in {len(labelled):,} statements of {data}")
    print(f"found            {hits / pairs:.2%}")
    print(f"found unlabelled {extra:,}")
    print(f"statements a second {len(labelled) / seconds:,.0f}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
