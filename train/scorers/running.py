"""Runs a command of this folder, with an error in one line in place of a traceback."""

import sys
from collections.abc import Callable
from typing import Final

import typer

from detente.model.errors import DetenteError

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
