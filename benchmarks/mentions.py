"""How well the finder finds the actors that labelled pairs are about, in any of its languages.

    python benchmarks/mentions.py data/test.jsonl data/authored/ko_test.jsonl

Prints for each file the share of labelled targets that are found, the share of found targets that are
labelled, by target, and the speed once the lists of the language are read. A found target counts as wrong if
no pair of its statement names it, so precision means little where not every target was labelled.
"""

import sys
import time
from collections import Counter, defaultdict
from pathlib import Path

from detente.model.text.actor_finder import ActorFinder
from detente.train.labels.pairs import read_pairs


def main(data: Path) -> None:
    """Search the statements of `data` and print the shares."""
    labelled: dict[str, set[str]] = defaultdict(set)
    for pair in read_pairs(data):
        labelled[pair.text].add(pair.target)
    finder = ActorFinder.from_files()
    finder.find(next(iter(labelled)))
    started = time.perf_counter()
    found = {text: {mention.target for mention in finder.find(text)} for text in labelled}
    seconds = time.perf_counter() - started
    named = Counter(target for targets in labelled.values() for target in targets)
    hits = Counter(target for text, targets in labelled.items() for target in targets & found[text])
    seen = Counter(target for targets in found.values() for target in targets)
    print(f"{named.total():,} labelled targets in {len(labelled):,} statements of {data}")
    print(f"found            {hits.total() / named.total():.2%}")
    print(f"found unlabelled {seen.total() - hits.total():,}")
    print(f"precision        {hits.total() / seen.total():.2%}")
    for target in sorted(named):
        print(
            f"  {target}  found {hits[target] / named[target]:.2%}  precision {hits[target] / seen[target]:.2%}"
        )
    print(f"statements a second {len(labelled) / seconds:,.0f}")


if __name__ == "__main__":
    for file in sys.argv[1:]:
        main(Path(file))
