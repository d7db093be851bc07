"""What the demo's server lets in and what it sends with every response."""

import re
from pathlib import Path
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

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
_FILE_ROUTE: Final = re.compile(r"/file[=/](.*)", re.DOTALL)


class Gate:
    """Refuses requests from pages of another origin and downloads from outside `folder`; adds security headers.

    A browser names the origin of the page with each request that can change something. Programs name none.
    Source: RFC 6454, The Web Origin Concept.
    """

    def __init__(self, app: ASGIApp, *, folder: Path) -> None:
        self._app = app
        self._folder = folder.resolve()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer it with status 403."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_HEADERS)
            await send(message)

        reason = self._refusal(scope) if scope["type"] in ("http", "websocket") else None
        app = self._app if reason is None else PlainTextResponse(reason, status_code=403)
        await app(scope, receive, send_with_headers)

    def _refusal(self, scope: Scope) -> str | None:
        headers = Headers(scope=scope)
        own = f"http://{headers.get('host', '')}"
        if any(origin != own for origin in headers.getlist("origin")):
            return "requests from other sites are refused"
        named = _FILE_ROUTE.search(scope["path"])
        if named is not None and not self._is_own(named.group(1)):
            return "only files of this demo can be downloaded"
        return None

    def _is_own(self, path: str) -> bool:
        try:
            return Path(path).resolve().is_relative_to(self._folder)
        except (OSError, ValueError):  # a name that is too long, or that holds a NUL
            return False
