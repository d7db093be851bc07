"""Parquet: one row a record, column types kept, a few rows in memory at a time."""

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, BinaryIO

from detente.batch.readers.raw_rows import RawRow, RawTable, unique_names
from detente.batch.readers.text_streams import ESCAPE_BYTES, seekable
from detente.batch.records import ReaderOptions
from detente.batch.sinks.parquet_types import require_pyarrow

if TYPE_CHECKING:
    import pyarrow
    import pyarrow.parquet

# Rows decoded at once, at the most, and bytes that they may take once decoded.
_BATCH_ROWS = 4096
_BATCH_BYTES = 64 * 1024 * 1024

# What a cell raises for which Python has no value: a time beyond its years or in a zone that is not known, bytes
# that are no UTF-8. pyarrow's errors are kinds of these.
_NO_VALUE = (ArithmeticError, ValueError, LookupError, NotImplementedError)


def read_parquet(stream: BinaryIO, document: str, options: ReaderOptions) -> RawTable:  # noqa: ARG001
    """Read a parquet file a few rows at a time; nested columns become lists and dicts.

    A row of more than `options.record_limit` characters has an error. Raises InputError where pyarrow is
    missing, and pyarrow's errors (kinds of OSError and ValueError) where the file is damaged.
    """
    require_pyarrow()
    import pyarrow.parquet  # only here: a tenth of a second and more that no other reader needs

    file = seekable(stream)
    first = pyarrow.parquet.ParquetFile(file)
    source = pyarrow.parquet.ParquetFile(file, metadata=first.metadata, read_dictionary=_texts(first.schema))
    return RawTable(tuple(source.schema_arrow.names), _rows(source, options.record_limit))


