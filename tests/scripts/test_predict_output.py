"""Where the rows of `detente predict` may go: never over what is read, nor among it."""

from pathlib import Path

import pytest

from detente.model.errors import InputError
from detente.scripts.commands.predict import predict_cli
from detente.scripts.main import app


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


def test_rows_beside_what_is_read_are_written(tiny_checkpoint: Path, speeches: Path) -> None:
    for output in (speeches / "rows.jsonl", speeches.parent / "rows.jsonl"):
        predict_cli([str(speeches / "wire.csv")], output=output, checkpoint=str(tiny_checkpoint))
        assert '"Beijing waited."' in output.read_text()
