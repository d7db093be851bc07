"""What must hold after a case, whatever went in. Each check gives the findings, in words."""

import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from detente.model.labels import STANCES
from fuzzing.cases import Case, Outcome, Source
from fuzzing.outputs import ReadRow, read_output, read_shards, stored_name
from fuzzing.reference import Expected, expected_of

# By what Python, Rust and C++ libraries say when they end in a way that is not meant.
_COLLAPSE = re.compile(
    rb"Traceback|Exception ignored|Fatal Python error|panicked at|terminate called|core dumped"
)
# The last two: before or after Python hears of signals.
_STOPPED = (130, 143, -9, -2, -15)
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1a\x1c-\x1f]|\x1b(?!\[[\d;]*m)")


def check(case: Case, outcome: Outcome) -> list[str]:
    """Say all that is wrong with what came of a case."""
    if outcome.code is None:
        return [f"exception not caught: {outcome.stack.strip().splitlines()[-1]}"]
    found = [*outcome.remarks, *_check_ending(case, outcome)]
    if (
        case.command in ("predict", "readers")
        and not found
        and not case.asks_for_help
        and case.form != "nothing"
    ):
        found += _check_predict(case, outcome)
    return found


def _check_ending(case: Case, outcome: Outcome) -> Iterator[str]:
    if said := _COLLAPSE.search(outcome.stderr):
        yield f"standard error says {said.group().decode()!r}"
    accepted = (0, 1, 2, *_STOPPED) if case.how == "stopped" else (0, 1, 2)
    if outcome.code not in accepted:
        yield f"exit code {outcome.code}"
    if outcome.code == 2 and not (outcome.stderr + outcome.stdout).strip():
        yield "exit code 2 without a word"
    if case.how == "terminal" and (control := _CONTROL.search(outcome.stdout.replace(b"\r\n", b"\n"))):
        yield f"control character {control.group()!r} reaches the terminal"
    if case.output is not None:
        yield from _check_place(case, case.output, outcome.code)


def _check_place(case: Case, output: Path, code: int | None) -> Iterator[str]:
    if code == 2 and output.is_file() and output.read_bytes() != case.older:
        yield "exit code 2, and there is an output"
    if code in (0, 1) and case.command != "data" and not (case.asks_for_help or output.exists()):
        yield f"exit code {code}, and no output"
    if code != -9 and output.parent.is_dir():
        left = [path.name for path in output.parent.iterdir() if path.name.startswith(".")]
        if left:
            yield f"left behind: {left}"


def _check_predict(case: Case, outcome: Outcome) -> Iterator[str]:
    try:
        rows = _read_rows(case, outcome)
    except (ValueError, EOFError) as error:
        yield f"the output cannot be read: {error}"
        return
    if rows is None:
        return
    yield from _check_rows(rows)
    if outcome.code not in (0, 1):
        return
    if any(row.error for row in rows) != (outcome.code == 1):
        yield f"exit code {outcome.code}, and {sum(bool(row.error) for row in rows)} rows with an error"
    if case.sources is not None:
        yield from _check_against_input(case, rows, outcome)


def _read_rows(case: Case, outcome: Outcome) -> list[ReadRow] | None:
    """The rows that came out; None where none are to be looked at. Raises ValueError for a broken output."""
    if case.output is not None:
        if not case.output.is_file() or (content := case.output.read_bytes()) == case.older:
            return None
        return read_output(content, case.form)
    if case.job is not None:
        return read_shards(case.job, case.form) if outcome.code in (0, 1) else None
    if case.how == "terminal" or (case.form != "jsonl" and outcome.code not in (0, 1)):
        return None
    cut = case.form == "jsonl" and case.how in ("stopped", "short of room")
    return read_output(outcome.stdout[: outcome.stdout.rfind(b"\n") + 1 if cut else None], case.form)


def _check_rows(rows: list[ReadRow]) -> Iterator[str]:
    for row in rows:
        if row.stance not in ("", *STANCES):
            yield f"stance {row.stance!r}"
        if row.stance and row.error:
            yield "a stance and an error"


def _check_against_input(case: Case, rows: list[ReadRow], outcome: Outcome) -> Iterator[str]:
    groups = [(name, list(group)) for name, group in groupby(rows, key=lambda row: row.document)]
    names = [name for name, _ in groups]
    known = [stored_name(source.document) for source in case.sources or ()]
    if names != [name for name in known if name in names]:
        yield f"documents {names} where {known} were given"
        return
    of_document = dict(groups)
    missing = [name for name in known if name not in of_document]
    told_before = case.how in ("resumed", "short of room")  # by a run that was stopped
    if (
        case.limit is None
        and not told_before
        and outcome.stderr.count(b"empty, nothing to judge") < len(missing)
    ):
        yield f"no row and no word of {missing}"
    taken = 0
    for source in case.sources or ():
        of_source = of_document.get(stored_name(source.document), [])
        positions = list(dict.fromkeys(row.position for row in of_source))
        if source.kind in ("txt", "md", "html", "htm"):
            yield from _check_positions(source, positions, None)
            taken += bool(of_source)
            continue
        left = None if case.limit is None else case.limit - taken
        taken += len(positions)
        yield from _check_table(source, of_source, positions, left)
    if case.limit is not None and taken > case.limit:
        yield f"{taken} records where the limit is {case.limit}"


def _check_table(
    source: Source, rows: list[ReadRow], positions: list[int | None], left: int | None
) -> Iterator[str]:
    if positions == [None]:
        if source.sound and "column" not in rows[0].error:
            yield f"{source.document}: refused, though nothing is wrong with it: {rows[0].error}"
        return  # the file as a whole could not be read, and its one row says so
    expected = expected_of(source)
    yield from _check_positions(source, positions, left)
    if expected.positions is not None:
        wanted = expected.positions[:left]
        found = [position for position in positions if position is not None]
        if found != wanted:
            yield f"{source.document}: {len(found)} rows where {len(wanted)} went in: {_difference(found, wanted)}"
    if left is None:
        yield from _check_tokens(source, rows, expected)
    if expected.whole and None in positions:
        yield f"{source.document}: said to be damaged, but is not: {rows[-1].error}"


def _check_tokens(source: Source, rows: list[ReadRow], expected: Expected) -> Iterator[str]:
    if rows or expected.positions:
        everything = "\n".join(row.everything for row in rows)
        lost = [token for token in expected.tokens if token not in everything]
        if lost:
            yield f"{source.document}: {len(lost)} of {len(expected.tokens)} rows lost, such as {min(lost)}"


def _check_positions(source: Source, positions: list[int | None], left: int | None) -> Iterator[str]:
    if None in positions[:-1]:
        yield f"{source.document}: a row without a position before others"
    numbers = [position for position in positions if position is not None]
    if numbers != sorted(numbers):
        yield f"{source.document}: rows out of order"
    gapless = source.kind not in ("jsonl", "ndjson")
    if gapless and numbers != list(range(1, len(numbers) + 1)):
        yield f"{source.document}: positions are not 1 to {len(numbers)}"
    if left is not None and len(positions) > left:
        yield f"{source.document}: more rows than the limit leaves"


def _difference(found: list[int], wanted: list[int]) -> str:
    return f"missing {sorted(set(wanted) - set(found))[:9]}, too many {sorted(set(found) - set(wanted))[:9]}"
