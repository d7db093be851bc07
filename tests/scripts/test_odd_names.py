"""Names that are no Unicode, as Linux allows them, or odd in other ways, and terminals that know few characters."""

import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from detente.scripts.commands import demo
from detente.scripts.terminal.stderr import tell

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


def test_a_name_with_the_code_of_an_emoji_is_printed_as_it_is(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a:100:b.csv").write_text("text\nBeijing waited.\n")
    done = call("predict", "a:100:b.csv", "--text-column", "dc:date:x")
    assert done.returncode == 2
    assert done.stderr.startswith(b"detente: a:100:b.csv: no column 'dc:date:x'")


def test_a_message_on_the_way_keeps_a_name_with_the_code_of_an_emoji(
    capsys: pytest.CaptureFixture[str],
) -> None:
    tell("a:100:b.txt: empty")
    assert capsys.readouterr().err == "a:100:b.txt: empty\n"


def test_a_folder_is_read_whatever_its_name_ends_in(call: Call, tmp_path: Path) -> None:
    (tmp_path / "speeches.doc").mkdir()
    done = call("predict", str(tmp_path / "speeches.doc"))
    assert b"no file in it can be read" in done.stderr


def test_a_demo_of_a_checkpoint_with_brackets_in_its_name_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo, "is_watched", lambda: True)
    with demo.loading("loading the checkpoint runs[/a]"):
        pass


def test_what_a_library_warns_of_in_a_sheet_is_no_message(
    call: Call, tmp_path: Path, recwarn: pytest.WarningsRecorder
) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    whole, bare = tmp_path / "whole.xlsx", tmp_path / "bare.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["text"])
    book.active.append(["Beijing waited."])
    book.save(whole)
    # Without styles, as many programs write it.
    styles = b'<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
    with zipfile.ZipFile(whole) as given, zipfile.ZipFile(bare, "w") as kept:
        for name in given.namelist():
            kept.writestr(name, styles if name == "xl/styles.xml" else given.read(name))
    assert b"there is no row 9; the last one is 1" in call("explain", str(bare), "--row", "9").stderr
    assert not recwarn.list
