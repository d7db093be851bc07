"""JSON lines: one object a line, one row an object."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import BinaryIO

from detente.batch.readers.raw_rows import RawRow, RawTable
from detente.batch.readers.text_streams import TextReader, byte_error, is_valid, open_text
from detente.batch.records import ReaderOptions

# Lists and objects one inside the other. Python's own limit is near a thousand, but depends on who calls,
# and a row that was read has to be written too.
_DEEPEST = 200

_DECODER = json.JSONDecoder()


def read_jsonlines(stream: BinaryIO, document: str, options: ReaderOptions) -> RawTable:
    """Read one row a line; a line that is no JSON object has an error, and a blank one gives no row."""
    reader = open_text(stream, options.encoding, newline="\n", found=options.found_in(document))
    return RawTable(None, _rows(reader, options))


def _rows(reader: TextReader, options: ReaderOptions) -> Iterator[RawRow]:
    limit = options.record_limit
    number = 0
    while line := reader.readline(limit):
        number += 1
        if len(line) >= limit and not line.endswith("\n"):
            _skip_line(reader, limit)
            yield _broken(number, f"longer than {limit:,} characters", line)
        elif not line.isspace():
            yield _row(line, number, reader, options)


def _skip_line(reader: TextReader, limit: int) -> None:
    while (rest := reader.readline(limit)) and not rest.endswith("\n"):
        pass


def _row(line: str, number: int, reader: TextReader, options: ReaderOptions) -> RawRow:
    if not is_valid(line):
        error = byte_error(line, reader.encoding_name, advice=options.byte_advice)
        if error is not None:
            return _broken(number, error, line)
    try:
        columns = _value(line)
        if not options.is_ours and not _has_plain_keys(line, columns):
            columns = json.loads(line, object_pairs_hook=_object)
    except json.JSONDecodeError as failure:
        return _broken(number, f"not valid JSON: {failure.msg} at character {failure.pos + 1}", line)
    except (ValueError, RecursionError) as failure:
        return _broken(number, f"not readable as JSON: {failure}", line)
    if not isinstance(columns, dict):
        kind = "an array" if isinstance(columns, list) else "a single value"
        return _broken(number, f"{kind} where a JSON object, one a line, is expected", line)
    if not options.is_ours and (error := _error(line, columns)) is not None:
        return _broken(number, error, line)
    return RawRow(number, columns, line=number, encoding=reader.inferred_encoding)


def _value(line: str) -> object:
    # json.loads looks for white space around each value, which takes a tenth of the time.
    if line.startswith("{"):
        value, end = _DECODER.raw_decode(line)
        if line[end:] in ("\n", ""):
            return value
    return json.loads(line)


def _error(line: str, columns: dict[str, object]) -> str | None:
    # The line is looked at first: of a million lines hardly one is worth a look at its values.
    if "\\" in line and (bad := next((name for name in columns if not is_valid(name)), None)) is not None:
        return f"the key {bad!r} is not valid Unicode: it holds a lone surrogate"
    if line.count("[") + line.count("{") > _DEEPEST and _is_deeper(columns, _DEEPEST):
        return f"lists and objects are nested more than {_DEEPEST} deep"
    return None


def _is_deeper(value: object, levels: int) -> bool:
    if not isinstance(value, list | dict):
        return False
    items = value.values() if isinstance(value, dict) else value
    return levels == 0 or any(_is_deeper(item, levels - 1) for item in items)


# White space between a key and its colon.
_SPACED = ('" :', '"  ', '"\t', '"\r')


def _has_plain_keys(line: str, columns: object) -> bool:
    """Tell, much faster than by parsing again, that no key of a flat object stands twice."""
    # Each key is followed by '":', so a repeated one makes a surplus; values may only add to it.
    return (
        isinstance(columns, dict)
        and line.count('":') == len(columns)
        and not any(spaced in line for spaced in _SPACED)
    )


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    columns = dict(pairs)
    if len(columns) != len(pairs):
        times = Counter(name for name, _ in pairs)
        twice = next(name for name in times if times[name] > 1)
        raise ValueError(f"duplicate key {twice!r}")
    return columns


def _broken(number: int, error: str, line: str) -> RawRow:
    return RawRow(number, line=number, error=error, raw=line.rstrip("\r\n"))
