"""Fit the threshold of `published-cascade`, and time it against its two checkpoints.

    python benchmarks/cascade.py FILE... [--rounds N]

FILE are labelled pairs to choose on. For each threshold: macro-F1 over all files together, less that of the second
checkpoint, and the share of pairs that go on to it. The threshold is the lowest that loses at most 0.002, itself and on
average with the two on either side of it, since a single score moves by chance. Then all three predict the pairs in
turns, on one core, and the seconds of processor time are compared within each round. Needs `pip install '.[train]'`.
"""

import argparse
import statistics
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np
from sklearn.metrics import f1_score
from speed.machine import describe_machine

from detente.model import Prediction, StanceClassifier
from detente.model.checkpoint.cascade import CASCADE, CASCADE_FOLDER, CascadeSettings
from detente.train.labels.pairs import LabelledPair, read_pairs

THRESHOLDS = tuple(round(number / 100, 2) for number in range(50, 100, 2))
LOSS_ALLOWED = 0.002
NEIGHBOURS = 2
"""Thresholds on either side that count with one."""


@dataclass(frozen=True, slots=True)
class AtThreshold:
    """A cascade with one threshold: its macro-F1, that less the second's, and the share that goes on to the second."""

    threshold: float
    macro_f1: float
    gain: float
    share: float


def at_thresholds(
    labels: Sequence[str], first: Sequence[Prediction], second: Sequence[Prediction]
) -> list[AtThreshold]:
    """Score the cascade of two checkpoints' predictions at each of THRESHOLDS, the lowest first."""
    alone = _macro_f1(labels, [prediction.stance for prediction in second])
    rows = []
    for threshold in THRESHOLDS:
        on = [(prediction.score or 0.0) < threshold for prediction in first]
        stances = [(b if goes_on else a).stance for a, b, goes_on in zip(first, second, on, strict=True)]
        score = _macro_f1(labels, stances)
        rows.append(AtThreshold(threshold, score, score - alone, float(np.mean(on))))
    return rows


def choose(rows: Sequence[AtThreshold]) -> AtThreshold:
    """Return the lowest threshold that loses at most LOSS_ALLOWED, itself and on average with its neighbours.

    Raises ValueError if there is none.
    """
    for number, row in enumerate(rows):
        around = rows[max(0, number - NEIGHBOURS) : number + NEIGHBOURS + 1]
        average = float(np.mean([one.gain for one in around]))
        if min(row.gain, average) >= -LOSS_ALLOWED:
            return row
    raise ValueError(f"every threshold loses more than {LOSS_ALLOWED}")


def _macro_f1(labels: Sequence[str], stances: Sequence[str | None]) -> float:
    return float(f1_score(labels, [str(stance) for stance in stances], average="macro"))


def times_in_turns(
    classifiers: Mapping[str, StanceClassifier], pairs: Sequence[tuple[str, str]], *, rounds: int
) -> dict[str, list[float]]:
    """Seconds of processor time of each classifier in each round, after one round that does not count."""
    seconds: dict[str, list[float]] = {name: [] for name in classifiers}
    for number in range(rounds + 1):
        for name, classifier in classifiers.items():
            start = time.process_time()
            classifier.predict_pairs(pairs)
            if number:
                seconds[name].append(time.process_time() - start)
    return seconds


def _predict(classifier: StanceClassifier, pairs: Sequence[LabelledPair]) -> list[Prediction]:
    return classifier.predict_pairs(
        [(pair.text, pair.target) for pair in pairs], spans=[pair.span for pair in pairs]
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the thresholds, the one that is chosen, and the times."""
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--rounds", type=int, default=5, metavar="N")
    given = parser.parse_args(arguments)
    pairs = list(chain.from_iterable(read_pairs(path) for path in given.files))
    settings = CascadeSettings.read(CASCADE_FOLDER)
    both = (settings.first, settings.second)
    classifiers = {name: StanceClassifier.from_pretrained(name, threads=1) for name in both}
    first, second = (_predict(classifiers[name], pairs) for name in both)
    rows = at_thresholds([pair.label for pair in pairs], first, second)
    print(f"{len(pairs):,} pairs, first {settings.first}, second {settings.second}\n")
    print("threshold  macro-F1  less second's  go on")
    for row in rows:
        print(f"{row.threshold:9.2f}  {row.macro_f1:8.4f}  {row.gain:+13.4f}  {row.share:5.1%}")
    print(f"\nchosen: {choose(rows).threshold}; the shipped cascade has {settings.sure_from}")
    # It cannot be loaded while its threshold is that of other checkpoints.
    classifiers[CASCADE] = StanceClassifier.from_pretrained(CASCADE, threads=1)
    seconds = times_in_turns(classifiers, [(pair.text, pair.target) for pair in pairs], rounds=given.rounds)
    print(
        f"\nprocessor time on one core of {describe_machine()['processor']}, median of {given.rounds} rounds"
    )
    for name, taken in seconds.items():
        ratios = [of_second / own for of_second, own in zip(seconds[settings.second], taken, strict=True)]
        span = f"{min(ratios):.2f}-{max(ratios):.2f}"
        print(
            f"{name:<18} {statistics.median(taken):6.2f} s  {statistics.median(ratios):.2f} times the second ({span})"
        )


if __name__ == "__main__":
    main()
