"""The checks notice what they are there to notice."""

import json
from pathlib import Path

import pytest
from fuzzing.cases import Case
from fuzzing.checks import check_ending, check_predict
from fuzzing.files import InputFile
from fuzzing.running import Outcome

from detente.batch.columns import FIXED_COLUMNS

LINES = b'{"text": "a", "t": "zq000001qz"}\n\n{"text": "b", "t": "zq000002qz"}\n'
CASE = Case(("predict", "in.jsonl"), (InputFile("in.jsonl", "jsonl", "", LINES),))


def row(position: int | None, token: str, **given: object) -> dict[str, object]:
    fixed = dict.fromkeys(FIXED_COLUMNS) | {"document": "in.jsonl", "position": position}
    return fixed | {"t": token} | given


FIRST, SECOND = row(1, "zq000001qz"), row(3, "zq000002qz")
BAD = row(3, "zq000002qz", error="text is null")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "out").mkdir()
    return tmp_path


def check(folder: Path, rows: list[dict[str, object]], code: int, stderr: bytes = b"") -> None:
    stdout = "".join(json.dumps(row) + "\n" for row in rows).encode()
    check_predict(CASE, Outcome(code, stdout, stderr), folder)


def test_what_is_as_it_should_be_passes(folder: Path) -> None:
    check(folder, [FIRST, SECOND], 0)
    check(folder, [FIRST, BAD], 1)
    check(folder, [], 2, b"detente: no such file")


def test_rows_are_counted_in_the_encoding_that_was_inferred(folder: Path) -> None:
    lines = LINES.decode().encode("utf-16-le")
    case = Case(("predict", "in.jsonl"), (InputFile("in.jsonl", "jsonl", "", lines, None),))
    stdout = "".join(json.dumps(row) + "\n" for row in (FIRST, SECOND)).encode()
    told = Outcome(0, stdout, b"in.jsonl: not UTF-8, read as utf-16-le; --encoding names another")
    check_predict(case, told, folder)
    check_predict(case, Outcome(0, stdout, b""), folder, whole=told)
    with pytest.raises(AssertionError, match="2 rows where 4 went in"):
        check_predict(case, Outcome(0, stdout, b""), folder)


@pytest.mark.parametrize(
    ("rows", "code", "stderr", "finding"),
    [
        ([FIRST], 0, b"", "1 rows where 2 went in"),
        ([FIRST, row(3, "another")], 0, b"", "1 of 2 rows lost, such as zq000002qz"),
        ([SECOND, FIRST], 0, b"", "rows out of order"),
        ([FIRST, SECOND], 1, b"", "exit code 1, and 0 rows with an error"),
        ([FIRST, BAD], 0, b"", "exit code 0, and 1 rows with an error"),
        ([FIRST, SECOND | {"document": "else.csv"}], 0, b"", "were given"),
        ([FIRST, SECOND, row(None, "", error="cannot be read further")], 1, b"", "said to be damaged"),
        ([FIRST, SECOND], 0, b"Traceback (most recent call last)", "standard error says Traceback"),
        ([FIRST, SECOND], 3, b"", "exit code 3"),
        ([], 2, b"", "exit code 2 without a word"),
        ([FIRST | {"stance": "friendly"}, SECOND], 0, b"", "stance 'friendly'"),
    ],
)
def test_what_breaks_a_rule_is_found(
    folder: Path, rows: list[dict[str, object]], code: int, stderr: bytes, finding: str
) -> None:
    with pytest.raises(AssertionError, match=finding):
        check(folder, rows, code, stderr)


@pytest.mark.parametrize(
    ("code", "left", "finding"),
    [(2, "x.jsonl", "and an output"), (0, None, "no output"), (0, ".x.jsonl.1.partial", "left behind")],
)
def test_an_output_that_is_not_as_it_should_be_is_found(
    folder: Path, code: int, left: str | None, finding: str
) -> None:
    if left is not None:
        (folder / "out" / left).write_bytes(b"")
    with pytest.raises(AssertionError, match=finding):
        check_ending(Case(("predict",), output="out/x.jsonl"), Outcome(code, b"", b"said"), folder)
