"""Whether test pairs from days that training has also seen are predicted better than the others.

    python benchmarks/seen_days.py [CHECKPOINT] [--test FILE] [--train FILE...]

Statements of one outlet on one day may be about one event. Prints the scores of the test pairs whose corpus and day a
training pair shares, and of the others; a date that is no full day (a year alone) counts among the others. CHECKPOINT
is the published one, a folder or a hub name. Needs `pip install '.[train]'`.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

from detente.model import StanceClassifier
from detente.train.evaluate.evaluation import evaluate
from detente.train.evaluate.report_text import score_text
from detente.train.labels.pairs import LabelledPair, read_pairs

DATA = Path(__file__).parents[1] / "data" / "hydrated"


def main(arguments: Sequence[str] | None = None) -> None:
    """Score both parts of the test pairs and print a line for each."""
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    parser.add_argument("checkpoint", nargs="?", default="published")
    parser.add_argument("--test", type=Path, default=DATA / "test.jsonl", metavar="FILE")
    parser.add_argument("--train", type=Path, nargs="+", default=[DATA / "train.jsonl"], metavar="FILE")
    given = parser.parse_args(arguments)
    classifier = StanceClassifier.from_pretrained(given.checkpoint)
    seen = {_day(pair) for path in given.train for pair in read_pairs(path)} - {None}
    test = read_pairs(given.test)
    parts = {
        "a day that training has seen": [pair for pair in test if _day(pair) in seen],
        "other pairs": [pair for pair in test if _day(pair) not in seen],
    }
    print(classifier.name)
    for name, pairs in parts.items():
        if pairs:
            found = evaluate(classifier, pairs)
            print(
                f"{name}: {len(pairs)} pairs, macro-F1 {score_text(found.macro_f1)}, "
                f"accuracy {score_text(found.accuracy)}"
            )


def _day(pair: LabelledPair) -> tuple[str | None, str] | None:
    # Corpus and day; a year or a month alone is no day.
    return (pair.corpus, pair.date) if pair.date is not None and len(pair.date) == len("2000-01-01") else None


if __name__ == "__main__":
    main()
