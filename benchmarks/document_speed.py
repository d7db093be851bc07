"""What it costs to read documents as a whole.

    python benchmarks/document_speed.py [CHECKPOINT] [--documents 1000] [--statements 12] [--rounds 2]

Makes documents of the invented statements in `data/train.jsonl`, those toward one actor beside each other, and
predicts them read as documents and each statement alone, in turns, on one core. Prints for both the processor seconds
and the rows that came out, the seconds that reading takes by itself, and what the
documents and each of their rows cost as a multiple of statements alone.
"""

import argparse
import json
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from detente.model import StanceClassifier
from detente.model.document.facts import DocumentFacts

STATEMENTS = Path(__file__).parents[1] / "data" / "train.jsonl"

Documents = list[list[str]]


def make_documents(number: int, statements: int, path: Path = STATEMENTS) -> Documents:
    """Return documents of so many statements each, in the order of their targets; from the start again at the end."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    texts = list(dict.fromkeys(row["text"] for row in sorted(rows, key=lambda row: row["target"])))
    wanted = [texts[at % len(texts)] for at in range(number * statements)]
    return [wanted[start : start + statements] for start in range(0, len(wanted), statements)]


def seconds_of(work: Callable[[], int]) -> tuple[float, int]:
    """Return the processor seconds that `work` takes, and what it returns."""
    started = time.process_time()
    done = work()
    return time.process_time() - started, done


def measure(classifier: StanceClassifier, documents: Documents) -> dict[str, tuple[float, int]]:
    """Return processor seconds and rows: of reading alone, of documents, of each statement alone."""
    facts = DocumentFacts()

    def read() -> int:
        plans = [classifier.document_reader.read(statements, facts=facts) for statements in documents]
        return sum(len(plan.targets) for of_one in plans for plan in of_one)

    def predict_documents() -> int:
        plans = [
            plan
            for statements in documents
            for plan in classifier.document_reader.read(statements, facts=facts)
        ]
        return sum(len(found) for found in classifier.predict_plans(plans))

    def predict_alone() -> int:
        return len(classifier.predict([text for statements in documents for text in statements]))

    return {
        "reading by itself": seconds_of(read),
        "read as documents": seconds_of(predict_documents),
        "each statement alone": seconds_of(predict_alone),
    }


def lines_of(rounds: Sequence[dict[str, tuple[float, int]]], statements: int) -> list[str]:
    """Return the table: for each way its best seconds, statements a second, and rows or planned pairs."""
    lines = [f"{'':22}{'seconds':>9}{'statements/s':>14}{'rows':>8}"]
    best = {way: min(found[way] for found in rounds) for way in rounds[0]}
    for way, (seconds, rows) in best.items():
        lines.append(f"{way:22}{seconds:9.2f}{statements / seconds:14.0f}{rows:8}")
    documents, alone = best["read as documents"], best["each statement alone"]
    lines.append(f"documents against alone: {documents[0] / alone[0]:.2f} times the processor time")
    per_row = (documents[0] / documents[1]) / (alone[0] / alone[1])
    lines.append(f"a row of documents against a row alone: {per_row:.2f} times")
    return lines


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("checkpoint", nargs="?", default="published")
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--statements", type=int, default=12)
    parser.add_argument("--rounds", type=int, default=2)
    options = parser.parse_args()
    classifier = StanceClassifier.from_pretrained(options.checkpoint, threads=1)
    documents = make_documents(options.documents, options.statements)
    rounds = [measure(classifier, documents) for _ in range(options.rounds)]
    print(f"{classifier.name}, {len(documents)} documents of {options.statements} statements, one core")
    print("\n".join(lines_of(rounds, options.documents * options.statements)))


if __name__ == "__main__":
    main()
