"""How often the intervals of a report hold the truth without labels by hand, by simulation.

    python benchmarks/band_coverage.py --choose data/hydrated/dev.jsonl data/hydrated/dev_recent.jsonl \
        --choose-documents data/hydrated/documents_dev.jsonl \
        --test data/hydrated/test.jsonl data/hydrated/test_recent.jsonl \
        --test-documents data/hydrated/documents_test.jsonl

On the files to choose by: which centre of an interval is nearest to the truth, and how alike the errors of one corpus
toward one target are, which is LEAN of `detente.measure.net.known_confusion`. On the test files: rows
are drawn from a law (the labelled rows of all corpora, of one corpus, of late years) with replacement, with the
checkpoint's predictions, and the table of labels and predictions is drawn anew each time from all test rows. Prints how
often the interval holds the law's net stance. Without --test it stops before that. Predictions are kept beside
--cache.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from simulation.band_tables import band_table, leaning_table
from simulation.bands import simulate_bands
from simulation.laws import Law, corpus_laws, cut_laws, document_law
from simulation.leaning import measure_leaning
from simulation.predicted import PredictedRow, predict_files

from detente.measure.net.known_confusion import LEAN, LEAN_ERROR, KnownConfusion
from detente.model.checkpoint.folder import open_checkpoint
from detente.model.checkpoint.known_scores import known_scores


def main(arguments: argparse.Namespace) -> None:
    """Predict, measure, simulate and print."""
    known = KnownConfusion.from_scores(known_scores(open_checkpoint(arguments.checkpoint).folder))
    if known is None:
        sys.exit(f"{arguments.checkpoint}: its scores have no table of labels and predictions")
    chosen = _rows(arguments.choose, arguments.choose_documents, arguments)
    print(leaning_table(measure_leaning(chosen, known), used=f"{LEAN:g} (standard error {LEAN_ERROR:g})"))
    if not arguments.test:
        return
    tested = _rows(arguments.test, arguments.test_documents, arguments)
    laws, corpora = _laws(tested), corpus_laws(tested)
    found = []
    for law in (*laws, *corpora):
        found += simulate_bands(
            law,
            known=laws[0],
            pairs=known.pairs,
            sizes=arguments.sizes,
            draws=arguments.draws,
            seed=arguments.seed,
        )
        print(law.name, file=sys.stderr, flush=True)
    for dyads in (False, True):
        print(band_table(laws, corpora, found, draws=arguments.draws, dyads=dyads))


def _rows(
    files: Sequence[Path], documents: Sequence[Path], arguments: argparse.Namespace
) -> list[PredictedRow]:
    return predict_files(files, documents, arguments.checkpoint, arguments.cache)


def _laws(rows: Sequence[PredictedRow]) -> list[Law]:
    whole = [row for row in rows if row.document is not None]
    laws = cut_laws([row for row in rows if row.document is None])
    return [*laws, *([document_law(whole)] if whole else [])]


def parse(words: Sequence[str] | None = None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Coverage of a report's intervals by simulation.")
    for name in ("--choose", "--test"):
        parser.add_argument(
            name,
            nargs="+",
            type=Path,
            default=[],
            help="files of labelled pairs",
            required=name == "--choose",
        )
        parser.add_argument(f"{name}-documents", nargs="*", type=Path, default=[], help="files of documents")
    parser.add_argument("--checkpoint", default="published")
    parser.add_argument("--cache", type=Path, default=Path("runs/coverage/predictions.jsonl"))
    parser.add_argument("--draws", type=int, default=1000)
    parser.add_argument("--sizes", type=int, nargs="+", default=[30, 300, 3000])
    parser.add_argument("--seed", type=int, default=13)
    return parser.parse_args(words)


if __name__ == "__main__":
    main(parse())
