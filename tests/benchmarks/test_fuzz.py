"""The fuzzer still runs, gives the same case for the same seed, and notices what it is there to notice."""

import json
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from fuzzing.cases import Case, Outcome, Source
from fuzzing.checks import check
from fuzzing.worker import run_number

from detente.batch.columns import FIXED_COLUMNS

LINES = b'{"text": "a", "t": "zq000001qz"}\n\n{"text": "b", "t": "zq000002qz"}\n'


def test_cases_of_a_fixed_seed_run_without_a_finding(
    root: Path, tiny_checkpoint: Path, tmp_path: Path
) -> None:
    command = [sys.executable, str(root / "benchmarks" / "fuzz.py"), "--cases", "40", "--seed", "7"]
    done = subprocess.run(
        [*command, "--checkpoint", str(tiny_checkpoint), "--keep", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "40 cases" in done.stdout, done.stderr
    assert "0 findings" in done.stdout, done.stdout
    assert done.returncode == 0


def test_a_seed_and_a_number_give_the_same_case_again(tiny_checkpoint: Path, tmp_path: Path) -> None:
    def drawn(number: int) -> dict[str, bytes]:
        run_number(number, 3, tiny_checkpoint, tmp_path)
        files = sorted(path for path in (tmp_path / "case").rglob("*") if path.is_file())
        return {
            str(path.relative_to(tmp_path)): path.read_bytes()
            for path in files
            if "streams" not in path.parts
        }

    assert drawn(5) == drawn(5)
    assert drawn(5) != drawn(6)


def test_a_case_run_here_leaves_this_process_its_time(tiny_checkpoint: Path, tmp_path: Path) -> None:
    before = resource.getrlimit(resource.RLIMIT_CPU)
    run_number(5, 3, tiny_checkpoint, tmp_path)
    assert resource.getrlimit(resource.RLIMIT_CPU) == before


def row(position: int | None, token: str, **given: object) -> dict[str, object]:
    fixed = dict.fromkeys(FIXED_COLUMNS) | {"document": "in.jsonl", "position": position}
    return fixed | {"t": token} | given


FIRST, SECOND = row(1, "zq000001qz"), row(3, "zq000002qz")
BAD = row(3, "zq000002qz", error="text is null")


def case_of(folder: Path, rows: list[dict[str, object]], code: int | None, stderr: bytes = b"") -> list[str]:
    source = Source("in.jsonl", "jsonl", "", LINES, "utf-8", sound=True)
    stdout = "".join(json.dumps(row) + "\n" for row in rows).encode()
    outcome = Outcome(code, stdout, stderr, "Traceback\nKeyError: 1")
    return check(Case("predict", ["predict", "in.jsonl"], folder, sources=[source]), outcome)


def test_what_is_as_it_should_be_is_no_finding(tmp_path: Path) -> None:
    assert case_of(tmp_path, [FIRST, SECOND], 0) == []
    assert case_of(tmp_path, [FIRST, BAD], 1) == []
    assert case_of(tmp_path, [], 2, b"detente: no such file") == []


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
        ([FIRST, SECOND], 0, b"Traceback (most recent call last)", "standard error says 'Traceback'"),
        ([FIRST, SECOND], 3, b"", "exit code 3"),
        ([], 2, b"", "exit code 2 without a word"),
        ([], None, b"", "exception not caught: KeyError: 1"),
        ([FIRST | {"stance": "friendly"}, SECOND], 0, b"", "stance 'friendly'"),
    ],
)
def test_what_breaks_a_rule_is_found(
    tmp_path: Path, rows: list[dict[str, object]], code: int | None, stderr: bytes, finding: str
) -> None:
    assert any(finding in found for found in case_of(tmp_path, rows, code, stderr))


@pytest.mark.parametrize(
    ("code", "left", "finding"),
    [
        (2, "rows.jsonl", "there is an output"),
        (0, None, "no output"),
        (0, ".rows.jsonl.1.partial", "left behind"),
    ],
)
def test_a_place_for_the_output_that_is_not_as_it_should_be_is_found(
    tmp_path: Path, code: int, left: str | None, finding: str
) -> None:
    if left is not None:
        (tmp_path / left).write_bytes(b"")
    case = Case("predict", ["predict", "in.jsonl"], tmp_path, output=tmp_path / "rows.jsonl", sources=None)
    assert any(finding in found for found in check(case, Outcome(code, b"", b"said")))
