"""`detente export`: a trained checkpoint copied to where it is to be used or published."""

import shutil
from pathlib import Path
from typing import Annotated

import typer

from detente.model.checkpoint import PICKLE_ENDINGS, open_checkpoint
from detente.model.errors import CheckpointError


def export_cli(
    checkpoint: Annotated[str, typer.Argument(help="published, a folder, or a hub name", show_default=False)],
    output: Annotated[Path, typer.Option("--output", "-o", help="The folder to make.", show_default=False)],
) -> None:
    """Copy a checkpoint, whole, to a new folder that detente and transformers load."""
    export(checkpoint, output)
    typer.echo(str(output))


def export(checkpoint: str, output: Path) -> None:
    """Copy `checkpoint` to `output`, whole or not at all; raises CheckpointError where `output` exists."""
    found = open_checkpoint(checkpoint)
    if output.exists():
        raise CheckpointError(f"{output}: is there already; name a folder that does not exist yet")
    beside = output.with_name(f".{output.name}.part")
    shutil.rmtree(beside, ignore_errors=True)
    ignore = shutil.ignore_patterns(*(f"*{ending}" for ending in PICKLE_ENDINGS), ".*")
    shutil.copytree(found.folder, beside, ignore=ignore)
    beside.rename(output)
