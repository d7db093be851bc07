"""Weighs a network's answer whether a target is meant: `python -m detente.train.scorers.question DOCUMENTS...`."""

import json
from pathlib import Path
from typing import Annotated

import typer
from sklearn.metrics import average_precision_score

from detente.batch.whole_file import check_file
from detente.model import StanceClassifier
from detente.model.document.scorers import SHIPPED_SCORERS, read_scorers
from detente.model.errors import InputError, missing_file, number_of
from detente.train.documents.labelled_documents import read_documents
from detente.train.scorers.fitting import write_scorers
from detente.train.scorers.question.replies import ask, fit_question
from detente.train.scorers.running import run_command


def weigh(
    documents: Annotated[
        list[Path], typer.Argument(metavar="DOCUMENTS...", help="Labelled documents that it has not learnt.")
    ],
    checkpoint: Annotated[
        str, typer.Option("--checkpoint", "-c", metavar="CHECKPOINT", help="Whose network is asked.")
    ] = "published",
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="The weights to add these to, JSON.")
    ] = SHIPPED_SCORERS,
    precision: Annotated[
        float,
        typer.Option(min=0, max=1, help="How many of the unnamed targets that are found shall be meant."),
    ] = 0.78,
) -> None:
    """Weigh the answers of a network that has learnt whether a target is meant, and choose a threshold.

    Prints how well features, replies and both put the targets that are meant first.
    """
    if not output.is_file():
        raise InputError(
            f"{missing_file(output)}; -o names the weights to add to, which python -m detente.train.scorers writes"
        )
    read_scorers(output)  # what is no file of weights is refused before the network is asked
    check_file(output)
    weights = json.loads(output.read_text(encoding="utf-8"))
    labelled = [document for path in documents for document in read_documents(path)]
    replies = ask(labelled, StanceClassifier.from_pretrained(checkpoint))
    found = fit_question(replies, precision=precision)
    write_scorers(output, {**weights, "question": found})
    meant = [one.meant for one in replies]
    totals = {
        "features": [one.features for one in replies],
        "replies": [one.reply for one in replies],
        "both": [found["features"] * one.features + found["reply"] * one.reply for one in replies],
    }
    for name, total in totals.items():
        typer.echo(f"average precision, {name:<10}{average_precision_score(meant, total):.3f}")
    typer.echo(f"{sum(meant):,} of {number_of(len(replies), 'target')} are meant: {output}")


if __name__ == "__main__":
    run_command(weigh)
