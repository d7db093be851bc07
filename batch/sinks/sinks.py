"""Where prediction rows go: JSON lines, CSV, TSV, parquet or Excel; a file that appears whole, or a stream."""

import gzip
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import BinaryIO, Protocol, cast

from detente.batch.plain_values import json_bytes
from detente.batch.sinks.csv_sink import csv_sink
from detente.batch.sinks.excel_sink import excel_sink
from detente.batch.sinks.parquet_sink import parquet_sink
from detente.batch.whole_file import real_path, whole_file
from detente.model.errors import InputError

FORMATS = ("jsonl", "csv", "tsv", "parquet", "xlsx")

_ENDINGS = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".tsv": "tsv",
    ".parquet": "parquet",
    ".xlsx": "xlsx",
}
# Compressed by themselves.
_PACKED = ("parquet", "xlsx")


class Sink(Protocol):
    """Takes prediction rows."""

    def write(self, rows: Iterable[Mapping[str, object]]) -> None:
        """Write rows in their order; they may differ in columns."""
        ...


class JsonLinesSink:
    """Writes one JSON object a line, at once, in valid UTF-8."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out

    def write(self, rows: Iterable[Mapping[str, object]]) -> None:
        """Write rows in their order."""
        for row in rows:
            self._out.write(json_bytes(row) + b"\n")


@contextmanager
def open_sink(
    destination: Path | str | BinaryIO,
    form: str | None = None,
    *,
    by: str | None = None,
    notify: Callable[[str], None] | None = None,
) -> Iterator[Sink]:
    """Open a file or a binary stream for prediction rows.

    `form` is one of `FORMATS`; None takes it from the file's ending, also before ".gz", and JSON lines for
    a stream. A file appears when the block ends well, under its full name; where the block raises, nothing
    is left of it. On a stream, JSON lines are written as they come; the other formats at the end, since
    their columns are known only then. Every column of every row is written: one that comes up late stands
    last. `by` is as in `whole_file`. `notify` is told of texts that the format has no room for, as in `excel_sink`.
    Raises InputError for an unsupported format, or where no file can be.
    """
    if isinstance(destination, str | Path):
        path = Path(destination)
        form = checked_format(path, form)
        # Rows wait on the disk that they will stay on; /dev/null and its like have none.
        folder = real_path(path).parent if path.is_file() or not path.exists() else None
        with open_output(path, by=by) as out, _sink(form, out, folder, notify) as sink:
            yield sink
    else:
        form = _known(form or "jsonl")
        with _sink(form, destination, None, notify) as sink:
            yield sink
        destination.flush()


@contextmanager
def open_output(path: Path, *, by: str | None = None) -> Iterator[BinaryIO]:
    """Open a file that appears whole or not at all, packed where its name ends with .gz; see `whole_file`."""
    with (
        whole_file(path, by=by) as file,
        _packed(file) if path.suffix.lower() == ".gz" else nullcontext(file) as out,
    ):
        yield out


def checked_format(path: Path, form: str | None = None) -> str:
    """Return the format of an output file, `form` or that of its ending.

    Raises InputError for an unknown one, and for parquet or Excel within .gz.
    """
    packed = path.suffix.lower() == ".gz"
    ending = (path.with_suffix("") if packed else path).suffix.lower()
    if form is None and ending not in _ENDINGS:
        raise InputError(
            f"{path}: unsupported output format {ending or '(no ending)'}; accepted are {', '.join(_ENDINGS)}; "
            "all but .parquet and .xlsx also followed by .gz"
        )
    form = _known(form or _ENDINGS[ending])
    if form in _PACKED and packed:
        raise InputError(f"{path}: {form} files are compressed already; leave out the .gz")
    return form


def _known(form: str) -> str:
    if form not in FORMATS:
        raise InputError(f"unsupported output format {form!r}; accepted are {', '.join(FORMATS)}")
    return form


def _packed(file: BinaryIO) -> AbstractContextManager[BinaryIO]:
    # Without name and time, the same rows give the same bytes.
    return cast(
        AbstractContextManager[BinaryIO], gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=0)
    )


def _sink(
    form: str, out: BinaryIO, folder: Path | None, notify: Callable[[str], None] | None
) -> AbstractContextManager[Sink]:
    match form:
        case "csv":
            return csv_sink(out, delimiter=",", folder=folder)
        case "tsv":
            return csv_sink(out, delimiter="\t", folder=folder)
        case "parquet":
            return parquet_sink(out, folder=folder)
        case "xlsx":
            return excel_sink(out, folder=folder, notify=notify)
        case _:
            return nullcontext(JsonLinesSink(out))
