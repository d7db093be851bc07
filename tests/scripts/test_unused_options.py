"""An option of `detente predict` and `explain` that has no effect on what is read is refused."""

import gzip
from pathlib import Path

import pytest


@pytest.fixture
def inputs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "a.txt").write_text("Seoul waited.")
    (tmp_path / "texts" / "b.md.gz").write_bytes(gzip.compress(b"Beijing waited."))
    (tmp_path / "empty").mkdir()
    (tmp_path / "mixed").mkdir()
    (tmp_path / "mixed" / "a.txt").write_text("Seoul waited.")
    (tmp_path / "mixed" / "b.csv").write_text("head\nBeijing waited.\n")
    (tmp_path / "a.docx").write_bytes(b"")
    monkeypatch.chdir(tmp_path)


NO_TABLE = "for tables only, and the input is documents; leave that out"


@pytest.mark.usefixtures("inputs")
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("predict texts/a.txt --text-column head", f"--text-column: {NO_TABLE}"),
        ("predict texts --target-column who", f"--target-column: {NO_TABLE}"),
        (
            "predict - --input-format txt --text-column head --target-column who",
            f"--target-column: {NO_TABLE}",
        ),
        ("predict texts --split", f"--split: {NO_TABLE}"),
        ("predict texts --date-column day", f"--date-column: {NO_TABLE}"),
        (
            "predict mixed/b.csv --text-column head --date-column head",
            "--date-column: each row is a statement by",
        ),
        ("predict --text Seoul --speaker-column who", "--speaker-column: no effect on --text"),
        ("predict mixed --split --target-column who", "--split makes several of a row: leave one out"),
        ("predict texts --job job --text-column head", f"--text-column: {NO_TABLE}"),
        ("predict empty --text-column head", "empty: no file in it can be read"),
        (
            "predict a.docx --encoding cp1252",
            "--encoding: no effect, since .docx, .parquet, .xlsx have a fixed encoding",
        ),
        (
            "predict --text Seoul --encoding cp1252 --text-column head",
            "--text-column and --encoding: no effect on --text",
        ),
        (
            "predict - --text-column head",
            "-: read as text, which has no columns or rows",
        ),
        ("predict --target-column who", "if it is a table, name its kind, such as --input-format csv"),
        (
            "explain --text Seoul --target-column who",
            "--target-column: no effect on --text, which is read by itself",
        ),
        ("explain --text Seoul --split", "--split: no effect on --text, which is read by itself"),
        ("explain texts/a.txt -n 1 --split", f"--split: {NO_TABLE}"),
        ("explain texts/a.txt -n 1 --text-column head", f"--text-column: {NO_TABLE}"),
    ],
)
def test_an_option_without_effect_is_refused(
    call, tiny_checkpoint: Path, arguments: str, message: str
) -> None:
    done = call(*arguments.split(), "-c", str(tiny_checkpoint), stdin=b"Seoul waited.")
    assert (done.returncode, done.stdout) == (2, b"")
    assert message in done.stderr.decode()
    assert not Path("job").exists()


@pytest.mark.usefixtures("inputs")
@pytest.mark.parametrize(
    "arguments",
    [
        "mixed --text-column head",
        "- --text-column head",
        "--text-column head",
        "a.docx texts --encoding cp1252",
    ],
)
def test_an_option_that_has_an_effect_on_one_input_is_accepted(
    call, tiny_checkpoint: Path, arguments: str
) -> None:
    done = call("predict", "-c", str(tiny_checkpoint), *arguments.split(), stdin=b'{"head": "Seoul waited."}')
    assert done.stdout.startswith(b'{"document":')


def test_an_empty_pipe_is_empty_whatever_column_is_named(call, tiny_checkpoint: Path) -> None:
    done = call("predict", "-c", str(tiny_checkpoint), "-", "--text-column", "head")
    assert (done.returncode, done.stdout) == (0, b"")
    assert b"-: empty, nothing to predict" in done.stderr
