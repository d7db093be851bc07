"""Makes the weights by which documents are read: `python -m detente.train.scorers DOCUMENTS... -o FILE`."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Final

import typer

from detente.batch.whole_file import check_file
from detente.model import StanceClassifier
from detente.model.errors import number_of
from detente.train.documents.labelled_documents import LabelledDocument, read_documents
from detente.train.scorers.examples import Example, build_examples
from detente.train.scorers.fitting import fit_scorers, write_scorers
from detente.train.scorers.held_out import cross_validate
from detente.train.scorers.running import Checkpoints, one_a_file, run_command

# With fewer documents a fifth of them says nothing.
_LEAST_DOCUMENTS: Final = 50
# Chosen by cross-validation over the training documents.
_INVENTED_WEIGHT: Final = 0.3


def fit(
    documents: Annotated[
        list[Path], typer.Argument(metavar="DOCUMENTS...", help="Labelled documents with their texts.")
    ],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="The weights, JSON.")],
    checkpoints: Checkpoints = None,
    invented: Annotated[
        list[Path] | None,
        typer.Option(
            "--invented",
            metavar="FILE",
            help=f"More labelled documents, invented ones: each pair counts {_INVENTED_WEIGHT:g}; repeatable.",
        ),
    ] = None,
) -> None:
    """Fit how documents are read, on labelled documents.

    Learns who is meant where no target is named, with which stance, and who holds it. The network is asked of every
    pair twice and stays as it is. It should not have learnt from the same documents: it would seem surer than it is.
    Prints how well documents are read whose labels were not fitted, by cross-validation.
    """
    check_file(output)
    asked = one_a_file(documents, checkpoints)
    examples: list[Example] = []
    count = 0
    files = [(path, checkpoint, 1.0) for path, checkpoint in asked]
    files += [(path, asked[0][1], _INVENTED_WEIGHT) for path in invented or ()]
    for path, checkpoint, weight in files:
        labelled = read_documents(path)
        some = _examples_of(labelled, checkpoint, first=count)
        examples += [replace(one, weight=weight) for one in some]
        count += len(labelled)
    write_scorers(output, fit_scorers(examples))
    if count >= _LEAST_DOCUMENTS:
        typer.echo("fitted on four fifths of the documents and read on the rest:")
        typer.echo("\n".join(cross_validate(examples).lines()))
    told = f"{number_of(len(examples), 'pair')} of a statement and an actor of {number_of(count, 'document')}"
    typer.echo(f"{told}: {output}")


def _examples_of(documents: Sequence[LabelledDocument], checkpoint: str, *, first: int) -> list[Example]:
    """The examples of documents, which are numbered from `first`."""
    classifier = StanceClassifier.from_pretrained(checkpoint)
    with typer.progressbar(length=len(documents), label="documents") as bar:
        examples = build_examples(
            documents,
            classifier.finder,
            classifier.predict_located,
            context_end=classifier.checkpoint.settings.wording.context_end,
            progress=lambda _done, _all: bar.update(1),
        )
    return [replace(one, document=one.document + first) for one in examples]


if __name__ == "__main__":
    run_command(fit)
