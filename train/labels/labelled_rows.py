"""Rows of JSON lines and CSV files as they stand, one broken row costing none of its neighbours; and written."""

import csv
import gzip
import json
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TextIO, cast

from detente.model.errors import InputError
from detente.train.files import write_whole

JSON_ENDINGS: Final = (".jsonl", ".jsonl.gz")
ROW_ENDINGS: Final = (*JSON_ENDINGS, ".csv", ".csv.gz")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the line it starts on (from 1), its columns, and what is wrong where it cannot be read."""

    line: int
    columns: Mapping[str, object] = field(default_factory=dict)
    fault: str | None = None


def read_rows(path: Path) -> Iterator[Row]:
    """Read the rows of a `.jsonl` or `.csv` file in UTF-8, packed (`.gz`) or not; blank lines are left out.

    Raises InputError where the file cannot be read or its name ends otherwise.
    """
    if not path.name.lower().endswith(ROW_ENDINGS):
        raise InputError(f"{path}: is of no known kind; accepted are {', '.join(ROW_ENDINGS)}")
    if path.name.lower().endswith((".csv", ".csv.gz")):
        with open_text(path, newline="") as file:
            yield from _csv_rows(file)
    else:
        # "\n" alone ends a line: a statement may hold the other line ends that Python knows.
        with open_text(path, newline="\n") as file:
            yield from _json_rows(file)


def write_rows(path: Path, lines: Iterable[str]) -> None:
    """Write lines of JSON, packed where the name ends in `.gz`; the file appears whole or not at all.

    Raises InputError where the name ends otherwise than in `.jsonl` or `.jsonl.gz`.
    """
    if not path.name.lower().endswith(JSON_ENDINGS):
        raise InputError(f"{path}: rows are written as {' or '.join(JSON_ENDINGS)}")
    text = "".join(lines)
    write_whole(path, gzip.compress(text.encode(), mtime=0) if path.suffix.lower() == ".gz" else text)


@contextmanager
def open_text(path: Path, *, newline: str) -> Iterator[TextIO]:
    """Open a text file in UTF-8, unpacked where its name ends in `.gz`.

    Raises InputError, also from inside the block, where the file cannot be opened, unpacked or decoded.
    """
    opener = gzip.open if path.suffix.lower() == ".gz" else open
    try:
        with cast(TextIO, opener(path, "rt", encoding="utf-8-sig", newline=newline)) as file:
            yield file
    except (OSError, EOFError, zlib.error) as error:
        raise InputError(f"{path}: cannot be read: {getattr(error, 'strerror', None) or error}") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: is not UTF-8: {error.reason} (save it as UTF-8)") from error
    except csv.Error as error:
        raise InputError(f"{path}: is not readable as CSV: {error}") from error


def _json_rows(file: TextIO) -> Iterator[Row]:
    for number, line in enumerate(file, 1):
        if not line.strip():
            continue
        try:
            columns = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield Row(number, fault=f"not valid JSON: {error}")
            continue
        if isinstance(columns, dict):
            yield Row(number, columns)
        else:
            yield Row(number, fault="not a JSON object")


def _csv_rows(file: TextIO) -> Iterator[Row]:
    reader = csv.reader(file, strict=True)
    header = [name.strip() for name in next(reader, [])]
    while True:
        line = reader.line_num + 1
        fields = next(reader, None)
        if fields is None:
            return
        if len(fields) == len(header):
            yield Row(line, dict(zip(header, fields, strict=True)))
        elif fields:
            yield Row(line, fault=f"has {len(fields)} fields where the header has {len(header)}")
