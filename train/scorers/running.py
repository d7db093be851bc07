"""What the commands of this folder share: a checkpoint a file, and an error in one line in place of a traceback."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import typer

from detente.model.errors import DetenteError, number_of

__all__ = ["one_a_file", "run_command"]

# As `detente` ends where it was called wrongly.
_WRONG_CALL: Final = 2


def run_command(command: Callable[..., None]) -> None:
    """Run `command` with the arguments of the program; an error is told on standard error and ends it with 2."""
    try:
        typer.run(command)
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
