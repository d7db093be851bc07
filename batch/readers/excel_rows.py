"""Sheets of Excel: a header, then one row a record, read from the disk a few rows at a time."""

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from detente.batch.office_files import (
    cell_plain_text,
    damage_named,
    open_archive,
    refuse_entities,
    require_openpyxl,
)
from detente.batch.readers.raw_rows import RawRow, RawTable, unique_names
from detente.batch.readers.text_streams import seekable
from detente.batch.records import ReaderOptions
from detente.batch.sinks.excel_sink import MOST_ROWS, sheet_name
from detente.model.errors import number_of

if TYPE_CHECKING:
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

_KIND: Final = "an Excel file (.xlsx)"


def read_excel(stream: BinaryIO, document: str, options: ReaderOptions) -> RawTable:
    """Read the first sheet of an .xlsx file; `options.notify` is told of further ones.

    Sheets in which a sink continued, since one had no room for all rows, are read with it. The first row that is not
    blank is the header. A row counts from there, blank ones included, but gives nothing. Numbers, truth values and
    dates keep their types; of a formula, the value that was saved is read. Raises InputError where openpyxl is missing,
    and ValueError where the file is damaged.
    """
    require_openpyxl()
    file = seekable(stream)
    with open_archive(file, _KIND) as archive, damage_named(_KIND):
        refuse_entities(archive)
    file.seek(0)
    with damage_named(_KIND):
        first, *others = _sheets(file)
    rows = _cells(first)
    header = next((cells for cells in rows if any(cells)), None)
    further = [] if header is None else _continued(first, others, header)
    left_out = others[len(further) :]
    if left_out and options.notify is not None:
        titles = ", ".join(repr(sheet.title) for sheet in left_out)
        options.notify(f"{document}: sheet {first.title!r} is read; left out are {titles}")
    if header is None:
        return RawTable((), iter(()))
    names = [_name(value) for value in header]
    every = chain(rows, *further)
    return RawTable(tuple(names), _rows(every, unique_names(names), options.record_limit))


def _sheets(file: BinaryIO) -> "list[ReadOnlyWorksheet]":
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(file, read_only=True, data_only=True)
    except InvalidFileException as error:
        raise ValueError(str(error)) from error
    if not book.worksheets:
        raise ValueError("no sheet with cells")
    for sheet in book.worksheets:
        sheet.reset_dimensions()  # what the file says of its size may be too small
    return list(book.worksheets)


def _continued(
    first: "ReadOnlyWorksheet", others: "Sequence[ReadOnlyWorksheet]", header: Sequence[object]
) -> list[Iterator[Sequence[object]]]:
    """Return the rows of the sheets behind the first that continue its table, by their names and headers."""
    found: list[Iterator[Sequence[object]]] = []
    if first.title == sheet_name(1):
        for number, sheet in enumerate(others, start=2):
            rows = _cells(sheet)
            if sheet.title != sheet_name(number) or next(rows, None) != header:
                break
            found.append(rows)
    return found


def _cells(sheet: "ReadOnlyWorksheet") -> Iterator[Sequence[object]]:
    with damage_named(_KIND):
        for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
            # A row may say that it is the billionth, and all before it come as blank ones.
            if number > MOST_ROWS:
                raise ValueError(f"more rows than the {MOST_ROWS:,} that a sheet can have")
            end = len(cells)
            while end and cells[end - 1] is None:
                end -= 1
            yield cells[:end]


def _rows(rows: Iterator[Sequence[object]], names: list[str], limit: int) -> Iterator[RawRow]:
    for number, cells in enumerate(rows, start=1):
        if not cells:
            continue
        values = [cell_plain_text(value) if isinstance(value, str) else value for value in cells]
        if sum(len(value) for value in values if isinstance(value, str)) > limit:
            yield RawRow(number, error=f"row {number}: longer than {limit:,} characters")
            continue
        if len(cells) > len(names):
            raw = "\t".join("" if value is None else str(value) for value in values)
            error = f"row {number}: {number_of(len(cells), 'cell')}, but the header names {len(names)}"
            yield RawRow(number, error=error, raw=raw)
            continue
        empty = [None] * (len(names) - len(values))
        yield RawRow(number, dict(zip(names, chain(values, empty), strict=True)))


def _name(value: Any) -> str:
    return "" if value is None else cell_plain_text(str(value))
