"""The command line within the process of the tests, which saves the second that a process takes to start."""

import io
import subprocess
import sys
import tempfile
from collections.abc import Callable

import pytest

from detente.scripts.main import main

Call = Callable[..., subprocess.CompletedProcess[bytes]]


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch) -> Call:
    """Call `detente` with arguments and `stdin` (bytes); gives the exit code and what was printed."""

    def run(*arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        out, err = io.BytesIO(), io.BytesIO()
        with monkeypatch.context() as patch, tempfile.TemporaryFile() as given:
            given.write(stdin)
            given.seek(0)
            patch.setenv("COLUMNS", "200")
            patch.setattr(sys, "argv", ["detente", *arguments])
            patch.setattr(sys, "stdin", io.TextIOWrapper(given, "utf-8"))
            patch.setattr(sys, "stdout", io.TextIOWrapper(out, "utf-8", write_through=True))
            patch.setattr(
                sys, "stderr", io.TextIOWrapper(err, "utf-8", "backslashreplace", write_through=True)
            )
            code: str | int | None = 0
            try:
                main()
            except SystemExit as end:
                code = end.code
            printed = out.getvalue(), err.getvalue()
        return subprocess.CompletedProcess(arguments, int(code or 0), *printed)

    return run
