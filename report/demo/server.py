"""A web server for the demo that can be reached from this machine only."""

import os
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import gradio as gr
import uvicorn
from fastapi import FastAPI
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import FileResponse, PlainTextResponse, Response

from detente.model.classifying import PlanClassifier
from detente.model.errors import InputError
from detente.report.demo.app import build_app
from detente.report.demo.gate import Gate
from detente.report.demo.look import head, theme
from detente.report.demo.reports import ADDRESS, Reports

HOST: Final = "127.0.0.1"
UPLOAD_LIMIT: Final = "50mb"

_SECONDS_TO_CLOSE: Final = 1


def claim_port(port: int) -> socket.socket:
    """Listen on a port of this machine alone; 0 takes any free one.

    Browsers that come before the server has started wait. Raises InputError where the port is taken or
    not allowed.
    """
    claimed = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if os.name == "posix":
        # Else a port stays taken for a minute after the demo was ended; on Windows it would mean sharing.
        claimed.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        claimed.bind((HOST, port))
        claimed.listen()
    except OSError as error:
        claimed.close()
        reason = error.strerror or error
        raise InputError(
            f"port {port} of {HOST} cannot be used ({reason}); give another with --port, or --port 0 for any"
        ) from error
    return claimed


def address(claimed: socket.socket) -> str:
    """The address at which a browser on this machine finds the demo."""
    return f"http://{HOST}:{claimed.getsockname()[1]}/"


@contextmanager
def upload_folder() -> Iterator[Path]:
    """Give Gradio a new folder for uploads and downloads, and remove it with all its files at the end."""
    name = "GRADIO_TEMP_DIR"
    before = os.environ.get(name)
    with tempfile.TemporaryDirectory(prefix="detente-demo-", ignore_cleanup_errors=True) as folder:
        os.environ[name] = folder
        try:
            yield Path(folder)
        finally:
            os.environ.pop(name)
            if before is not None:
                os.environ[name] = before


def make_server(classifier: PlanClassifier, *, folder: Path) -> uvicorn.Server:
    """Make the server of the demo, to be run on a port from `claim_port` within `upload_folder`."""
    config = uvicorn.Config(
        make_app(classifier, folder=folder), log_level="error", timeout_graceful_shutdown=_SECONDS_TO_CLOSE
    )
    return uvicorn.Server(config)


def make_app(classifier: PlanClassifier, *, folder: Path) -> FastAPI:
    """Make the web app of the demo, which answers requests to this machine's own names only."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    # A site that points its own name at this machine does not reach the demo.
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=[HOST, "localhost"])
    app.add_middleware(Gate, folder=folder)
    reports = Reports(classifier.finder)

    @app.get(f"{ADDRESS}{{token}}")
    def report(token: str) -> Response:
        return report_response(reports, token)

    mounted: FastAPI = gr.mount_gradio_app(
        app,
        build_app(classifier, folder=folder, reports=reports),
        path="/",
        footer_links=["api"],
        run_history=False,
        show_error=False,
        max_file_size=UPLOAD_LIMIT,
        ssr_mode=False,
        mcp_server=False,
        enable_monitoring=False,
        pwa=False,
        theme=theme(),
        head=head(),
    )
    return mounted


def report_response(reports: Reports, token: str) -> Response:
    """Answer a request for the report at an address: the page, or why there is none."""
    try:
        path = reports.page(token)
    except InputError as error:
        return PlainTextResponse(str(error), status_code=422)
    if path is None:
        return PlainTextResponse("no such report; predict the table again", status_code=404)
    return FileResponse(path, media_type="text/html")
