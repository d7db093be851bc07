"""Prediction rows as parquet, by row groups."""

import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from detente.batch.sinks.parquet_types import (
    column_of,
    converted,
    fixed_types,
    is_exact,
    merged_type,
    require_pyarrow,
)

if TYPE_CHECKING:
    import pyarrow

GROUP_ROWS = 8192


class ParquetSink:
    """Gathers rows into row groups, which wait in a temporary file until all columns and types are known.

    The waiting groups are Arrow streams, one after the other, each with the schema found in its own rows.
    Carried columns keep their types as far as all rows agree, and are text otherwise.
    """

    def __init__(self, body: BinaryIO) -> None:
        self._body = body
        self._waiting: list[Mapping[str, object]] = []
        self._fixed = fixed_types()
        self._types = dict(self._fixed)
        self._inexact: set[str] = set()
        self._groups = 0

    def write(self, rows: Iterable[Mapping[str, object]]) -> None:
        """Take up rows; a row group is put by whenever there are enough."""
        for row in rows:
            self._waiting.append(row)
            if len(self._waiting) >= GROUP_ROWS:
                self._put_by()

    def finish(self, out: BinaryIO) -> None:
        """Write the parquet file to `out`."""
        import pyarrow.parquet

        self._put_by()
        self._body.seek(0)
        schema = pyarrow.schema(list(self._types.items()))
        with pyarrow.parquet.ParquetWriter(out, schema, compression="zstd") as writer:
            for _ in range(self._groups):
                writer.write_table(self._completed(schema))

    def _put_by(self) -> None:
        import pyarrow

        names = dict.fromkeys(self._fixed) | dict.fromkeys(name for row in self._waiting for name in row)
        columns = {name: column_of(name, self._waiting, self._fixed.get(name)) for name in names}
        for name, column in columns.items():
            if not is_exact(column):
                self._inexact.add(name)
            known = self._types.get(name, column.type)
            self._types[name] = merged_type(known, column.type, exact=name not in self._inexact)
        table = pyarrow.table(columns)
        with pyarrow.ipc.new_stream(self._body, table.schema) as stream:
            stream.write_table(table)
        self._groups += 1
        self._waiting = []

    def _completed(self, schema: "pyarrow.Schema") -> "pyarrow.Table":
        import pyarrow

        with pyarrow.ipc.open_stream(self._body) as stream:
            table = stream.read_all()
        # By number: Arrow looks through all names for one.
        known = dict(zip(table.column_names, table.columns, strict=True))
        columns = [
            converted(known[field.name], field.type)
            if field.name in known
            else pyarrow.nulls(len(table), field.type)
            for field in schema
        ]
        return pyarrow.table(columns, schema=schema)


@contextmanager
def parquet_sink(out: BinaryIO, *, folder: Path | None) -> Iterator[ParquetSink]:
    """Open a sink that writes to `out` at the end; the groups wait in `folder`, None for the system's own.

    Raises InputError where pyarrow is not installed.
    """
    require_pyarrow()
    with tempfile.TemporaryFile(dir=folder) as body:
        sink = ParquetSink(cast(BinaryIO, body))
        yield sink
        if out.seekable():
            sink.finish(out)
            return
        # The parquet writer has to know where in the file it is, and a pipe has none.
        with tempfile.TemporaryFile(dir=folder) as whole:
            sink.finish(cast(BinaryIO, whole))
            whole.seek(0)
            shutil.copyfileobj(whole, out)
