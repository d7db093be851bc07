"""What must hold after a case, whatever went in. Each check raises AssertionError saying what does not."""

import json
import re
from itertools import groupby
from pathlib import Path

from detente.model.labels import STANCES
from fuzzing.cases import Case
from fuzzing.files import DOCUMENT_KINDS, InputFile
from fuzzing.outputs import Row, read_output, read_shards, stored_name
from fuzzing.reference import expected_of
from fuzzing.running import Outcome

# By what Python, Rust and C++ libraries say when they end in a way that is not meant.
_COLLAPSE = re.compile(
    rb"Traceback|Exception ignored|Fatal Python error|panicked at|terminate called|core dumped"
)
_INFERRED = re.compile(rb"not UTF-8, read as (\S+);")


def check_ending(case: Case, outcome: Outcome, folder: Path) -> None:
    """Check the exit code, what was said, and that no half-written output is left; for every command."""
    assert not _COLLAPSE.search(outcome.stderr), f"standard error says {outcome.stderr[-3000:].decode()}"
    assert outcome.code in (0, 1, 2), f"exit code {outcome.code}"
    assert outcome.code != 2 or (outcome.stderr + outcome.stdout).strip(), "exit code 2 without a word"
    left = [path.name for path in (folder / "out").iterdir() if path.name.startswith(".")]
    assert not left, f"left behind: {left}"
    if case.output is not None and "-h" not in case.argv:
        content = content_of(folder / case.output)
        assert outcome.code != 2 or content == dict(case.files).get(case.output), "exit code 2, and an output"
        assert outcome.code == 2 or content is not None, f"exit code {outcome.code}, and no output"


def check_predict(case: Case, outcome: Outcome, folder: Path, *, whole: Outcome | None = None) -> None:
    """Check the rows: readable, in order, counted, each in its place, and in keeping with the exit code.

    `whole` is a run of the same case at once: one that was resumed may have told before of empty inputs, and of
    encodings that were inferred.
    """
    check_ending(case, outcome, folder)
    if case.form == "none" or "-h" in case.argv or outcome.code == 2:
        return
    rows = _read_rows(case, outcome, folder)
    for row in rows:
        assert row["stance"] in (None, *STANCES), f"stance {row['stance']!r}"
        assert not (row["stance"] and row["error"]), "a stance and an error"
    errors = sum(row["error"] is not None for row in rows)
    assert (errors > 0) == (outcome.code == 1), f"exit code {outcome.code}, and {errors} rows with an error"
    if case.sources is not None:
        told = [name.decode() for name in _INFERRED.findall((whole or outcome).stderr)]
        _check_against_input(case, case.sources, rows, told)
        if case.limit is None and whole is None:
            missing = {stored_name(source.path) for source in case.sources} - {
                row["document"] for row in rows
            }
            assert outcome.stderr.count(b"empty") >= len(missing), f"no row and no word of {sorted(missing)}"


def content_of(path: Path) -> bytes | None:
    """The bytes of a file, None where there is none."""
    return path.read_bytes() if path.is_file() else None


def _read_rows(case: Case, outcome: Outcome, folder: Path) -> list[Row]:
    try:
        if case.output is not None:
            return read_output((folder / case.output).read_bytes(), case.form)
        if case.job is not None:
            return read_shards(folder / case.job, case.form)
        return read_output(outcome.stdout, case.form)
    except (ValueError, EOFError) as error:
        raise AssertionError(f"the output cannot be read: {error}") from error


def _check_against_input(
    case: Case, sources: tuple[InputFile, ...], rows: list[Row], told: list[str]
) -> None:
    groups = [(name, list(group)) for name, group in groupby(rows, key=lambda row: row["document"])]
    of_document, names = dict(groups), [name for name, _ in groups]
    known = [stored_name(source.path) for source in sources]
    assert names == [name for name in known if name in of_document], (
        f"documents {names} where {known} were given"
    )
    left = case.limit
    for source in sources:
        of_source = of_document.get(stored_name(source.path), [])
        positions = list(dict.fromkeys(row["position"] for row in of_source))
        _check_positions(source, positions)
        if source.kind not in DOCUMENT_KINDS:
            encodings = (*told, "utf-8") if source.encoding is None else (source.encoding,)
            _check_table(source, of_source, left, encodings)
        if left is not None:
            left -= bool(of_source) if source.kind in DOCUMENT_KINDS else len(positions)
    assert left is None or left >= 0, f"{-left} records more than the limit"


def _check_table(source: InputFile, rows: list[Row], left: int | None, encodings: tuple[str, ...]) -> None:
    positions = list(dict.fromkeys(row["position"] for row in rows))
    if positions == [None]:
        # The file as a whole could not be read, and its one row says so.
        assert not source.sound or "column" in rows[0]["error"], f"{source.path}: refused: {rows[0]['error']}"
        return
    found = [number for number in positions if number is not None]
    possible = [expected_of(source, encoding) for encoding in encodings]
    expected = next((one for one in possible if found == (one.positions or [])[:left]), possible[-1])
    if expected.positions is not None:
        wanted = expected.positions[:left]
        differing = sorted(set(wanted) ^ set(found))[:9]
        assert found == wanted, (
            f"{source.path}: {len(found)} rows where {len(wanted)} went in, such as {differing}"
        )
    if left is None and (rows or expected.positions):
        everything = "\n".join(json.dumps(row, ensure_ascii=False, default=str) for row in rows)
        lost = sorted(token for token in expected.tokens if token not in everything)
        assert not lost, f"{source.path}: {len(lost)} of {len(expected.tokens)} rows lost, such as {lost[0]}"
    assert not (expected.whole and None in positions), f"{source.path}: said to be damaged, but is not"


def _check_positions(source: InputFile, positions: list[int | None]) -> None:
    numbers = [position for position in positions if position is not None]
    assert None not in positions[:-1], f"{source.path}: a row without a position before others"
    assert numbers == sorted(numbers), f"{source.path}: rows out of order"
    # Blank lines of JSON and blank rows of a sheet count, and give nothing; damage may blank a row.
    gapless = source.kind not in ("jsonl", "ndjson") and (source.kind != "xlsx" or source.sound)
    assert not gapless or numbers == list(range(1, len(numbers) + 1)), f"{source.path}: positions have gaps"
