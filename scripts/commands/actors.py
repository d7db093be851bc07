"""`detente actors`: what the mention finder finds, and whom it knows."""

from pathlib import Path
from typing import Annotated

import typer


def actors_cli(
    statement: Annotated[str | None, typer.Argument(help="Show the mentions in this statement.")] = None,
    actors: Annotated[
        list[Path] | None, typer.Option("--actors", help="A file that extends the list.")
    ] = None,
) -> None:
    """List the known actors, or show which of them a statement mentions."""
    from detente.model.text.actor_finder import ActorFinder

    finder = ActorFinder.from_files(*(actors or []))
    if statement is None:
        for code, actor in finder.actors.items():
            typer.echo(f"{code:<4} {actor.name}{'' if actor.default else '  (when asked for)'}")
        return
    for mention in finder.find(statement, list(finder.actors)):
        typer.echo(
            f"{mention.target:<4} {mention.start:>4}-{mention.end:<4} {statement[mention.start : mention.end]}"
        )