def _rows(source: "pyarrow.parquet.ParquetFile", limit: int) -> Iterator[RawRow]:
    names = unique_names(source.schema_arrow.names)
    number = 1
    for group in range(source.num_row_groups):
        _check_group(source, group)
        size = _batch_rows(source.metadata.row_group(group), source.schema)
        # Threads take longer to start than a few rows to decode.
        for batch in source.iter_batches(batch_size=size, row_groups=[group], use_threads=False):
            longest = _longest_texts(batch)
            make = partial(_checked, limit=limit) if longest + batch.nbytes > limit else RawRow
            for rows in _dicts(batch, names, at_once=max(1, _BATCH_BYTES // max(longest, 1))):
                yield from map(make, range(number, number + len(rows)), rows)
                number += len(rows)


def _check_group(source: "pyarrow.parquet.ParquetFile", group: int) -> None:
    # Where a footer contradicts itself, asking for the metadata of a column ends the process (an exception that
    # pyarrow 26 does not catch), and decoding a row raises it.
    next(source.iter_batches(batch_size=1, row_groups=[group], use_threads=False), None)


def _checked(number: int, columns: dict[str, object], *, limit: int) -> RawRow:
    if _characters(columns) > limit:
        return RawRow(number, error=f"row {number}: longer than {limit:,} characters")
    return RawRow(number, columns)


def _texts(schema: "pyarrow.parquet.ParquetSchema") -> list[str]:
    """Name the text columns to be kept as dictionaries: a text that a file holds once is then in memory once."""
    columns = [schema.column(number) for number in range(len(schema))]
    return [
        column.path
        for column in columns
        if column.physical_type == "BYTE_ARRAY" and not column.max_repetition_level
    ]


def _batch_rows(group: "pyarrow.parquet.RowGroupMetaData", schema: "pyarrow.parquet.ParquetSchema") -> int:
    """Return how many rows of a row group to decode at once, so that they fit into `_BATCH_BYTES`.

    What a value may take depends on how it is stored: a list may repeat any text of its column chunk, and so may
    a text that is stored as the difference to the one before it.
    """
    row_bytes = 0
    for number in range(group.num_columns):
        column, chunk = schema.column(number), group.column(number)
        if column.physical_type == "FIXED_LEN_BYTE_ARRAY":
            row_bytes += column.length
        elif column.max_repetition_level or "DELTA_BYTE_ARRAY" in chunk.encodings:
            per_row = chunk.num_values / max(group.num_rows, 1)
            row_bytes += int(chunk.total_uncompressed_size * max(per_row, 1))
    return max(1, min(_BATCH_ROWS, _BATCH_BYTES // max(row_bytes, 1)))


def _longest_texts(batch: "pyarrow.RecordBatch") -> int:
    """Add up at least the bytes of the longest text of each dictionary: no row has longer ones."""
    import pyarrow
    import pyarrow.compute

    texts = [column.dictionary for column in batch.columns if pyarrow.types.is_dictionary(column.type)]
    # Of a few short texts no search is needed: none is longer than all of them.
    few = _BATCH_BYTES // _BATCH_ROWS // max(batch.num_columns, 1)
    lengths = (
        text.nbytes
        if text.nbytes <= few
        else pyarrow.compute.max(pyarrow.compute.binary_length(text)).as_py()
        for text in texts
        if not pyarrow.types.is_primitive(text.type)
    )
    return sum(length or 0 for length in lengths)


def _dicts(
    batch: "pyarrow.RecordBatch", names: list[str], *, at_once: int
) -> Iterator[list[dict[str, object]]]:
    # What a batch has only one value of comes with the copy; the other columns are filled in one after the other,
    # which takes two thirds of the time of a new dictionary for each row.
    copied: dict[str, object] = dict.fromkeys(names)
    filled: list[tuple[str, pyarrow.Array]] = []
    for name, column in zip(names, batch.columns, strict=True):
        if _has_one_value(column):
            copied[name] = _values(column.slice(0, 1))[0]
        else:
            filled.append((name, column))
    # As Python's own, a text that many rows share is in memory many times: of long ones, only a few rows at once.
    for start in range(0, batch.num_rows, at_once):
        rows = [copied.copy() for _ in range(min(at_once, batch.num_rows - start))]
        for name, column in filled:
            for row, value in zip(rows, _values(column.slice(start, at_once)), strict=True):
                row[name] = value
        yield rows


def _has_one_value(column: "pyarrow.Array") -> bool:
    """Tell whether all rows are null or share one text or truth value, where that is known without a search."""
    import pyarrow

    size = len(column)
    if column.null_count or not size:
        return bool(0 < size == column.null_count)
    if pyarrow.types.is_dictionary(column.type):
        return bool(len(column.dictionary) == 1)
    return bool(pyarrow.types.is_boolean(column.type) and column.true_count in (0, size))


def _characters(value: object) -> int:
    if isinstance(value, str | bytes):
        return len(value)
    if isinstance(value, dict):
        return sum(map(_characters, value.values()))
    return sum(map(_characters, value)) if isinstance(value, list | tuple) else 0


def _values(column: "pyarrow.Array") -> list[object]:
    import pyarrow

    kind = column.type
    try:
        if pyarrow.types.is_temporal(kind) and getattr(kind, "unit", None) == "ns":
            # Python's own times stop at microseconds; as text, none of it is lost.
            column = column.cast(pyarrow.string())
        elif pyarrow.types.is_dictionary(kind):
            return _dictionary_values(column)
        return list(column.to_pylist())
    except _NO_VALUE:
        return [_value(cell) for cell in column]


def _dictionary_values(column: "pyarrow.DictionaryArray") -> list[object]:
    import pyarrow

    if 4 * len(column.dictionary) > len(column) or not pyarrow.types.is_string(column.type.value_type):
        return list(column.dictionary_decode().to_pylist())  # much faster to read than value by value
    # A text is made once for all rows that share it.
    texts, numbers = column.dictionary.to_pylist(), column.indices.to_pylist()
    if column.null_count:
        return [None if number is None else texts[number] for number in numbers]
    return [texts[number] for number in numbers]


def _value(cell: "pyarrow.Scalar") -> object:
    import pyarrow

    try:
        return cell.as_py()
    except _NO_VALUE as error:
        match cell:
            case pyarrow.DictionaryScalar():
                return _value(cell.value)
            case pyarrow.MapScalar():
                return [(_value(pair[0]), _value(pair[1])) for pair in cell.values]
            case pyarrow.ListScalar():
                return [_value(item) for item in cell.values]
            case pyarrow.StructScalar():
                return {field.name: _value(cell[number]) for number, field in enumerate(cell.type)}
        if isinstance(error, UnicodeDecodeError):
            return cell.as_buffer().to_pybytes().decode("utf-8", ESCAPE_BYTES)
        return _as_text(cell)


def _as_text(cell: "pyarrow.Scalar") -> str:
    import pyarrow

    try:
        return str(cell.cast(pyarrow.string()).as_py())
    except _NO_VALUE:
        return str(cell.cast(pyarrow.int64()).as_py())  # its count of seconds or parts of them
