"""An input that is given twice is refused, however it is written: its rows would count twice."""

import io
from pathlib import Path

import pytest

from detente.batch.readers.inputs import read_records
from detente.model.errors import InputError


@pytest.fixture
def speeches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a table, a document in a folder and a hidden one, and a link to the table beside it."""
    folder = tmp_path / "speeches"
    (folder / "deep").mkdir(parents=True)
    (folder / "wire.csv").write_text("text\nBeijing waited.\n")
    (folder / "deep" / "a.txt").write_text("Seoul waited.")
    (folder / ".draft.txt").write_text("Tokyo waited.")
    (tmp_path / "link.csv").symlink_to(folder / "wire.csv")
    monkeypatch.chdir(tmp_path)
    return folder


@pytest.mark.parametrize(
    ("paths", "message"),
    [
        (["speeches/wire.csv"] * 2, "speeches/wire.csv: is given twice; leave one out"),
        (
            ["link.csv", "speeches/deep/../wire.csv"],
            "wire.csv: is given twice, also as link.csv; leave one out",
        ),
        (["speeches", "speeches/"], "speeches/: is given twice, also as speeches"),
        (["speeches", "link.csv"], "link.csv: is given twice, by itself and in the folder speeches"),
        (["speeches/deep/a.txt", "."], "speeches/deep/a.txt: is given twice, by itself and in the folder ."),
        (
            ["speeches/deep", "speeches"],
            "speeches/deep: is given twice, by itself and in the folder speeches",
        ),
        (["-", "-"], "-: is given twice"),
    ],
)
def test_an_input_that_is_given_twice_is_refused_by_name(
    speeches: Path, paths: list[str], message: str
) -> None:
    with pytest.raises(InputError) as refused:
        read_records(paths, stdin=io.BytesIO(b""))
    assert message in str(refused.value)


def test_what_a_folder_leaves_out_may_stand_beside_it(speeches: Path) -> None:
    records = read_records(["speeches", "speeches/.draft.txt"], notify=lambda _: None)
    assert [record.text for record in records] == ["Seoul waited.", "Beijing waited.", "Tokyo waited."]


def test_files_with_the_same_content_are_two_inputs(speeches: Path) -> None:
    Path("copy.csv").write_bytes((speeches / "wire.csv").read_bytes())
    assert len(list(read_records(["speeches/wire.csv", "copy.csv"]))) == 2
