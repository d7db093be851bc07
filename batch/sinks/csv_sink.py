"""Prediction rows as CSV or TSV."""

import csv
import io
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from detente.batch.columns import FIXED_COLUMNS
from detente.batch.plain_values import cell_text, storable
from detente.batch.spreadsheet import escape_cell

# CRLF is RFC 4180's; with it the csv module also quotes cells that hold a lone carriage return.
_LINE_END = "\r\n"

# The most that the csv module can be told on every system. It is a setting of the whole process, which other
# threads read by, so it is raised and never lowered; readers of files have a bound of their own.
_ANY_LENGTH = 2**31 - 1


class CsvSink:
    """Writes rows as they come and the header last, when all columns are known.

    The rows wait in a temporary file. A column that comes up late goes to the end, and the rows before it
    are then filled up with empty cells. Null is an empty cell; lists and objects are JSON; a cell that a
    spreadsheet would run as a formula is escaped (`spreadsheet.py`).
    """

    def __init__(self, body: BinaryIO, *, delimiter: str) -> None:
        self._body = body
        self._delimiter = delimiter
        self._text = _text(body)
        self._writer = csv.writer(self._text, delimiter=delimiter, lineterminator=_LINE_END)
        self._columns = dict.fromkeys(FIXED_COLUMNS)
        self._first_width: int | None = None

    def write(self, rows: Iterable[Mapping[str, object]]) -> None:
        """Write rows; further columns are taken up as they come."""
        for row in rows:
            self._columns |= dict.fromkeys(row)
            if self._first_width is None:
                self._first_width = len(self._columns)
            self._writer.writerow([_cell(row.get(column)) for column in self._columns])

    def finish(self, out: BinaryIO) -> None:
        """Write the header and all rows to `out`."""
        self._text.flush()
        self._body.seek(0)
        target = _text(out)
        writer = csv.writer(target, delimiter=self._delimiter, lineterminator=_LINE_END)
        writer.writerow([_cell(column) for column in self._columns])
        if self._first_width in (None, len(self._columns)):
            target.flush()
            shutil.copyfileobj(self._body, out)
        else:
            csv.field_size_limit(_ANY_LENGTH)
            source = io.TextIOWrapper(self._body, "utf-8", newline="")
            for cells in csv.reader(source, delimiter=self._delimiter, strict=True):
                writer.writerow(cells + [""] * (len(self._columns) - len(cells)))
            source.detach()
        target.flush()
        target.detach()


@contextmanager
def csv_sink(out: BinaryIO, *, delimiter: str, folder: Path | None) -> Iterator[CsvSink]:
    """Open a sink that writes to `out` at the end; the rows wait in `folder`, None for the system's own."""
    with tempfile.TemporaryFile(dir=folder) as body:
        sink = CsvSink(cast(BinaryIO, body), delimiter=delimiter)
        yield sink
        sink.finish(out)


def _text(stream: BinaryIO) -> io.TextIOWrapper:
    return io.TextIOWrapper(stream, "utf-8", newline="")


def _cell(value: object) -> str:
    text = storable(cell_text(value))
    return escape_cell(text) if not isinstance(value, bool | int | float) else text
