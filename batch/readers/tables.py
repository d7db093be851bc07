"""CSV and TSV: a header, then one record a row."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from detente.batch.column_names import require_column, unique_names
from detente.batch.readers.csv_records import CsvRecord, CsvRecords
from detente.batch.readers.table_rows import record_of
from detente.batch.readers.text_streams import byte_fault, open_text
from detente.batch.records import RECORD_LIMIT, ReadOptions, Record, broken_row
from detente.batch.spreadsheet import unescape_cell, written_by_us
from detente.model.errors import InputError


def read_csv(stream: BinaryIO, document: str, options: ReadOptions) -> Iterator[Record]:
    """Read a CSV file; the delimiter is a comma, or a semicolon where the header has those only.

    A row with too few fields is filled up with nulls, one with too many gives a record with its error.
    Raises InputError where the header cannot be parsed or lacks the text or the target column.
    """
    yield from _read(stream, document, options, delimiter=",")


def read_tsv(stream: BinaryIO, document: str, options: ReadOptions) -> Iterator[Record]:
    """Read a TSV file, quoted like CSV; errors as in `read_csv`."""
    yield from _read(stream, document, options, delimiter="\t")


def _read(stream: BinaryIO, document: str, options: ReadOptions, *, delimiter: str) -> Iterator[Record]:
    reader = open_text(stream, options.encoding, newline="")
    front = reader.readline(RECORD_LIMIT)
    if delimiter == "," and "," not in front and ";" in front:
        delimiter = ";"
    records = iter(CsvRecords(reader, delimiter=delimiter, front=front))
    header = next(records, None)
    if header is None:
        return
    if (fault := header.fault or byte_fault(header.raw, reader.encoding)) is not None:
        raise InputError(f"{document}: the header cannot be read: {fault}")
    names = _names(header.fields, document, options)
    table = _Table(document, options, names, reader.encoding, escaped=written_by_us(header.fields))
    for row, record in enumerate(records, start=1):
        yield _row(record, row, table)


@dataclass(frozen=True, slots=True)
class _Table:
    document: str
    options: ReadOptions
    names: list[str]
    encoding: str
    escaped: bool  # whether its cells are to be unescaped


def _names(fields: list[str], document: str, options: ReadOptions) -> list[str]:
    if written_by_us(fields):
        fields = [unescape_cell(name) for name in fields]
    require_column(options.text_column, fields, document=document, wanted_for="text")
    if options.target_column is not None:
        require_column(options.target_column, fields, document=document, wanted_for="target")
    return unique_names(fields)


def _row(record: CsvRecord, row: int, table: _Table) -> Record:
    fault = record.fault
    if fault is None and (bad := byte_fault(record.raw, table.encoding)) is not None:
        fault = f"line {record.line}: {bad}"
    if fault is None and len(record.fields) > len(table.names):
        fault = f"line {record.line}: {len(record.fields)} fields, but the header names {len(table.names)}"
    if fault is not None:
        return broken_row(table.document, row, fault, raw=record.raw)
    cells = [unescape_cell(cell) for cell in record.fields] if table.escaped else record.fields
    columns: dict[str, object] = dict.fromkeys(table.names)
    columns |= zip(table.names, cells, strict=False)
    return record_of(columns, table.options, document=table.document, row=row)
