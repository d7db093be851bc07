"""`detente export`: a checkpoint copied to a folder where other programs can use it."""

from pathlib import Path
from typing import Annotated

import typer

from detente.model.checkpoint.folder import open_checkpoint


def export_cli(
    checkpoint: Annotated[str, typer.Argument(help="published, a folder, or a hub name", show_default=False)],
    output: Annotated[Path, typer.Option("--output", "-o", help="The folder to make.", show_default=False)],
) -> None:
    """Copy a checkpoint, whole, to a new folder that detente and transformers load."""
    from detente.train.export.publishing import copy_checkpoint

    copy_checkpoint(open_checkpoint(checkpoint), output)
    typer.echo(str(output))
