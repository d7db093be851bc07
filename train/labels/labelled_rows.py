"""Rows of labelled files as they stand, one broken row costing none of its neighbours; and rows written."""

import gzip
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import TextIOWrapper
from itertools import chain, islice
from pathlib import Path
from typing import Final, TextIO

from detente.batch.readers.formats import TABLES, open_table
from detente.batch.readers.raw_rows import RawRow, require_column
from detente.batch.readers.text_streams import COMPRESSIONS, open_bytes
from detente.batch.records import ReaderOptions
from detente.batch.whole_file import write_whole
from detente.model.errors import InputError, missing_file

JSON_ENDINGS: Final = (".jsonl", ".jsonl.gz")
ROW_ENDINGS: Final = tuple(ending + packing for ending in TABLES for packing in ("", *COMPRESSIONS))

# Rows without a header that are looked at for a column before it counts as missing from the whole file.
_PATIENCE: Final = 100
_NO_NAMES: Final[Mapping[str, str]] = {}


@dataclass(frozen=True, slots=True)
class LabelledRow:
    """One row: the line it starts on (from 1), its columns, and the error where it cannot be read."""

    line: int
    columns: Mapping[str, object] = field(default_factory=dict)
    error: str | None = None


def read_labelled_rows(
    path: Path, *, required: Collection[str] = (), other_names: Mapping[str, str] = _NO_NAMES
) -> Iterator[LabelledRow]:
    """Read the rows of a table of any kind in UTF-8; white space around the names of columns is ignored.

    `other_names` maps another name of a column to the one that it gets. `line` of a row is where it starts, or its
    number where the format has no lines; `error` says what keeps it from being read. Raises InputError where the file
    cannot be read, has none of the columns `required`, or has a column under both of its names.
    """
    with open_table(path, ReaderOptions()) as table:
        rows = (_clean(row, other_names) for row in table.rows)
        if table.names is not None:
            names = [name.strip() for name in table.names]
            if error := _both_names(names, other_names):
                raise InputError(f"{path}: {error}")
            _require(required, [other_names.get(name, name) for name in names], path)
            yield from rows
            return
        first = list(islice(rows, _PATIENCE))
        _require(required, list(dict.fromkeys(name for row in first for name in row.columns)), path)
        yield from chain(first, rows)


def _require(required: Collection[str], names: Collection[str], path: Path) -> None:
    for name in required if names else ():
        require_column(name, names, document=str(path), wanted_for=name)


def _clean(row: RawRow, other_names: Mapping[str, str]) -> LabelledRow:
    line = row.line or row.number
    if (error := row.strict_error) is not None:
        return LabelledRow(line, error=error)
    columns = {name.strip(): value for name, value in row.columns.items()}
    if error := _both_names(columns, other_names):
        return LabelledRow(line, error=error)
    return LabelledRow(line, {other_names.get(name, name): value for name, value in columns.items()})


def _both_names(names: Collection[str], other_names: Mapping[str, str]) -> str | None:
    for other, name in other_names.items():
        if other in names and name in names:
            return f"has the columns {name!r} and {other!r}, two names of one column; remove one"
    return None


def write_labelled_rows(path: Path, lines: Iterable[str]) -> None:
    """Write lines of JSON, packed where the name ends in `.gz`; the file appears whole or not at all.

    Raises InputError where the name does not end in `.jsonl` or `.jsonl.gz`.
    """
    if not path.name.lower().endswith(JSON_ENDINGS):
        raise InputError(f"{path}: rows are written as {' or '.join(JSON_ENDINGS)}")
    text = "".join(lines)
    write_whole(path, gzip.compress(text.encode(), mtime=0) if path.suffix.lower() == ".gz" else text)


@contextmanager
def open_utf8(path: Path, *, newline: str) -> Iterator[TextIO]:
    """Open a text file in UTF-8, unpacked where its name ends in `.gz` or `.zst`.

    Raises InputError, also from inside the block, where the file cannot be opened, unpacked or decoded.
    """
    try:
        with open_bytes(path) as stream, TextIOWrapper(stream, "utf-8-sig", newline=newline) as text:
            yield text
    except FileNotFoundError as error:
        raise InputError(missing_file(path)) from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: is not UTF-8: {error.reason} (save it as UTF-8)") from error
    except (OSError, EOFError, zlib.error) as error:
        raise InputError(f"{path}: cannot be read: {getattr(error, 'strerror', None) or error}") from error
