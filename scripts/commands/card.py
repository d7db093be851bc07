"""`detente card`: writes the model card of a checkpoint from its evaluations."""

from pathlib import Path
from typing import Annotated

import typer

from detente.model.checkpoint.folder import open_single_checkpoint
from detente.scripts.terminal.options import CheckpointFolder


def card_cli(
    checkpoint: CheckpointFolder,
    evaluations: Annotated[
        list[Path] | None,
        typer.Option(
            "--evaluation", "-e", metavar="FILE", help="An evaluation.json of this checkpoint; repeatable."
        ),
    ] = None,
    speed: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="An inference.json of this checkpoint, from benchmarks/inference.py."
        ),
    ] = None,
    license: Annotated[  # noqa: A002 - the option's name
        str | None,
        typer.Option(metavar="NAME", help="License in the card, such as cc-by-4.0.", show_default=False),
    ] = None,
) -> None:
    """Write the model card of a checkpoint.

    Scores and speed also go into scores.json and speed.json, for programs.
    """
    from detente.train.export.model_card import write_card

    typer.echo(
        str(write_card(open_single_checkpoint(checkpoint), evaluations or [], speed=speed, license=license))
    )
