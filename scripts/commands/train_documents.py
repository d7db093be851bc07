"""`detente train-documents`: fits the weights by which documents are read, on labelled documents."""

from pathlib import Path
from typing import Annotated

import typer

from detente.batch.whole_file import check_file
from detente.scripts.terminal.extras import require_train
from detente.scripts.terminal.options import Checkpoint, Threads
from detente.scripts.terminal.progress import documents_done


def train_documents_cli(
    documents: Annotated[
        Path,
        typer.Argument(metavar="DOCUMENTS", help="Labelled documents with their texts.", show_default=False),
    ],
    output: Annotated[
        Path,
        typer.Option("--output", "-o", metavar="FILE", help="The weights, JSON.", show_default=False),
    ],
    checkpoint: Checkpoint = "published",
    threads: Threads = None,
) -> None:
    """Fit how documents are read.

    Learns from labelled documents who is meant where no target is named, with which stance, and who holds it. The
    network is asked and stays as it is.
    """
    require_train()
    from detente.model import StanceClassifier
    from detente.train.documents.labelled_documents import read_documents
    from detente.train.reading.examples import build_examples
    from detente.train.reading.fitting import fit_scorers, write_scorers

    check_file(output)
    labelled = read_documents(documents)
    classifier = StanceClassifier.from_pretrained(checkpoint, threads=threads)
    with documents_done() as done:
        examples = build_examples(labelled, classifier.finder, classifier.predict_located, progress=done)
    write_scorers(output, fit_scorers(examples))
    typer.echo(f"{len(labelled):,} documents, {len(examples):,} pairs of a statement and an actor: {output}")
