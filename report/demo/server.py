"""A web server for the demo that answers this machine only, and pages that ask no other."""

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
from starlette.datastructures import MutableHeaders
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from detente.model.classifier import StanceClassifier
from detente.model.errors import InputError
from detente.report.demo.app import build_app
from detente.report.demo.look import head, theme

HOST: Final = "127.0.0.1"
UPLOAD_LIMIT: Final = "50mb"

# Gradio's own scripts need inline and eval; what they may reach is this server alone.
# Source: W3C Content Security Policy Level 3.
_POLICY: Final = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; worker-src 'self' blob:; "
    "base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)
_HEADERS: Final = {
    "content-security-policy": _POLICY,
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}
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


def make_server(classifier: StanceClassifier, *, folder: Path) -> uvicorn.Server:
    """Make the server of the demo, to be run on a port from `claim_port` within `upload_folder`."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    # A page elsewhere that lets its own name point to this machine does not reach the demo.
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=[HOST, "localhost"])
    app.add_middleware(_Headers)
    mounted = gr.mount_gradio_app(
        app,
        build_app(classifier, folder=folder),
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
    config = uvicorn.Config(mounted, log_level="error", timeout_graceful_shutdown=_SECONDS_TO_CLOSE)
    return uvicorn.Server(config)


class _Headers:
    """Sends `_HEADERS` with every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_HEADERS)
            await send(message)

        await self._app(scope, receive, send_with_headers)
