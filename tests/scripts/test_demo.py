"""`detente demo` as a user runs it: a taken port, a missing extra, and an end without a traceback."""

import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from detente.model.errors import DetenteError
from detente.scripts.commands import demo
from detente.scripts.terminal.extras import MODULES


def start(tiny_checkpoint: Path, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "detente.scripts", "demo", "-c", str(tiny_checkpoint), *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1"},
        # A shell starts its background jobs, and so perhaps these tests, with SIGINT ignored.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )


def test_a_missing_extra_is_named_with_the_way_to_install_it(monkeypatch):
    monkeypatch.setitem(MODULES, "demo", ("no_such_part",))
    with pytest.raises(DetenteError, match=r"pip install '\.\[demo\]'"):
        demo.demo_cli()


@pytest.mark.slow
def test_a_taken_port_ends_the_call_with_the_option_for_another(tiny_checkpoint):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        process = start(tiny_checkpoint, "--port", str(port))
        _, said = process.communicate(timeout=300)
    assert process.returncode == 2
    assert said.startswith("loading the checkpoint ")
    assert str(port) in said
    assert "--port" in said
    assert "Traceback" not in said


def test_a_line_comes_at_once_and_one_for_each_stage(monkeypatch, capsys):
    said = []
    monkeypatch.setattr(demo, "require_extra", lambda *_: None)
    monkeypatch.setattr(demo, "demo", lambda *_, **__: said.append(capsys.readouterr().err))
    monkeypatch.setattr(demo, "load_classifier", lambda *_, **__: said.append(capsys.readouterr().err))
    demo.demo_cli(checkpoint="published-small", actors=None, port=0, threads=1, browser=False)
    assert said[0] == "loading the checkpoint published-small ...\n"


@pytest.mark.slow
def test_ctrl_c_ends_the_demo_and_removes_its_folder(tiny_checkpoint, tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    process = start(tiny_checkpoint, "--port", "0")
    line = process.stdout.readline()
    url = re.search(r"http://127\.0\.0\.1:\d+/", line)
    assert url is not None, line
    assert httpx.get(url.group(), timeout=120).status_code == 200
    assert list(tmp_path.glob("detente-demo-*"))
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=120)
    assert process.returncode == 130
    assert "Traceback" not in said
    assert not list(tmp_path.glob("detente-demo-*"))
