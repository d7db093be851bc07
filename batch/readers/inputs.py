"""Files, folders and standard input, read in order into one stream of records."""

import logging
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from detente.batch.readers.folders import STDIN, refuse_repeated, walk_folder
from detente.batch.readers.formats import (
    ARRAY_ADVICE,
    DOCUMENTS,
    TABLES,
    accepted_kinds,
    ending_of,
    has_reader,
)
from detente.batch.readers.meter import Meter
from detente.batch.readers.table_records import table_records
from detente.batch.readers.text_streams import DAMAGE, check_encoding, open_bytes, rejoin
from detente.batch.records import RECORD_LIMIT, ReaderOptions, ReadOptions, Record, broken_document
from detente.batch.whole_file import NO_ROOM
from detente.model.errors import InputError, OutOfMemoryError, missing_file, number_of

Notify = Callable[[str], None]

# Commands that read records have the option; those that read labels, rows or events do not.
_OR_NAME_ENCODING = ", or name its encoding, such as --encoding cp1252"

_log = logging.getLogger(__name__)


def read_records(
    paths: str | Path | Sequence[str | Path],
    options: ReadOptions | None = None,
    *,
    stdin: BinaryIO | None = None,
    stdin_kind: str | None = None,
    notify: Notify | None = None,
    remark: Notify | None = None,
    meter: Meter | None = None,
) -> Iterator[Record]:
    """Read files, folders and standard input ("-"), one or several, in the order given, in constant memory.

    Files are .txt, .md, .html, .htm, .docx, .srt, .vtt (one record each, to be split into statements), .csv, .tsv,
    .jsonl, .ndjson, .parquet or .xlsx (one record a row, or with `split` one document a row), each also with .gz or
    .zst. `options` name the columns and the encoding. A folder is read with all its subfolders, sorted by name; hidden
    files and other kinds are left out. `stdin_kind` is one of the endings ("csv"); None takes JSON lines where the
    first character is "{", else text, and refuses a JSON array of objects, and text where another column than "text"
    is named, with InputError when its turn comes.

    Where an encoding is inferred, `remark` is told, and rows whose text depends on it have the column
    "inferred_encoding". `remark` is also told which sheet of several is read; None tells `notify`.

    Raises InputError, before anything is read, where a path does not exist, is of an unsupported type, is a folder
    without any file that can be read, is given twice, or is a table without the columns asked for, and where `split`
    stands beside a `target_column`. Anything wrong later (a bad row, a damaged file, a table in a folder without the
    text column) comes out as a record with its `error`, in its place. What gives no record at all (empty or skipped
    files) is told to `notify`, or logged as a warning. `meter` follows the reading. A disk without room for what has to
    be unpacked raises OSError, a row that the memory does not hold OutOfMemoryError: neither is an error of the row.
    """
    options = options or ReadOptions()
    check_encoding(options.encoding)
    named = listed(paths)
    if not named:
        raise InputError(
            f"nothing to read; give files ({accepted_kinds()}), a folder, or - for standard input"
        )
    _check_choices(options, stdin_kind)
    meter = meter or Meter()
    tell = notify or _log.warning
    _check_named(named, _for_readers(options, None))
    every = _read_all(
        named,
        _for_readers(options, remark or tell),
        stdin=stdin,
        stdin_kind=stdin_kind,
        notify=tell,
        meter=meter,
    )
    return meter.counted(every)


def _for_readers(options: ReadOptions, notify: Notify | None) -> ReaderOptions:
    return ReaderOptions(
        text_column=options.text_column,
        target_column=options.target_column,
        encoding=options.encoding,
        split=options.split,
        document_columns=options.document_columns,
        record_limit=RECORD_LIMIT,
        byte_advice=_OR_NAME_ENCODING,
        notify=notify,
    )


def listed(paths: str | Path | Sequence[str | Path]) -> list[str | Path]:
    """Return inputs as a list: one alone, as a path or its text, is a list of one."""
    return [paths] if isinstance(paths, str | Path) else list(paths)


def _check_choices(options: ReadOptions, stdin_kind: str | None) -> None:
    if options.split and options.target_column is not None:
        raise InputError(
            "a target column names the targets of one statement, but --split makes several of a row: leave one out"
        )
    if stdin_kind is not None and _ending(stdin_kind) not in {*DOCUMENTS, *TABLES}:
        kinds = ", ".join({**DOCUMENTS, **TABLES})
        raise InputError(f"standard input cannot be read as {stdin_kind!r}; accepted are {kinds}, not packed")


def _ending(kind: str) -> str:
    return "." + kind.lower().removeprefix(".")


def _check_named(named: Sequence[str | Path], options: ReaderOptions) -> None:
    for path in named:
        if path == "":
            raise InputError("an input has an empty name; give a file, a folder, or - for standard input")
        if str(path) != STDIN:
            _check(Path(path), options)
    refuse_repeated(named)


