"""`detente demo`: a local web page that predicts the stances of a text or a file."""

import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Annotated

import typer

from detente.model.classifier import StanceClassifier
from detente.scripts.terminal.extras import DEMO_MODULES, require_extra
from detente.scripts.terminal.stderr import STDERR, is_watched, tell


def demo_cli(
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="Of this machine; 0 takes any free one.")
    ] = 7860,
    checkpoint: Annotated[
        str, typer.Option("--checkpoint", "-c", help="published, a folder, a hub name.")
    ] = "published",
    actors: Annotated[
        list[Path] | None, typer.Option("--actors", help="A file that extends the actor list.")
    ] = None,
    threads: Annotated[int | None, typer.Option(min=1, help="Cores to use. Default: all.")] = None,
    browser: Annotated[bool, typer.Option("--open/--no-open", help="Open the page in a browser.")] = False,
) -> None:
    """Serve a local web page that predicts a text or a file."""
    require_extra("demo", DEMO_MODULES)
    with loading(f"loading the checkpoint {checkpoint}"):
        classifier = StanceClassifier.from_pretrained(checkpoint, threads=threads, actors=actors or [])
    demo(classifier, port=port, browser=browser)


def demo(classifier: StanceClassifier, *, port: int, browser: bool) -> None:
    """Serve the page until the process is told to end; raises InputError if the port cannot be used."""
    with loading("loading the page"):
        # Only here: Gradio takes seconds to load, and no other command needs it.
        from detente.report.demo.server import address, claim_port, make_server, upload_folder

    with claim_port(port) as claimed, upload_folder() as folder:
        with loading("starting the server"):
            server = make_server(classifier, folder=folder)
        typer.echo(f"détente demo on {address(claimed)} (Ctrl-C ends it)")
        if browser:
            webbrowser.open(address(claimed))
        server.run(sockets=[claimed])


@contextmanager
def loading(stage: str) -> Iterator[None]:
    """Say on standard error what is being loaded; on a terminal a spinner turns meanwhile."""
    tell(f"{stage} ...")
    with STDERR.status(stage) if is_watched() else nullcontext():
        yield
