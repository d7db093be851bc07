"""`detente actors`: the known actors, and the mentions in a statement."""

from typing import Annotated

import typer

from detente.scripts.terminal.options import Actors


def actors_cli(
    statement: Annotated[
        str | None, typer.Argument(metavar="STATEMENT", help="Show the mentions in this statement.")
    ] = None,
    actors: Actors = None,
) -> None:
    """List known actors, or mentions in a statement."""
    from detente.model.text.actor_finder import ActorFinder

    finder = ActorFinder.from_files(*(actors or []))
    if statement is None:
        for code, actor in finder.actors.items():
            typer.echo(f"{code:<4} {actor.name}{'' if actor.default else '  (only on request)'}")
        return
    for mention in finder.find(statement, list(finder.actors)):
        typer.echo(
            f"{mention.target:<4} {mention.start:>4}-{mention.end:<4} {statement[mention.start : mention.end]}"
        )
