"""A Label Studio server, started for a test, and its users."""

import json
import os
import re
import socket
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path

_START_SECONDS = 300


@contextmanager
def running_server(executable: str, folder: Path) -> Iterator[str]:
    """Start a server that keeps all it has in `folder`; gives its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    quiet = {"COLLECT_ANALYTICS": "false", "SENTRY_DSN": "", "LATEST_VERSION_CHECK": "false"}
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(
            [executable, "start", "--no-browser", "--internal-host", "127.0.0.1", "--port", str(port)],
            env=os.environ | quiet | {"LABEL_STUDIO_BASE_DATA_DIR": str(folder)},
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
        try:
            _await(f"http://127.0.0.1:{port}", server)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(30)


def _await(address: str, server: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + _START_SECONDS
    while time.monotonic() < end and server.poll() is None:
        try:
            urllib.request.urlopen(f"{address}/health", timeout=5).close()
        except OSError:
            time.sleep(1)
        else:
            return
    raise TimeoutError("Label Studio did not start")


class User:
    """Someone who works in Label Studio; signs up on the way."""

    def __init__(self, address: str, email: str) -> None:
        self._address = address
        self._cookies = CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self._cookies))
        page = self._open("GET", "/user/signup/").decode()
        [token] = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[:1]
        form = {"csrfmiddlewaretoken": token, "email": email, "password": "invented-password-1"}
        self._open(
            "POST",
            "/user/signup/",
            urllib.parse.urlencode(form).encode(),
            "application/x-www-form-urlencoded",
        )

    def call(self, method: str, path: str, body: object = None) -> object:
        """Call the API with a JSON body, and return what it answers."""
        data = None if body is None else json.dumps(body).encode()
        return json.loads(self._open(method, path, data, "application/json"))

    def download(self, path: str) -> bytes:
        """Return what lies at a path of the API."""
        return self._open("GET", path)

    def _open(self, method: str, path: str, data: bytes | None = None, kind: str = "") -> bytes:
        request = urllib.request.Request(self._address + path, data=data, method=method)
        if kind:
            request.add_header("Content-Type", kind)
        request.add_header("Referer", self._address)
        for cookie in self._cookies:
            if cookie.name == "csrftoken":
                request.add_header("X-CSRFToken", str(cookie.value))
        try:
            with self._opener.open(request, timeout=300) as response:
                return bytes(response.read())
        except urllib.error.HTTPError as error:
            raise AssertionError(f"{method} {path}: {error.code} {error.read()[:500]!r}") from error
