"""`detente publish`: copies a checkpoint to a folder or to the Hugging Face hub, for others to load."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.model.checkpoint.folder import open_single_checkpoint
from detente.model.errors import PublishError, number_of
from detente.scripts.terminal.options import CheckpointName

if TYPE_CHECKING:
    from detente.train.export.publishing import PublishedFile


def publish_cli(
    checkpoint: CheckpointName,
    destination: Annotated[
        str,
        typer.Argument(
            metavar="DESTINATION", help="A folder to create, or hf://owner/name.", show_default=False
        ),
    ],
    private: Annotated[bool, typer.Option("--private", help="Make the hub repository private.")] = False,
    message: Annotated[
        str | None,
        typer.Option(
            "--message", "-m", metavar="TEXT", help="Commit message. Default: the checkpoint's name."
        ),
    ] = None,
    unscored: Annotated[
        bool, typer.Option("--unscored", help="Publish even without a model card or scores.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="List files and sizes; publish nothing.")
    ] = False,
) -> None:
    """Publish a checkpoint to a folder or the hub.

    Only the files of the checkpoint are copied: no pickles, no training state.
    """
    from detente.train.export.publishing import (
        HUB_PREFIX,
        check_destination,
        copy_checkpoint,
        files_to_publish,
        publish_to_hub,
    )

    to_hub = destination.startswith(HUB_PREFIX)
    if not to_hub and (private or message is not None):
        raise PublishError(
            f"--private and --message are only for a hub repository ({HUB_PREFIX}owner/name); {destination} is a folder"
        )
    check_destination(destination)
    found = open_single_checkpoint(checkpoint)
    files = files_to_publish(found, unscored=unscored)
    for line in _lines(files):
        typer.echo(line, err=not dry_run)
    if dry_run:
        return
    if to_hub:
        destination = publish_to_hub(found, destination, private=private, message=message)
    else:
        copy_checkpoint(found, Path(destination))
    typer.echo(destination)


def _lines(files: Sequence["PublishedFile"]) -> list[str]:
    total = sum(file.size for file in files)
    rows = [*((f"{file.size / 1e6:.2f}", file.path.as_posix()) for file in files), (f"{total / 1e6:.2f}", "")]
    width = max(len(size) for size, _ in rows)
    return [f"{size:>{width}} MB  {name or number_of(len(files), 'file')}" for size, name in rows]
