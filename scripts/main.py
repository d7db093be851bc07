"""The `detente` command: its sub-commands, and how errors become exit codes."""

import signal
import sys
from contextlib import suppress
from io import TextIOWrapper

import typer
from rich.console import Console

from detente.model.errors import DetenteError
from detente.scripts.commands.actors import actors_cli
from detente.scripts.commands.card import card_cli
from detente.scripts.commands.data import app as data_app
from detente.scripts.commands.demo import demo_cli
from detente.scripts.commands.estimate import estimate_cli
from detente.scripts.commands.evaluate import evaluate_cli
from detente.scripts.commands.export import export_cli
from detente.scripts.commands.info import info_cli
from detente.scripts.commands.label import app as label_app
from detente.scripts.commands.predict import predict_cli
from detente.scripts.commands.publish import publish_cli
from detente.scripts.commands.read import read_cli
from detente.scripts.commands.report import report_cli
from detente.scripts.commands.table import table_cli
from detente.scripts.commands.train import train_cli
from detente.scripts.terminal.exits import HUNG_UP, INTERRUPTED, TERMINATED, WRONG_CALL

app = typer.Typer(
    name="detente",
    help="Judges the stance a statement takes toward the US, China, North Korea or South Korea.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("predict")(predict_cli)
app.command("train")(train_cli)
app.command("evaluate")(evaluate_cli)
app.command("report")(report_cli)
app.command("read")(read_cli)
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
    """Run the command line; errors that a user can mend are printed in one line and exit with code 2."""
    asked = _heed_signals()
    if isinstance(sys.stdout, TextIOWrapper):
        # Names of files need not be Unicode, and a terminal need not know every character.
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        _run(asked)
    finally:
        _leave_signals_to_the_system()


def _run(asked: list[int]) -> None:
    try:
        app()
    except DetenteError as error:
        _complain(str(error))
        sys.exit(WRONG_CALL)
    except OSError as error:
        _complain(f"{error.filename or 'output'}: {error.strerror or error}")
        sys.exit(WRONG_CALL)
    except MemoryError:
        _complain("not enough memory for this run; stop other programs, or use a machine with more")
        sys.exit(WRONG_CALL)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except ImportError:
        # A compiled library that is just being loaded makes this of a signal.
        if asked:
            sys.exit(asked[0])
        raise


def _heed_signals() -> list[int]:
    """Let signals end the process by an exception, so that half-written files go away.

    Returns the exit codes that signals have asked for; it is filled when they come.
    """
    asked: list[int] = []

    def interrupt(*_: object) -> None:
        asked.append(INTERRUPTED)
        raise KeyboardInterrupt

    def terminate(*_: object) -> None:
        asked.append(TERMINATED)
        sys.exit(TERMINATED)

    def hang_up(*_: object) -> None:
        asked.append(HUNG_UP)
        sys.exit(HUNG_UP)

    signal.signal(signal.SIGTERM, terminate)
    if signal.getsignal(signal.SIGINT) != signal.SIG_IGN:  # as it is in a shell's background jobs
        signal.signal(signal.SIGINT, interrupt)
    # Not on Windows; nohup has it ignored.
    if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:
        signal.signal(signal.SIGHUP, hang_up)
    return asked


def _leave_signals_to_the_system() -> None:
    # An exception while Python ends would be printed, and stop nothing any more.
    for number in (getattr(signal, name, None) for name in ("SIGTERM", "SIGINT", "SIGHUP")):
        if number is not None and callable(signal.getsignal(number)):
            signal.signal(number, signal.SIG_DFL)


def _complain(message: str) -> None:
    # Where standard error is a file on a disk that is full, nothing can be said any more.
    with suppress(OSError):
        Console(stderr=True).print(f"detente: {message}", markup=False, highlight=False, soft_wrap=True)