def _check(path: Path, options: ReaderOptions) -> None:
    if path.is_dir():
        if next(walk_folder(path, notify=lambda _: None), None) is None:
            raise InputError(
                f"{path}: no file in it can be read; looked for {accepted_kinds()}, also in its subfolders"
            )
        return
    if not path.exists():
        raise InputError(missing_file(path))
    _require_readable(path)
    ending = ending_of(path)
    if ending in DOCUMENTS or not path.is_file():
        return  # a pipe could be read only once, and documents have no columns
    # A damaged file does not make the call wrong: it is reported, in its place, when its turn comes.
    with suppress(*DAMAGE, MemoryError), open_bytes(path) as stream:
        next(_records(ending, stream, str(path), options), None)


def _require_readable(path: Path) -> None:
    if not has_reader(path):
        raise InputError(f"{path}: unsupported file type; accepted are {accepted_kinds()}")


def _records(ending: str, stream: BinaryIO, document: str, options: ReaderOptions) -> Iterator[Record]:
    if ending in DOCUMENTS:
        yield from DOCUMENTS[ending](stream, document, options)
    else:
        yield from table_records(TABLES[ending](stream, document, options), document, options)


def _read_all(
    paths: Sequence[str | Path],
    options: ReaderOptions,
    *,
    stdin: BinaryIO | None,
    stdin_kind: str | None,
    notify: Notify,
    meter: Meter,
) -> Iterator[Record]:
    for path in paths:
        if str(path) == STDIN:
            yield from _read_stdin(stdin or sys.stdin.buffer, stdin_kind, options, notify)
        elif Path(path).is_dir():
            yield from _read_folder(Path(path), options, notify, meter)
        else:
            yield from _read_file(Path(path), options, notify, meter)


def _read_folder(folder: Path, options: ReaderOptions, notify: Notify, meter: Meter) -> Iterator[Record]:
    for found in walk_folder(folder, notify=notify):
        if isinstance(found, Record):
            yield found
            continue
        try:
            yield from _read_file(found, options, notify, meter)
        except InputError as error:
            # Nobody named this very file, so it stops none of the others.
            yield broken_document(str(found), str(error))


def _read_file(path: Path, options: ReaderOptions, notify: Notify, meter: Meter) -> Iterator[Record]:
    _require_readable(path)
    try:
        stream = open_bytes(path)
    except OSError as error:
        yield broken_document(str(path), f"cannot be opened: {error.strerror or error}")
        return
    with stream, meter.file(stream):
        yield from _guarded(ending_of(path), stream, str(path), options=options, notify=notify)


def _read_stdin(
    stream: BinaryIO, kind: str | None, options: ReaderOptions, notify: Notify
) -> Iterator[Record]:
    if kind is None:
        kind, stream = _guessed(stream, options)
    yield from _guarded(_ending(kind), stream, STDIN, options=options, notify=notify)


def _guessed(stream: BinaryIO, options: ReaderOptions) -> tuple[str, BinaryIO]:
    front, first = _first_character(stream)
    if first == b"[":
        further, second = _first_character(stream)
        if second == b"{":
            raise InputError(f"{STDIN}: JSON arrays are not read; {ARRAY_ADVICE}")
        front += further
    if first not in (b"", b"{") and options.names_a_column():
        raise InputError(
            f"{STDIN}: read as text, which has no columns or rows; if it is a table, name its kind, such as "
            "--input-format csv"
        )
    return ("jsonl" if first == b"{" else "txt"), rejoin(front, stream)


def _first_character(stream: BinaryIO) -> tuple[bytes, bytes]:
    # All that was taken, and its last byte, empty at the end. Byte by byte, so that a pipe is not waited on for more
    # than its first word; marks and the zeros of UTF-16 are passed over like white space.
    front = b""
    while (byte := stream.read(1)) and byte in b" \t\r\n\0\xef\xbb\xbf\xff\xfe":
        front += byte
    return front + byte, byte


def _after(count: int) -> str:
    return f" after {number_of(count, 'row')}" if count else ""


def _guarded(
    ending: str, stream: BinaryIO, document: str, *, options: ReaderOptions, notify: Notify
) -> Iterator[Record]:
    count = 0
    try:
        for record in _records(ending, stream, document, options):
            count += 1
            yield record
    except DAMAGE as error:
        if getattr(error, "errno", None) in NO_ROOM:
            raise  # the disk to which it is unpacked is full: nothing is wrong with the document
        yield broken_document(
            document, f"cannot be read further{_after(count)}: {error or type(error).__name__}"
        )
    except MemoryError as error:
        raise OutOfMemoryError(f"{document}: not enough memory to read it{_after(count)}") from error
    else:
        if not count:
            notify(f"{document}: empty, nothing to predict")
