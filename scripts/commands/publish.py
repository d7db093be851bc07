"""`detente publish`: a checkpoint copied to a folder or to the Hugging Face hub, for others to load."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.model.checkpoint.folder import open_checkpoint
from detente.model.errors import PublishError

if TYPE_CHECKING:
    from detente.train.export.publishing import PublishedFile


def publish_cli(
    checkpoint: Annotated[str, typer.Argument(help="published, a folder, or a hub name", show_default=False)],
    destination: Annotated[
        str,
        typer.Argument(help="A folder to make, or hf://owner/name on the hub.", show_default=False),
    ],
    private: Annotated[
        bool, typer.Option("--private", help="Let only the owner see the hub repository.")
    ] = False,
    message: Annotated[
        str | None,
        typer.Option("--message", "-m", help="Of the commit on the hub. Default: the checkpoint's name."),
    ] = None,
    unscored: Annotated[
        bool, typer.Option("--unscored", help="Publish it without a model card or without scores, too.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="List the files and their sizes, and publish nothing.")
    ] = False,
) -> None:
    """Copy a checkpoint, with its model card and scores, to where others can load it.

    Only the files that belong to it are copied: no pickles, no states of a training.
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
            f"--private and --message go with {HUB_PREFIX}owner/name; {destination} is a folder"
        )
    check_destination(destination)
    found = open_checkpoint(checkpoint)
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
    whole = sum(file.size for file in files)
    rows = [*((f"{file.size / 1e6:.2f}", file.path.as_posix()) for file in files), (f"{whole / 1e6:.2f}", "")]
    width = max(len(size) for size, _ in rows)
    return [f"{size:>{width}} MB  {name or f'{len(files)} files'}" for size, name in rows]
