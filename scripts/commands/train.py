"""`detente train`: reads a config and writes a run folder with a checkpoint."""

import os
from pathlib import Path
from typing import Annotated

import typer

from detente.scripts.terminal.extras import require_extra
from detente.scripts.terminal.stderr import tell


def train_cli(
    config: Annotated[
        Path,
        typer.Argument(
            metavar="CONFIG", help="A YAML config; see configs/ for examples.", show_default=False
        ),
    ],
    overrides: Annotated[
        list[str] | None,
        typer.Argument(metavar="KEY=VALUE", help="Overrides: epochs=2 optimiser.learning_rate=1e-4"),
    ] = None,
) -> None:
    """Train a checkpoint, or resume an interrupted run."""
    require_extra("train")
    from importlib.metadata import version

    from detente.train.config_file import read_config

    resolved = read_config(config, overrides or [])
    # Only now: torch takes seconds to import, and a misspelt key should be refused at once.
    from detente.train.run import train

    result = train(resolved, version=version("detente"), tell=tell)
    if int(os.environ.get("RANK", "0")):
        return  # with several processes, only the first one prints
    scores = f"dev macro-F1 {result.dev['macro_f1']:.4f}  accuracy {result.dev['accuracy']:.4f}"
    typer.echo(f"{scores}, of the network in training")
    for line in result.before_after.lines() if result.before_after else ():
        typer.echo(line)
    typer.echo(f"checkpoint   {result.checkpoint}")
