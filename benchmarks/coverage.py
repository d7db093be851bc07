"""How often 95 % intervals of shares and net stances hold the truth, by simulation.

    python benchmarks/coverage.py data/hydrated/dev.jsonl data/hydrated/test.jsonl data/hydrated/dev_recent.jsonl \
        data/hydrated/test_recent.jsonl \
        --documents data/hydrated/documents_dev.jsonl data/hydrated/documents_test.jsonl

The labelled rows of the files, with a checkpoint's predictions, are taken for the law. One draw is a population of
20,000 rows drawn from it with replacement, and a sample of 100, 300 or 1,000 of these that is labelled. The
estimand is the share of each stance, and cooperative less hostile, in the law. The same again with the rows of one
corpus and of late years alone for the law, on which the checkpoint was not calibrated, and with whole documents
drawn with replacement. Prints a Markdown table. Predictions and the counts so far are kept beside --cache, and an
interrupted run is resumed.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from simulation.designs import DOCUMENT_DESIGNS
from simulation.laws import Law, cut_laws, document_law
from simulation.predicted import predict_files
from simulation.tables import coverage_table
from simulation.trials import Plan, Tally, simulate


def main(arguments: argparse.Namespace) -> None:
    """Predict, simulate and print."""
    rows = predict_files(arguments.files, arguments.documents, arguments.checkpoint, arguments.cache)
    laws: list[Law] = cut_laws([row for row in rows if row.document is None])
    if arguments.documents:
        laws.append(document_law([row for row in rows if row.document is not None]))
    laws = [law for law in laws if not arguments.laws or law.name in arguments.laws]
    plan = Plan(
        arguments.draws,
        arguments.population,
        tuple(arguments.sizes),
        arguments.seed,
        tuple(arguments.designs),
    )
    tallies: list[Tally] = []
    for law in laws:
        tallies.extend(simulate(law, plan, folder=arguments.cache.parent, progress=sys.stderr))
    print(coverage_table(laws, tallies, draws=plan.draws, population=plan.population))


def parse(words: Sequence[str] | None = None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Coverage by simulation.")
    parser.add_argument("files", nargs="+", type=Path, help="files of labelled pairs")
    parser.add_argument("--documents", nargs="*", type=Path, default=[], help="files of labelled documents")
    parser.add_argument("--checkpoint", default="published")
    parser.add_argument("--cache", type=Path, default=Path("runs/coverage/predictions.jsonl"))
    parser.add_argument("--draws", type=int, default=1000)
    parser.add_argument("--population", type=int, default=20_000)
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 300, 1000])
    parser.add_argument("--seed", type=int, default=13)
    parser.add_argument("--laws", nargs="*", default=[], help="of the table's headings; all by default")
    parser.add_argument("--designs", nargs="*", default=[], choices=DOCUMENT_DESIGNS, help="all by default")
    return parser.parse_args(words)


if __name__ == "__main__":
    main(parse())
