"""What the commands of this folder share: a checkpoint a file, and an error in one line in place of a traceback."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Final

import typer

from detente.model.errors import DetenteError, number_of

__all__ = ["Checkpoints", "one_a_file", "run_command"]

# As `detente` ends where it was called wrongly.
_WRONG_CALL: Final = 2

Checkpoints = Annotated[
    list[str] | None,
    typer.Option(
        "--checkpoint",
        "-c",
        metavar="CHECKPOINT",
        help="Whose network is asked; repeatable, one for each file of documents  [default: published]",
    ),
]
"""The option of a command that asks a network of each file; `one_a_file` takes what it was given."""


def run_command(command: Callable[..., None]) -> None:
    """Run `command` with the arguments of the program; an error is told on standard error and ends it with 2."""
    # As `detente` itself: with rich's markup a default in brackets would be taken for a tag and not be shown.
    program = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
    program.command()(command)
    try:
        program()
    except DetenteError as error:
        typer.echo(f"error: {error}", err=True)
        sys.exit(_WRONG_CALL)
    except OSError as error:
        typer.echo(f"error: {error.filename or 'output'}: {error.strerror or error}", err=True)
        sys.exit(_WRONG_CALL)


def one_a_file(documents: Sequence[Path], checkpoints: Sequence[str] | None) -> list[tuple[Path, str]]:
    """Return each file with the checkpoint whose network is asked of it; one serves all, and None is "published".

    Raises BadParameter where several are given and not one a file.
    """
    asked = list(checkpoints or ["published"])
    if len(asked) not in (1, len(documents)):
        raise typer.BadParameter(
            f"{number_of(len(asked), 'checkpoint')} for {number_of(len(documents), 'file')}: give one, or one a file"
        )
    if len(asked) < len(documents):
        asked *= len(documents)
    return list(zip(documents, asked, strict=True))
