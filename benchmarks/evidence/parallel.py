"""Whether the same statement gets the same stance in English, Korean and Chinese.

    python benchmarks/evidence/parallel.py [CHECKPOINT] [--split test]

Reads the project's own statements in `data/` and their renderings in `data/ko/` and `data/zh/`. Prints macro-F1 and the
accuracy of the source in each language, then the share of pairs, and of statements, with the same stance in two
languages and in all three. Which labels are right plays no part in the shares. Needs `pip install '.[train]'`.
"""

import argparse
import json
from collections.abc import Mapping, Sequence
from itertools import combinations
from pathlib import Path

from detente.model import StanceClassifier
from detente.train.evaluate.evaluation import evaluate
from detente.train.evaluate.report_text import score_text
from detente.train.labels.pairs import read_pairs

DATA = Path(__file__).parents[2] / "data"
LANGUAGES = ("en", "ko", "zh")

# Of a pair: the id of the English statement, and the target.
PairKey = tuple[str, str]
# The number of the stance that each pair was given.
Stances = Mapping[PairKey, int]


def pair_keys(path: Path) -> list[PairKey]:
    """The keys of the pairs of a file, in its order; `original` is the id of an English statement."""
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return [(row.get("original", row["id"]), row["target"]) for row in rows]


def same_pairs(stances: Sequence[Stances]) -> list[bool]:
    """Of each pair that every language has: whether all give it the same stance."""
    shared = [key for key in stances[0] if all(key in one for one in stances)]
    return [len({one[key] for one in stances}) == 1 for key in shared]


def same_statements(stances: Sequence[Stances]) -> list[bool]:
    """Of each statement that every language has: whether all give each of its pairs the same stance."""
    shared = [key for key in stances[0] if all(key in one for one in stances)]
    same: dict[str, bool] = {}
    for (statement, _), equal in zip(shared, same_pairs(stances), strict=True):
        same[statement] = same.get(statement, True) and equal
    return list(same.values())


def shown(name: str, values: Sequence[bool]) -> str:
    """One line: how many of how many, and the share."""
    return f"{name:<28} {sum(values):5} of {len(values):5}  {sum(values) / max(1, len(values)):.3f}"


def main(arguments: Sequence[str] | None = None) -> None:
    """Predict the three files and print their scores and how often they agree."""
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    parser.add_argument("checkpoint", nargs="?", default="published")
    parser.add_argument("--split", choices=("train", "dev", "test"), default="test")
    given = parser.parse_args(arguments)
    classifier = StanceClassifier.from_pretrained(given.checkpoint)
    print(classifier.name)
    stances: dict[str, Stances] = {}
    for language in LANGUAGES:
        path = DATA / ("" if language == "en" else language) / f"{given.split}.jsonl"
        found = evaluate(classifier, read_pairs(path))
        print(
            f"{language}  macro-F1 {score_text(found.macro_f1)}  source {score_text(found.source_accuracy)}"
        )
        keys = pair_keys(path)
        stances[language] = {
            keys[row]: int(stance) for row, stance in zip(found.rows, found.outcomes.predicted, strict=True)
        }
    for group in (*combinations(LANGUAGES, 2), LANGUAGES):
        of = [stances[language] for language in group]
        print(shown(f"{', '.join(group)}: pairs", same_pairs(of)))
        print(shown(f"{', '.join(group)}: statements", same_statements(of)))


if __name__ == "__main__":
    main()
