"""`detente card`: the model card of a checkpoint, made again with its evaluations."""

from pathlib import Path
from typing import Annotated

import typer

from detente.model.checkpoint.folder import open_checkpoint


def card_cli(
    checkpoint: Annotated[Path, typer.Argument(help="A checkpoint folder.", show_default=False)],
    evaluations: Annotated[
        list[Path] | None,
        typer.Option("--evaluation", "-e", help="An evaluation.json of this checkpoint; repeatable."),
    ] = None,
    speed: Annotated[
        Path | None,
        typer.Option(
            help="An inference.json of this checkpoint, by benchmarks/inference.py.", show_default=False
        ),
    ] = None,
    license: Annotated[  # noqa: A002 - the option's name
        str | None, typer.Option(help="License in the card, such as cc-by-4.0.", show_default=False)
    ] = None,
) -> None:
    """Write a checkpoint's model card, with its scores and speed, which programs read in scores.json and speed.json."""
    from detente.train.export.model_card import write_card

    typer.echo(str(write_card(open_checkpoint(checkpoint), evaluations or [], speed=speed, license=license)))
