"""`detente card`: writes the model card of a checkpoint from its evaluations."""

from pathlib import Path
from typing import Annotated

import typer

from detente.model.checkpoint.folder import CARD_FILE, open_single_checkpoint
from detente.model.checkpoint.known_scores import SCORES_FILE, SPEED_FILE
from detente.model.errors import InputError
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

    Scores and speed also go into scores.json and speed.json, for programs. A card has what is given: one that would
    lose scores or a speed is refused.
    """
    from detente.train.export.model_card import write_card

    opened = open_single_checkpoint(checkpoint)
    _refuse_loss(opened.folder / SCORES_FILE, "--evaluation", given=bool(evaluations))
    _refuse_loss(opened.folder / SPEED_FILE, "--speed", given=speed is not None)
    typer.echo(str(write_card(opened, evaluations or [], speed=speed, license=license)))


def _refuse_loss(path: Path, option: str, *, given: bool) -> None:
    # The card says all that is known of a checkpoint, so what is not given again would be gone.
    if path.exists() and not given:
        raise InputError(
            f"{path}: would be lost, since a new card has only what is given; give {option} too, or remove this file. "
            f"The card that is there: {path.with_name(CARD_FILE)}"
        )
