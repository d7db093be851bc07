"""Rows of a file of labels as texts, each with its place: CSV, TSV and JSON lines."""

import csv
import io
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from detente.batch.plain_values import cell_text, json_bytes, storable
from detente.batch.readers.csv_rows import csv_records
from detente.batch.readers.text_streams import byte_error, open_text
from detente.batch.records import RECORD_LIMIT
from detente.batch.spreadsheet import escape_cell, unescape_cell
from detente.measure.exchange.label_rows import LABEL_COLUMNS
from detente.model.errors import InputError, number_of

_DELIMITERS: Final = ",;\t"
_MARK: Final = "\ufeff".encode()


@dataclass(frozen=True, slots=True)
class SheetRow:
    """The cells of one row by the names of their columns, and where it stands, such as "line 3"."""

    where: str
    cells: dict[str, str]


def escaped_by_us(header: Sequence[str]) -> bool:
    """Tell whether a sheet with this header was written here, so that its cells are escaped.

    A spreadsheet that saves it again keeps the columns in their order.
    """
    return tuple(header[: len(LABEL_COLUMNS)]) == LABEL_COLUMNS


def check_header(names: Sequence[str], path: Path) -> None:
    """Raise InputError where two columns have one name."""
    twice = [name for name, number in Counter(names).items() if name and number > 1]
    if twice:
        raise InputError(f"{path}: has the column {twice[0]!r} twice")


def read_csv_sheet(stream: BinaryIO, path: Path) -> Iterator[SheetRow]:
    """Read a CSV file in UTF-8 with commas, semicolons or tabs between its cells, as the header shows.

    A line such as `sep=;` before the header names the delimiter. A cell that was escaped against formulas is given
    back as it was. Raises InputError for a row that is not readable, or of other length than the header.
    """
    reader = open_text(stream, "utf-8", newline="")
    records = iter(
        csv_records(reader, choose=lambda first: max(_DELIMITERS, key=first.count), limit=RECORD_LIMIT)
    )
    header = next(records, None)
    if header is None:
        raise InputError(f"{path}: is empty")
    names = [name.strip() for name in header.fields]
    check_header(names, path)
    escaped = escaped_by_us(names)
    for record in records:
        where = f"line {record.line}"
        error = record.error or byte_error(record.raw, "UTF-8", advice=", in Excel as CSV UTF-8")
        if error is not None:
            raise InputError(f"{path}, {where}: {error}")
        if len(record.fields) != len(names):
            raise InputError(
                f"{path}, {where}: {number_of(len(record.fields), 'cell')} for {number_of(len(names), 'column')}"
            )
        if any(record.fields):
            cells = [unescape_cell(cell) for cell in record.fields] if escaped else record.fields
            yield SheetRow(where, dict(zip(names, cells, strict=True)))


def write_csv_sheet(
    out: BinaryIO, rows: Iterable[dict[str, str]], columns: Sequence[str], *, mark: bool
) -> None:
    """Write a CSV file in UTF-8; `mark` puts a byte order mark first, by which Excel knows the encoding.

    A cell that a spreadsheet would run as a formula is escaped.
    """
    if mark:
        out.write(_MARK)
    text = io.TextIOWrapper(out, "utf-8", newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    for cells in rows:
        writer.writerow([escape_cell(storable(cells.get(name, ""))) for name in columns])
    text.flush()
    text.detach()


def read_json_lines(stream: BinaryIO, path: Path) -> Iterator[tuple[str, dict[str, object]]]:
    """Read a file of one JSON object a line, each with its place; blank lines are left out.

    Raises InputError for a line that is none.
    """
    for number, line in enumerate(open_text(stream, "utf-8", newline="\n"), start=1):
        if not line.strip():
            continue
        where = f"line {number}"
        try:
            value = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise InputError(f"{path}, {where}: not valid JSON: {error}") from error
        if not isinstance(value, dict):
            raise InputError(f"{path}, {where}: not a JSON object")
        yield where, value


def to_sheet_row(where: str, columns: dict[str, object]) -> SheetRow:
    """Make texts of the values of a JSON object, null an empty one."""
    return SheetRow(where, {name: cell_text(value) for name, value in columns.items()})


def write_json_lines(out: BinaryIO, objects: Iterable[object]) -> None:
    """Write one JSON object a line."""
    for item in objects:
        out.write(json_bytes(item) + b"\n")
