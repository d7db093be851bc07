"""Prediction rows read back from a file that a sink wrote."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from detente.batch.arrow import require_pyarrow
from detente.batch.readers.csv_records import CsvRecords
from detente.batch.readers.text_streams import DAMAGE, open_bytes, open_text
from detente.batch.records import Row
from detente.batch.rows import FIXED_COLUMNS
from detente.batch.sinks.sinks import checked_format
from detente.batch.spreadsheet import unescape_cell, written_by_us
from detente.model.errors import InputError

_FIXED = frozenset(FIXED_COLUMNS)
_TRUTH = {"true": True, "false": False}


def _truth(cell: str) -> bool:
    if cell not in _TRUTH:
        raise ValueError(f"{cell!r} is neither true nor false")
    return _TRUTH[cell]


_FROM_CELL: dict[str, Callable[[str], object]] = {
    "position": int,
    "too_close": _truth,
    "truncated": _truth,
    **dict.fromkeys(("score", "p_cooperative", "p_hostile", "p_neutral", "p_source"), float),
}


def read_rows(path: Path) -> Iterator[Row]:
    """Read prediction rows (.jsonl, .csv or .tsv, also with .gz; .parquet), equal to those written.

    CSV and TSV know no types and no null in the carried columns: they come back as text, and an empty cell
    as None. Raises InputError where the file cannot be read, or is none of prediction rows.
    """
    form = checked_format(path)
    try:
        with open_bytes(path) as stream:
            if form == "parquet":
                yield from _parquet_rows(stream, path)
            elif form == "jsonl":
                yield from _json_rows(stream, path)
            else:
                yield from _csv_rows(stream, path, delimiter="\t" if form == "tsv" else ",")
    except DAMAGE as error:
        raise InputError(f"{path}: cannot be read: {error}") from error


def _json_rows(stream: BinaryIO, path: Path) -> Iterator[Row]:
    for number, line in enumerate(open_text(stream, "utf-8", newline="\n"), start=1):
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise InputError(f"{path}, line {number}: not valid JSON: {error}") from error
        # One comparison of sets where all is well: this runs for each of a million lines.
        if not (isinstance(row, dict) and row.keys() >= _FIXED):
            _check_columns(tuple(row) if isinstance(row, dict) else (), f"{path}, line {number}")
        yield row


def _csv_rows(stream: BinaryIO, path: Path, *, delimiter: str) -> Iterator[Row]:
    records = iter(CsvRecords(open_text(stream, "utf-8", newline=""), delimiter=delimiter))
    header = next(records, None)
    fields = header.fields if header is not None else []
    escaped = written_by_us(fields)
    names = [unescape_cell(name) for name in fields] if escaped else fields
    _check_columns(tuple(names), str(path))
    for record in records:
        if record.fault is not None or len(record.fields) != len(names):
            count = f"{len(record.fields)} fields for {len(names)} columns"
            raise InputError(f"{path}, {record.fault or f'line {record.line}: {count}'}")
        cells = [unescape_cell(cell) for cell in record.fields] if escaped else record.fields
        try:
            yield {name: _value(name, cell) for name, cell in zip(names, cells, strict=True)}
        except ValueError as error:
            raise InputError(f"{path}, line {record.line}: {error}") from error


def _value(name: str, cell: str) -> object:
    return None if cell == "" else _FROM_CELL.get(name, str)(cell)


def _parquet_rows(stream: BinaryIO, path: Path) -> Iterator[Row]:
    require_pyarrow()
    import pyarrow.parquet  # only here: slow to load, and other formats do without

    # By the stream: pyarrow opens no file whose name is no Unicode.
    with pyarrow.parquet.ParquetFile(stream) as source:
        _check_columns(tuple(source.schema_arrow.names), str(path))
        for batch in source.iter_batches(batch_size=1024):
            yield from batch.to_pylist()


def _check_columns(names: tuple[str, ...], where: str) -> None:
    missing = [name for name in FIXED_COLUMNS if name not in names]
    if missing:
        raise InputError(f"{where}: no prediction rows: without the columns {', '.join(missing)}")
