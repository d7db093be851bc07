"""How a checkpoint of configs/newsmtsc.yaml does on the two test files of NewsMTSC, beside the best of its paper.

    python benchmarks/newsmtsc.py runs/newsmtsc/checkpoint data/newsmtsc [--backend torch]

Prints macro-F1 with its 95 % interval and accuracy, in percent. FOLDER holds devtest_rw.jsonl ("real world") and
devtest_mt.jsonl (sentences of several targets) of fhamborg/NewsMTSC. The paper: Hamborg and Donnay, EACL 2021.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

from detente.model import StanceClassifier
from detente.train.evaluate.evaluation import Evaluation, evaluate
from detente.train.labels.newsmtsc import read_newsmtsc

# File, and macro-F1 of the paper's best system, in percent.
TEST_FILES = (("devtest_rw.jsonl", 83.1), ("devtest_mt.jsonl", 82.5))


def main(arguments: Sequence[str] | None = None) -> None:
    """Predict both files and print the table."""
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    parser.add_argument("checkpoint")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--backend", choices=("auto", "onnx", "torch"), default="auto")
    given = parser.parse_args(arguments)
    classifier = StanceClassifier.from_pretrained(given.checkpoint, backend=given.backend)
    print(f"{classifier.name} ({classifier.backend}) on NewsMTSC\n")
    print(f"{'file':<18}  targets  macro-F1  {'95 %':^11}  accuracy  paper")
    for name, of_paper in TEST_FILES:
        print(
            table_line(name, evaluate(classifier, read_newsmtsc(given.folder / name)), of_paper), flush=True
        )


def table_line(name: str, evaluation: Evaluation, of_paper: float) -> str:
    """Lay the scores of one file into a line; `of_paper` is the paper's macro-F1 in percent."""
    score = evaluation.macro_f1
    interval = f"{100 * score.low:.1f}-{100 * score.high:.1f}"
    return (
        f"{name:<18}  {evaluation.pairs:>7,}  {100 * score.value:>8.1f}  {interval:^11}"
        f"  {100 * evaluation.accuracy.value:>8.1f}  {of_paper:>5.1f}"
    )


if __name__ == "__main__":
    main()
