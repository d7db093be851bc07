"""Files whose names are no Unicode, as Linux allows them, and terminals that know few characters."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Call = Callable[..., subprocess.CompletedProcess[bytes]]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
@pytest.mark.parametrize("options", [[], ["--json"]])
def test_a_name_that_is_no_unicode_is_printed_as_its_escape(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: list[str]
) -> None:
    line = '{"text": "Beijing waited.", "target": "CN", "label": "neutral"}\n'
    (tmp_path / "\udcff.jsonl").write_text(line * 3)
    monkeypatch.chdir(tmp_path)
    # Its standard output is strict, as Python's is where the locale is a UTF-8 one such as en_US.
    done = call("data", "check", "\udcff.jsonl", *options)
    assert done.returncode == 0
    assert rb"\udcff.jsonl" in done.stdout
    assert done.stderr == b""


def test_an_error_that_cannot_be_told_still_ends_with_its_code(tiny_checkpoint: Path) -> None:
    command = [sys.executable, "-m", "detente.scripts", "predict", "-c", str(tiny_checkpoint), "none.txt"]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=full, check=False)
    assert done.returncode == 2
