"""`detente demo`: a local web page that predicts the stances in a text or a file."""

import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Annotated

import typer
from rich.text import Text

from detente.model.classifying import PlanClassifier
from detente.model.routing import load_classifier
from detente.scripts.terminal.extras import require_extra
from detente.scripts.terminal.options import Actors, Checkpoint, Threads
from detente.scripts.terminal.stderr import STDERR, is_watched, tell


def demo_cli(
    port: Annotated[
        int, typer.Option(min=0, max=65535, metavar="N", help="Port; 0 takes any free one.")
    ] = 7860,
    checkpoint: Checkpoint = "published",
    actors: Actors = None,
    threads: Threads = None,
    browser: Annotated[bool, typer.Option("--open/--no-open", help="Open the page in a browser.")] = False,
) -> None:
    """Serve a local page to try texts and files.

    Only this machine can reach the page. Ctrl-C stops it.
    """
    require_extra("demo")
    with loading(f"loading the checkpoint {checkpoint}"):
        classifier = load_classifier(checkpoint, threads=threads, actors=actors or [])
    demo(classifier, port=port, browser=browser)


def demo(classifier: PlanClassifier, *, port: int, browser: bool) -> None:
    """Serve the page until the process is stopped; raises InputError if the port cannot be used."""
    with loading("loading the page"):
        # Only here: Gradio takes seconds to load, and no other command needs it.
        from detente.report.demo.server import address, claim_port, make_server, upload_folder

    with claim_port(port) as claimed, upload_folder() as folder:
        with loading("starting the server"):
            server = make_server(classifier, folder=folder)
        typer.echo(f"détente demo on {address(claimed)} (Ctrl-C stops it)")
        if browser:
            webbrowser.open(address(claimed))
        server.run(sockets=[claimed])


@contextmanager
def loading(stage: str) -> Iterator[None]:
    """Print on standard error what is being loaded, with a spinner if that is a terminal."""
    tell(f"{stage} ...")
    with STDERR.status(Text(stage)) if is_watched() else nullcontext():
        yield
