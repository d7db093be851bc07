"""Whether another border between neutral and the polar stances would score better.

    python benchmarks/evidence/neutral_border.py FILE... [-c CHECKPOINT]

FILE are labelled pairs to choose on. Adds a number to the logarithm of the probability of neutral: one for all pairs,
or one for each register. Prints macro-F1 for each number, chosen and scored on the same pairs, then what is gained
where the number is chosen on four fifths of the statements and used on the rest, and from one file on another. Needs
`pip install '.[train]'`.
"""

import argparse
from collections.abc import Sequence
from itertools import permutations
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import f1_score

from detente.model import STANCES, StanceClassifier
from detente.train.labels.pairs import LabelledPair, read_pairs

Numbers = NDArray[np.float64]
Places = NDArray[np.int64]

NEUTRAL = STANCES.index("neutral")
STEPS = np.arange(-1, 1.01, 0.1)
REGISTERS = {
    "KCNA": ("kcna",),
    "official": ("wh_", "miller", "ungdc", "state_"),
    "headlines": ("headlines", "rss", "google", "nyt_rss"),
    "campaign and tweets": ("trump",),
}


def register_of(pair: LabelledPair) -> str:
    """The register of a pair's corpus; what is none of REGISTERS is news."""
    corpus = pair.corpus or ""
    return next((name for name, beginnings in REGISTERS.items() if corpus.startswith(beginnings)), "news")


def moved(logs: Numbers, by: float) -> Places:
    """The best stance of each row once `by` is added to neutral."""
    return np.asarray((logs + by * (np.arange(len(STANCES)) == NEUTRAL)).argmax(axis=1))


def macro_f1(labels: Places, found: Places) -> float:
    """Macro-F1 over all stances."""
    return float(f1_score(labels, found, average="macro", labels=range(len(STANCES))))


def best_step(logs: Numbers, labels: Places) -> float:
    """The step with the highest macro-F1, of equals the one nearest to nothing."""
    return float(max(STEPS, key=lambda step: (macro_f1(labels, moved(logs, step)), -abs(step))))


def held_out_gain(logs: Numbers, labels: Places, *, groups: Places, folds: Places) -> float:
    """What is gained where each group's step is chosen on four folds and used on the fifth."""
    found = moved(logs, 0)
    for fold in np.unique(folds):
        for group in np.unique(groups):
            other = (folds != fold) & (groups == group)
            here = (folds == fold) & (groups == group)
            found[here] = moved(logs[here], best_step(logs[other], labels[other]))
    return macro_f1(labels, found) - macro_f1(labels, moved(logs, 0))


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the scores at each step and the gains on held-out pairs."""
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("-c", "--checkpoint", default="published")
    given = parser.parse_args(arguments)
    files = [read_pairs(path) for path in given.files]
    pairs = [pair for file in files for pair in file]
    predictions = StanceClassifier.from_pretrained(given.checkpoint, threads=1).predict_pairs(
        [(pair.text, pair.target) for pair in pairs]
    )
    logs = np.log([[prediction.probabilities[stance] for stance in STANCES] for prediction in predictions])
    labels = np.array([STANCES.index(pair.label) for pair in pairs])
    registers = [register_of(pair) for pair in pairs]
    print("register               pairs  polar called neutral  neutral called polar")
    for name in dict.fromkeys(registers):
        here = np.array([each == name for each in registers])
        found = moved(logs, 0)
        lost, won = (labels != NEUTRAL) & (found == NEUTRAL), (labels == NEUTRAL) & (found != NEUTRAL)
        print(f"{name:<20} {here.sum():7} {(lost & here).sum():21} {(won & here).sum():21}")
    print("\nadded  macro-F1")
    for step in STEPS[::2]:
        print(f"{step:+5.1f}  {macro_f1(labels, moved(logs, step)):.4f}")
    statements = np.unique([pair.id for pair in pairs], return_inverse=True)[1]
    groups = {
        "one for all": np.zeros_like(labels),
        "one a register": np.unique(registers, return_inverse=True)[1],
    }
    for name, group in groups.items():
        gains = [
            held_out_gain(
                logs,
                labels,
                groups=group,
                folds=np.random.default_rng(seed).integers(0, 5, len(pairs))[statements],
            )
            for seed in range(3)
        ]
        print(f"{name}, on held-out statements: {', '.join(f'{gain:+.4f}' for gain in gains)}")
    file_of = np.repeat(range(len(files)), [len(file) for file in files])
    for one, other in permutations(range(len(files)), 2):
        a, b = file_of == one, file_of == other
        step = best_step(logs[a], labels[a])
        gain = macro_f1(labels[b], moved(logs[b], step)) - macro_f1(labels[b], moved(logs[b], 0))
        print(
            f"chosen on {given.files[one].name} ({step:+.1f}), used on {given.files[other].name}: {gain:+.4f}"
        )


if __name__ == "__main__":
    main()
