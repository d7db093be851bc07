"""JSON lines: one object a line, one record an object."""

import json
from collections.abc import Iterator
from io import TextIOWrapper
from typing import BinaryIO

from detente.batch.column_names import require_column
from detente.batch.readers.table_rows import record_of
from detente.batch.readers.text_streams import byte_fault, is_valid, open_text
from detente.batch.records import RECORD_LIMIT, ReadOptions, Record, broken_row

# Rows that are looked at for a column before it is taken to be missing from the whole file.
_PATIENCE = 100

# Lists and objects one inside the other. Python's own bound is near a thousand, but depends on who calls,
# and a row that was read has to be written too.
_DEEPEST = 200

# A record and the columns that its row has; none where the row is broken.
_Keyed = tuple[Record, tuple[str, ...]]


def read_jsonlines(stream: BinaryIO, document: str, options: ReadOptions) -> Iterator[Record]:
    """Read one record a line; a line that is no JSON object gives one with its error, a blank one none.

    Raises InputError where none of the first rows has the text column (or the target column, if asked for).
    """
    rows = _rows(open_text(stream, options.encoding, newline="\n"), document, options)
    wanted = {options.text_column: "text"}
    if options.target_column is not None:
        wanted[options.target_column] = "target"
    held: list[Record] = []
    seen: dict[str, None] = {}
    try:
        while len(held) < _PATIENCE and not wanted.keys() <= seen.keys() and (keyed := next(rows, None)):
            held.append(keyed[0])
            seen |= dict.fromkeys(keyed[1])
    except Exception:
        yield from held  # what was read before the file broke off
        raise
    if seen:
        for name, wanted_for in wanted.items():
            require_column(name, list(seen), document=document, wanted_for=wanted_for)
    yield from held
    yield from (record for record, _ in rows)


def _rows(reader: TextIOWrapper, document: str, options: ReadOptions) -> Iterator[_Keyed]:
    number = 0
    while line := reader.readline(RECORD_LIMIT):
        number += 1
        if len(line) >= RECORD_LIMIT and not line.endswith("\n"):
            _skip_line(reader)
            yield _broken(document, number, f"longer than {RECORD_LIMIT:,} characters", line)
        elif line.strip():
            yield _row(line, number, document, options, reader.encoding)


def _skip_line(reader: TextIOWrapper) -> None:
    while (rest := reader.readline(RECORD_LIMIT)) and not rest.endswith("\n"):
        pass


def _row(line: str, number: int, document: str, options: ReadOptions, encoding: str) -> _Keyed:
    if (fault := byte_fault(line, encoding)) is not None:
        return _broken(document, number, fault, line)
    try:
        columns = json.loads(line, object_pairs_hook=_object)
    except json.JSONDecodeError as error:
        return _broken(document, number, f"not valid JSON: {error.msg} at character {error.pos + 1}", line)
    except (ValueError, RecursionError) as error:
        return _broken(document, number, f"not readable as JSON: {error}", line)
    if not isinstance(columns, dict):
        kind = "an array" if isinstance(columns, list) else "a single value"
        return _broken(document, number, f"{kind} where a JSON object, one a line, is expected", line)
    if (fault := _fault(line, columns)) is not None:
        return _broken(document, number, fault, line)
    return record_of(columns, options, document=document, row=number), tuple(columns)


def _fault(line: str, columns: dict[str, object]) -> str | None:
    # The line is looked at first: of a million lines hardly one is worth a look at its values.
    if "\\" in line and (bad := next((name for name in columns if not is_valid(name)), None)) is not None:
        return f"the key {bad!r} is not valid Unicode: it holds a lone surrogate"
    if line.count("[") + line.count("{") > _DEEPEST and _is_deeper(columns, _DEEPEST):
        return f"lists and objects stand more than {_DEEPEST} deep"
    return None


def _is_deeper(value: object, levels: int) -> bool:
    if not isinstance(value, list | dict):
        return False
    items = value.values() if isinstance(value, dict) else value
    return levels == 0 or any(_is_deeper(item, levels - 1) for item in items)


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    columns = dict(pairs)
    if len(columns) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the key {twice!r} stands there twice")
    return columns


def _broken(document: str, number: int, fault: str, line: str) -> _Keyed:
    return broken_row(document, number, f"line {number}: {fault}", raw=line.rstrip("\r\n")), ()
