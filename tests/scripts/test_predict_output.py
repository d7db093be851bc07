"""Where the rows of `detente predict` may go: never over what is read, nor among it."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from detente.batch.readers.stored_rows import read_rows
from detente.model.errors import InputError
from detente.scripts.commands.predict import predict_cli
from detente.scripts.main import app

Call = Callable[..., subprocess.CompletedProcess[bytes]]


@pytest.fixture
def speeches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a table and a document in a folder, and the folder itself the working one."""
    folder = tmp_path / "speeches"
    (folder / "deep").mkdir(parents=True)
    (folder / "wire.csv").write_text("text\nBeijing waited.\n")
    (folder / "deep" / "a.txt").write_text("Seoul waited.")
    (tmp_path / "link.csv").symlink_to(folder / "wire.csv")
    monkeypatch.chdir(tmp_path)
    return folder


def files(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    ("inputs", "output", "message"),
    [
        (["speeches/wire.csv"], "speeches/wire.csv", "wire.csv: is also the input"),
        (["speeches/wire.csv"], "speeches/deep/../wire.csv", "is also the input"),
        (["speeches/wire.csv"], "link.csv", "is also the input"),
        (["link.csv"], "speeches/wire.csv", "is also the input"),
        (["speeches"], "speeches/rows.jsonl", "rows.jsonl: is inside the input speeches"),
        (
            ["speeches/wire.csv", "speeches/deep/"],
            "speeches/deep/rows.csv",
            "is inside the input speeches/deep/",
        ),
        (["."], "rows.jsonl", "is inside the input ."),
    ],
)
def test_rows_over_or_among_what_is_read_are_refused_and_nothing_is_lost(
    tiny_checkpoint: Path, speeches: Path, inputs: list[str], output: str, message: str
) -> None:
    before = files(speeches.parent)
    with pytest.raises(InputError) as refused:
        app(["predict", "-c", str(tiny_checkpoint), *inputs, "-o", output], standalone_mode=False)
    assert message in str(refused.value)
    assert "choose an output outside of the inputs" in str(refused.value)
    assert files(speeches.parent) == before


@pytest.mark.parametrize("command", [["predict", "-o", "rows.jsonl"], ["read", "-o", "page.html"]])
def test_an_input_that_is_a_loop_of_links_is_told(call: Call, speeches: Path, command: list[str]) -> None:
    (speeches.parent / "loop.txt").symlink_to("loop.txt")
    done = call(*command, "loop.txt")
    assert (done.returncode, done.stderr) == (2, b"detente: loop.txt: no such file or folder\n")


@pytest.mark.parametrize(
    ("stream", "arguments", "message"),
    [
        ("stdin", ["predict", "-"], "-: standard input is closed"),
        ("stdin", ["read", "-", "-o", "page.html"], "-: standard input is closed"),
        ("stdout", ["predict", "--text", "Seoul waited."], "standard output is closed; name a file with -o"),
    ],
)
def test_a_stream_that_the_caller_has_closed_is_told(
    tiny_checkpoint: Path,
    monkeypatch: pytest.MonkeyPatch,
    stream: str,
    arguments: list[str],
    message: str,
) -> None:
    monkeypatch.setattr(sys, stream, None)
    with pytest.raises(InputError, match=message):
        app([*arguments, "-c", str(tiny_checkpoint)], standalone_mode=False)


def test_rows_beside_what_is_read_are_written(tiny_checkpoint: Path, speeches: Path) -> None:
    for output in (speeches / "rows.jsonl", speeches.parent / "rows.jsonl"):
        predict_cli([str(speeches / "wire.csv")], output=output, checkpoint=str(tiny_checkpoint))
        assert '"Beijing waited."' in output.read_text()


@pytest.mark.parametrize(("options", "first"), [([], b'{"document":'), (["-f", "csv"], b"document,position")])
def test_a_dash_is_standard_output_and_no_file(
    tiny_checkpoint: Path, speeches: Path, call: Call, options: list[str], first: bytes
) -> None:
    given = ["predict", "-c", str(tiny_checkpoint), "speeches/wire.csv", *options]
    done = call(*given, "-o", "-")
    assert done.returncode == 0
    assert done.stdout.startswith(first)
    assert b"Beijing waited." in done.stdout
    assert done.stdout == call(*given).stdout
    assert not Path("-").exists()


@pytest.mark.parametrize("form", ["csv", "xlsx", "parquet"])
def test_a_reader_that_has_left_before_the_rows_come_is_no_error(
    tiny_checkpoint: Path, speeches: Path, form: str
) -> None:
    command = [sys.executable, "-m", "detente.scripts", "predict", "-c", str(tiny_checkpoint), "-f", form]
    process = subprocess.Popen([*command, "speeches"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    assert process.stderr.read() == b""
    assert process.wait(60) == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["predict", "speeches", "--job", "job"], "-o - cannot be combined with --job"),
        *[
            (arguments.split(), "only `detente predict` writes to standard output; name a file or folder")
            for arguments in (
                "report rows.jsonl",
                "read speeches/deep/a.txt",
                "table rows.jsonl",
                "estimate rows.jsonl --labels labels.csv",
                "evaluate published labels.jsonl",
                "label sample rows.jsonl",
                "data hydrate labels.jsonl texts.txt",
                "data soft-label published texts.txt",
                "export published",
            )
        ],
    ],
)
def test_a_dash_is_refused_where_files_are_written(
    speeches: Path, arguments: list[str], message: str
) -> None:
    before = files(speeches.parent)
    with pytest.raises(InputError) as refused:
        app([*arguments, "-o", "-"], standalone_mode=False)
    assert message in str(refused.value)
    assert files(speeches.parent) == before


@pytest.mark.parametrize("job", [[], ["--job", "job"]])
def test_a_text_that_excel_has_no_room_for_costs_no_row(
    tiny_checkpoint: Path, call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, job: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    table = f"text,note\nBeijing waited.,a\nSeoul waited.,{'b' * 40_000}\nTokyo waited.,c\n"
    Path("wire.csv").write_text(table)
    done = call("predict", "-c", str(tiny_checkpoint), "wire.csv", "-o", "rows.xlsx", *job)
    assert done.returncode == 0
    assert b"1 row has a text that a cell of Excel is too short for" in done.stderr
    cut = {row["text"]: row["cut_in_excel"] for row in read_rows("rows.xlsx")}
    assert cut == {
        "Beijing waited.": None,
        "Seoul waited.": "note: cut, it has 40,000 characters",
        "Tokyo waited.": None,
    }
