"""Parquet: one record a row, column types kept."""

import io
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO, cast

from detente.batch.arrow import require_pyarrow
from detente.batch.column_names import require_column, unique_names
from detente.batch.readers.table_rows import record_of
from detente.batch.readers.text_streams import ESCAPE_BYTES
from detente.batch.records import ReadOptions, Record

if TYPE_CHECKING:
    import pyarrow

_BATCH_ROWS = 1024

# What a cell raises for which Python has no value: a time beyond its years or in a zone that is not known, bytes
# that are no UTF-8. pyarrow's errors are kinds of these.
_NO_VALUE = (ArithmeticError, ValueError, LookupError, NotImplementedError)


def read_parquet(stream: BinaryIO, document: str, options: ReadOptions) -> Iterator[Record]:
    """Read a parquet file batch by batch; nested columns become lists and dicts.

    Raises InputError where pyarrow or the text or target column is missing, and pyarrow's errors (kinds of
    OSError and ValueError) where the file is damaged.
    """
    require_pyarrow()
    import pyarrow.parquet  # only here: a tenth of a second and more that no other reader needs

    with _seekable(stream) as file:
        source = pyarrow.parquet.ParquetFile(file)
        names = source.schema_arrow.names
        require_column(options.text_column, names, document=document, wanted_for="text")
        if options.target_column is not None:
            require_column(options.target_column, names, document=document, wanted_for="target")
        names = unique_names(names)
        row = 0
        for batch in source.iter_batches(batch_size=_BATCH_ROWS):
            for values in zip(*map(_values, batch.columns), strict=True):
                row += 1
                columns: dict[str, object] = dict(zip(names, values, strict=True))
                yield record_of(columns, options, document=document, row=row)


@contextmanager
def _seekable(stream: BinaryIO) -> Iterator[BinaryIO]:
    # Parquet is read from its end. A pipe or an unpacked file goes to disk first rather than into memory.
    if isinstance(getattr(stream, "raw", None), io.FileIO) and stream.seekable():
        yield stream
        return
    with tempfile.TemporaryFile() as spooled:
        shutil.copyfileobj(stream, spooled)
        spooled.seek(0)
        yield cast(BinaryIO, spooled)


def _values(column: "pyarrow.Array") -> list[object]:
    import pyarrow

    kind = column.type
    try:
        if pyarrow.types.is_temporal(kind) and getattr(kind, "unit", None) == "ns":
            # Python's own times stop at microseconds; as text, none of it is lost.
            column = column.cast(pyarrow.string())
        return list(column.to_pylist())
    except _NO_VALUE:
        return [_value(cell) for cell in column]


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
                return {field.name: _value(cell[place]) for place, field in enumerate(cell.type)}
        if isinstance(error, UnicodeDecodeError):
            return cell.as_buffer().to_pybytes().decode("utf-8", ESCAPE_BYTES)
        return _as_text(cell)


def _as_text(cell: "pyarrow.Scalar") -> str:
    import pyarrow

    try:
        return str(cell.cast(pyarrow.string()).as_py())
    except _NO_VALUE:
        return str(cell.cast(pyarrow.int64()).as_py())  # its count of seconds or parts of them
