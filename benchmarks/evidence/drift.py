"""How a checkpoint scores on statements of different years.

    python benchmarks/evidence/drift.py FILE... [-c CHECKPOINT]

FILE are labelled pairs with dates. Prints macro-F1 and accuracy of the pairs of each span of years over all files, and
of each file, with intervals from resampling statements. Needs `pip install '.[train]'`.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

from detente.model import StanceClassifier
from detente.train.evaluate.evaluation import evaluate
from detente.train.evaluate.report_text import score_text
from detente.train.labels.pairs import LabelledPair, read_pairs

# The last year of each span.
SPANS = (1999, 2010, 2012, 2014, 2016, 2018, 2020, 2021, 2022, 2023, 2024, 2025, 2026)


def span_of(pair: LabelledPair) -> str | None:
    """The span of years that a pair's date falls into, None without a date."""
    if pair.date is None:
        return None
    year = int(pair.date[:4])
    last = next((last for last in SPANS if year <= last), None)
    if last is None:
        return f"since {SPANS[-1] + 1}"
    first = SPANS[SPANS.index(last) - 1] + 1 if last != SPANS[0] else None
    return f"to {last}" if first is None else str(last) if first == last else f"{first}-{last}"


def main(arguments: Sequence[str] | None = None) -> None:
    """Print a line for each file and each span."""
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("-c", "--checkpoint", default="published")
    given = parser.parse_args(arguments)
    classifier = StanceClassifier.from_pretrained(given.checkpoint, threads=1)
    parts: dict[str, list[LabelledPair]] = {path.name: read_pairs(path) for path in given.files}
    dated = sorted(
        ((pair.date or "", pair) for file in parts.values() for pair in file if pair.date),
        key=lambda pair: pair[0],
    )
    for _, pair in dated:
        parts.setdefault(str(span_of(pair)), []).append(pair)
    print(f"{classifier.name}\n\n| pairs of | pairs | macro-F1 | accuracy |\n| --- | ---: | --- | --- |")
    for name, pairs in parts.items():
        found = evaluate(classifier, pairs)
        print(f"| {name} | {len(pairs):,} | {score_text(found.macro_f1)} | {score_text(found.accuracy)} |")


if __name__ == "__main__":
    main()
