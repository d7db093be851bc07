"""Makes the weights by which documents are read: `python -m detente.train.reading DOCUMENTS -o FILE`."""

from pathlib import Path
from typing import Annotated

import typer

from detente.batch.whole_file import check_file
from detente.model import StanceClassifier
from detente.train.documents.labelled_documents import read_documents
from detente.train.reading.examples import build_examples
from detente.train.reading.fitting import fit_scorers, write_scorers


def fit(
    documents: Annotated[
        Path, typer.Argument(metavar="DOCUMENTS", help="Labelled documents with their texts.")
    ],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="The weights, JSON.")],
    checkpoint: Annotated[
        str, typer.Option("--checkpoint", "-c", metavar="CHECKPOINT", help="Whose network is asked.")
    ] = "published",
) -> None:
    """Fit how documents are read, on labelled documents.

    Learns who is meant where no target is named, with which stance, and who holds it. The network is asked of every
    pair twice and stays as it is.
    """
    check_file(output)
    labelled = read_documents(documents)
    classifier = StanceClassifier.from_pretrained(checkpoint)
    with typer.progressbar(length=len(labelled), label="documents") as bar:
        examples = build_examples(
            labelled,
            classifier.finder,
            classifier.predict_located,
            progress=lambda _done, _all: bar.update(1),
        )
    write_scorers(output, fit_scorers(examples))
    typer.echo(
        f"{len(examples):,} pairs of a statement and an actor of {len(labelled):,} documents: {output}"
    )


if __name__ == "__main__":
    typer.run(fit)
