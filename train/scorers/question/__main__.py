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
from detente.train.scorers.question.replies import Reply, ask
from detente.train.scorers.question.weighing import fit_question, log_odds
from detente.train.scorers.running import Checkpoints, one_a_file, run_command


def weigh(
    documents: Annotated[
        list[Path], typer.Argument(metavar="DOCUMENTS...", help="Labelled documents that it has not learnt.")
    ],
    checkpoints: Checkpoints = None,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="The weights to add these to, JSON.")
    ] = SHIPPED_SCORERS,
    precision: Annotated[
        float,
        typer.Option(min=0, max=1, help="How many of the unnamed targets that are found shall be meant."),
    ] = 0.82,
) -> None:
    """Weigh the answers of a network that has learnt whether a target is meant, and choose a threshold.

    The weights are for the last checkpoint; the others help to fit those of the stance.

    Prints how well features, replies and all signs put the targets of the last network's documents that are meant
    first.
    """
    if not output.is_file():
        raise InputError(
            f"{missing_file(output)}; -o names the weights to add to, which python -m detente.train.scorers writes"
        )
    read_scorers(output)  # what is no file of weights is refused before the network is asked
    check_file(output)
    weights = json.loads(output.read_text(encoding="utf-8"))
    of_each: dict[str, list[Reply]] = {}
    asked = one_a_file(documents, checkpoints)
    for path, checkpoint in asked:
        replies = ask(read_documents(path), StanceClassifier.from_pretrained(checkpoint))
        of_each.setdefault(checkpoint, []).extend(replies)
    replies = of_each.pop(asked[-1][1])
    found = fit_question(replies, list(of_each.values()), precision=precision)
    write_scorers(output, {**weights, "question": found})
    meant = [one.meant for one in replies]
    totals = {
        "features": [one.features for one in replies],
        "replies": [one.reply for one in replies],
        "all signs": [log_odds(one, found) for one in replies],
    }
    for name, total in totals.items():
        typer.echo(f"average precision, {name:<11}{average_precision_score(meant, total):.3f}")
    typer.echo(f"{sum(meant):,} of {number_of(len(replies), 'target')} are meant: {output}")


if __name__ == "__main__":
    run_command(weigh)
