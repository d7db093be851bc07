"""The `detente` command: its subcommands, and the exit codes of errors."""

import signal
import sys
import warnings
from contextlib import suppress
from io import TextIOWrapper
from typing import Annotated, Final

import typer
from rich.console import Console

from detente.model.errors import DetenteError
from detente.scripts.lazy_commands import lazy_group
from detente.scripts.terminal.exits import HUNG_UP, INTERRUPTED, TERMINATED, WRONG_CALL

_HERE: Final = "detente.scripts.commands"
COMMANDS: Final = {
    "predict": f"{_HERE}.predict:predict_cli",
    "train": f"{_HERE}.train:train_cli",
    "evaluate": f"{_HERE}.evaluate:evaluate_cli",
    "report": f"{_HERE}.report:report_cli",
    "read": f"{_HERE}.read:read_cli",
    "explain": f"{_HERE}.explain:explain_cli",
    "demo": f"{_HERE}.demo:demo_cli",
    "data": f"{_HERE}.data:app",
    "label": f"{_HERE}.measure.label:app",
    "estimate": f"{_HERE}.measure.estimate:estimate_cli",
    "table": f"{_HERE}.measure.table:table_cli",
    "actors": f"{_HERE}.actors:actors_cli",
    "export": f"{_HERE}.export:export_cli",
    "publish": f"{_HERE}.publish:publish_cli",
    "card": f"{_HERE}.card:card_cli",
    "info": f"{_HERE}.info:info_cli",
}

app = typer.Typer(
    name="detente",
    cls=lazy_group(COMMANDS),
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(requested: bool) -> None:
    if requested:
        from importlib.metadata import version

        typer.echo(f"detente {version('detente')}")
        raise typer.Exit


@app.callback()
def options(
    _version: Annotated[
        bool,
        typer.Option("--version", help="Show the version and exit.", is_eager=True, callback=_print_version),
    ] = False,
) -> None:
    """Predict the stance of a statement toward the US, China, North Korea and South Korea."""


def main() -> None:
    """Run the command line; an error that a user can correct is printed in one line and exits with code 2."""
    exit_codes = _handle_signals()
    # What openpyxl does not keep of a file, such as its styles, no command reads.
    warnings.filterwarnings("ignore", module="openpyxl")
    if isinstance(sys.stdout, TextIOWrapper):
        # A file name need not be valid Unicode, and a terminal may lack a character.
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        _run(exit_codes)
    finally:
        _restore_signals()


def _run(exit_codes: list[int]) -> None:
    try:
        app()
    except DetenteError as error:
        _print_error(str(error))
        sys.exit(WRONG_CALL)
    except OSError as error:
        _print_error(f"{error.filename or 'output'}: {error.strerror or error}")
        sys.exit(WRONG_CALL)
    except MemoryError:
        _print_error("out of memory; use smaller files, fewer --threads, or a machine with more memory")
        sys.exit(WRONG_CALL)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except ImportError:
        # A signal while a compiled library loads can end in an ImportError.
        if exit_codes:
            sys.exit(exit_codes[0])
        raise


def _handle_signals() -> list[int]:
    """Turn signals into exceptions, so that half-written files are removed.

    Returns a list to which each signal adds its exit code.
    """
    exit_codes: list[int] = []

    def interrupt(*_: object) -> None:
        exit_codes.append(INTERRUPTED)
        raise KeyboardInterrupt

    def terminate(*_: object) -> None:
        exit_codes.append(TERMINATED)
        sys.exit(TERMINATED)

    def hang_up(*_: object) -> None:
        exit_codes.append(HUNG_UP)
        sys.exit(HUNG_UP)

    signal.signal(signal.SIGTERM, terminate)
    if signal.getsignal(signal.SIGINT) != signal.SIG_IGN:  # as in background jobs of a shell
        signal.signal(signal.SIGINT, interrupt)
    # Windows has no SIGHUP; nohup ignores it.
    if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:
        signal.signal(signal.SIGHUP, hang_up)
    return exit_codes


def _restore_signals() -> None:
    # An exception at exit would only be printed.
    for number in (getattr(signal, name, None) for name in ("SIGTERM", "SIGINT", "SIGHUP")):
        if number is not None and callable(signal.getsignal(number)):
            signal.signal(number, signal.SIG_DFL)


def _print_error(message: str) -> None:
    # Standard error may be a file on a full disk.
    with suppress(OSError):
        Console(stderr=True, emoji=False).print(
            f"detente: {message}", markup=False, highlight=False, soft_wrap=True
        )
