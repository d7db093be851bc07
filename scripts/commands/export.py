"""`detente export`: copies a checkpoint to a folder that other programs can load."""

import typer

from detente.model.checkpoint.folder import open_single_checkpoint
from detente.scripts.terminal.options import CheckpointName, NewFolder


def export_cli(checkpoint: CheckpointName, output: NewFolder) -> None:
    """Copy a checkpoint to a folder.

    Both détente and transformers load the copy.
    """
    from detente.train.export.publishing import copy_checkpoint

    copy_checkpoint(open_single_checkpoint(checkpoint), output)
    typer.echo(str(output))
