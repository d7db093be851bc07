"""The `detente` command: its subcommands, and the exit codes of errors."""

import signal
import sys
from contextlib import suppress
from io import TextIOWrapper
from typing import Annotated

import typer
from rich.console import Console

from detente.model.errors import DetenteError
from detente.scripts.commands.actors import actors_cli
from detente.scripts.commands.card import card_cli
from detente.scripts.commands.data import app as data_app
from detente.scripts.commands.demo import demo_cli
from detente.scripts.commands.evaluate import evaluate_cli
from detente.scripts.commands.explain import explain_cli
from detente.scripts.commands.export import export_cli
from detente.scripts.commands.info import info_cli
from detente.scripts.commands.measure.estimate import estimate_cli
from detente.scripts.commands.measure.label import app as label_app
from detente.scripts.commands.measure.table import table_cli
from detente.scripts.commands.predict import predict_cli
from detente.scripts.commands.publish import publish_cli
from detente.scripts.commands.read import read_cli
from detente.scripts.commands.report import report_cli
from detente.scripts.commands.train import train_cli
from detente.scripts.terminal.exits import HUNG_UP, INTERRUPTED, TERMINATED, WRONG_CALL

app = typer.Typer(
    name="detente",
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


app.command("predict")(predict_cli)
app.command("train")(train_cli)
app.command("evaluate")(evaluate_cli)
app.command("report")(report_cli)
app.command("read")(read_cli)
app.command("explain")(explain_cli)
app.command("demo")(demo_cli)
app.add_typer(data_app, name="data")
app.add_typer(label_app, name="label")
app.command("estimate")(estimate_cli)
app.command("table")(table_cli)
app.command("actors")(actors_cli)
app.command("export")(export_cli)
app.command("publish")(publish_cli)
app.command("card")(card_cli)
app.command("info")(info_cli)


def main() -> None:
    """Run the command line; an error that a user can correct is printed in one line and exits with code 2."""
    exit_codes = _handle_signals()
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
        Console(stderr=True).print(f"detente: {message}", markup=False, highlight=False, soft_wrap=True)
