"""CSV and TSV: a header, then one row a record; a broken record costs none of its neighbours."""

import csv
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from io import TextIOWrapper
from typing import BinaryIO, Final

from detente.batch.readers.raw_rows import RawRow, RawTable, unique_names
from detente.batch.readers.text_streams import DAMAGE, TextReader, byte_error, is_valid, open_text
from detente.batch.records import RECORD_LIMIT, ReaderOptions
from detente.batch.spreadsheet import unescape_cell, written_by_us
from detente.model.errors import InputError, number_of

_NAMED_DELIMITER: Final = re.compile(r'"?sep=([,;:|~^\t])"?\s*', re.IGNORECASE)
_BLANK: Final = ("\n", "\r\n", "\r")


def read_csv(stream: BinaryIO, document: str, options: ReaderOptions) -> RawTable:
    """Read a CSV file; the delimiter is a comma, or a semicolon where the header has semicolons only.

    A line such as `sep=|` before the header names another one. In a row with too few fields the rest is null, and
    `options.notify` is told at the end; one with too many has an error. Raises InputError where the header cannot be
    parsed.
    """
    return _read(stream, document, options, delimiter=",")


def read_tsv(stream: BinaryIO, document: str, options: ReaderOptions) -> RawTable:
    """Read a TSV file, quoted like CSV; raises as `read_csv` does."""
    return _read(stream, document, options, delimiter="\t")


def _read(stream: BinaryIO, document: str, options: ReaderOptions, *, delimiter: str) -> RawTable:
    reader = open_text(stream, options.encoding, newline="", found=options.found_in(document))

    def chosen(header: str) -> str:
        return ";" if delimiter == "," and "," not in header and ";" in header else delimiter

    records = iter(csv_records(reader, choose=chosen, limit=options.record_limit))
    header = next(records, None)
    if header is None:
        return RawTable((), iter(()), typed=False)
    error = header.error or byte_error(header.raw, reader.encoding_name, advice=options.byte_advice)
    if error is not None:
        raise InputError(f"{document}: the header cannot be read: line {header.line}: {error}")
    escaped = written_by_us(header.fields)
    fields = [unescape_cell(name) for name in header.fields] if escaped else header.fields
    names = unique_names(fields)
    rows = (
        _row(record, number, names, reader, escaped=escaped, byte_advice=options.byte_advice)
        for number, record in enumerate(records, start=1)
    )
    # Rows of our own are whole or refused, and there may be millions.
    told = rows if options.notify is None else _telling_short_rows(rows, document, options.notify)
    return RawTable(tuple(fields), told, typed=False)


def _telling_short_rows(
    rows: Iterator[RawRow], document: str, notify: Callable[[str], None]
) -> Iterator[RawRow]:
    """Hand on the rows, and tell at their end how many were short: a line break in a text may have cut them."""
    short, first = 0, 0
    for row in rows:
        if row.missing:
            short, first = short + 1, first or row.line or 0
        yield row
    if short:
        notify(
            f"{document}: {number_of(short, 'row has', 'rows have')} fewer fields than the header names, the first in "
            f"line {first}; what is missing counts as empty"
        )


def _row(
    record: "CsvRecord",
    number: int,
    names: list[str],
    reader: TextReader,
    *,
    escaped: bool,
    byte_advice: str,
) -> RawRow:
    error = record.error
    if error is None and not is_valid(record.raw):
        error = byte_error(record.raw, reader.encoding_name, advice=byte_advice)
    if error is None and len(record.fields) > len(names):
        error = f"{len(record.fields)} fields, but the header names {len(names)}"
    if error is not None:
        return RawRow(number, line=record.line, error=error, raw=record.raw)
    cells = record.fields
    if escaped and "'" in record.raw:
        cells = [unescape_cell(cell) for cell in cells]
    missing = len(names) - len(cells)
    columns: dict[str, object] = dict(zip(names, cells, strict=False))
    if missing:
        columns = dict.fromkeys(names) | columns
    return RawRow(number, columns, line=record.line, missing=missing, encoding=reader.inferred_encoding)


def csv_records(reader: TextIOWrapper, *, choose: Callable[[str], str], limit: int) -> "CsvRecords":
    """Return the records of a CSV file, its header first; `limit` is as for CsvRecords.

    A first line such as `sep=;`, which Excel writes and reads, names the delimiter and is no record. Without it,
    `choose` is given the first line that is not blank and returns the delimiter. Raises one of DAMAGE where that line
    cannot be read.
    """
    blank = 0
    while (front := reader.readline(limit)) in _BLANK:
        blank += 1
    if (named := _NAMED_DELIMITER.fullmatch(front)) is not None:
        return CsvRecords(reader, delimiter=named[1], limit=limit, line=blank + 1)
    return CsvRecords(reader, delimiter=choose(front), front=front, limit=limit, line=blank)


@dataclass(frozen=True, slots=True)
class CsvRecord:
    """One record: its fields, or what is wrong with it. `line` is its first line, `raw` the text of it."""

    fields: list[str]
    line: int
    raw: str
    error: str | None = None


class _TooLongError(csv.Error):
    """A record has more characters than are read of one."""


class CsvRecords:
    """Iterates over the records of a CSV file (RFC 4180), blank lines left out.

    The csv module would read an unclosed quote to the end of the file and swallow the rows in between.
    Here only the first line of a record is lost if it cannot be parsed or grows beyond `limit` characters,
    and reading continues with the next line. What is learnt of the lines behind it is kept: each is parsed a few
    times at the most, even where no quote is ever closed. Where the file breaks off, with one of DAMAGE, that is
    raised after all whole lines before it. `front` is what the caller has taken from the start of `reader`, behind
    `line` lines that are no records.
    """

    def __init__(
        self,
        reader: TextIOWrapper,
        *,
        delimiter: str,
        front: str = "",
        limit: int = RECORD_LIMIT,
        line: int = 0,
    ) -> None:
        self._reader = reader
        self._limit = limit
        self._delimiter = delimiter
        # Lines to be read before the rest of the file: one that the caller took, or a broken record's.
        self._again = deque([front] if front else [])
        # How many of these are within quotes to their end, if quotes are open where they begin; their characters; and
        # the error that comes behind them, None where it is not known.
        self._open = self._open_size = 0
        self._end: str | None = None
        self._line = line
        self._damage: Exception | None = None
        # A setting of the whole process, so it is only ever raised; the default refuses long documents.
        csv.field_size_limit(max(csv.field_size_limit(), limit))

    def __iter__(self) -> Iterator[CsvRecord]:
        while (record := self._next()) is not None:
            if record.fields or record.error is not None:
                yield record

    def _next(self) -> CsvRecord | None:
        taken: list[str] = []
        line = self._line + 1
        try:
            self._raise_known()
            fields = next(self._parser(self._lines(taken)), None)
        except csv.Error as error:
            return self._broken(taken or [self._read_line()], error)
        if fields is None:
            if self._damage is not None:
                raise self._damage
            return None
        self._line += len(taken)
        return CsvRecord(fields, line, "".join(taken).rstrip("\r\n"))

    def _parser(self, lines: Iterable[str]) -> Iterator[list[str]]:
        return csv.reader(lines, delimiter=self._delimiter, strict=True)

    def _broken(self, taken: list[str], error: csv.Error) -> CsvRecord:
        """Lose the first line that was taken; the others are read again, with what is known of them now."""
        first, *others = taken
        if others:
            inside = others if _is_unclosed(error) else others[:-1]
            self._open, self._open_size = len(inside), sum(map(len, inside))
            self._end = None if isinstance(error, _TooLongError) else str(error)
        self._again.extendleft(reversed(others))
        self._line += 1
        self._skip_rest_of(first)
        return CsvRecord([], self._line, first.rstrip("\r\n"), _explained(error))

    def _raise_known(self) -> None:
        """Raise the error of the record that begins here, where what is known of its lines tells it."""
        if not self._open or not _is_unclosed(self._error_of(self._again[0])):
            return
        while self._end is None:
            line = self._behind_open()
            size = self._open_size + len(line)
            if size >= self._limit:
                raise _TooLongError(f"longer than {self._limit:,} characters")
            error = self._error_of(f'"{line}')
            if error is None:
                return
            if line and _is_unclosed(error):
                self._open, self._open_size = self._open + 1, size
            else:
                self._end = str(error)
        raise csv.Error(self._end)

    def _error_of(self, line: str) -> csv.Error | None:
        """Return what is wrong with a record that ends with this line; None where it may end there."""
        try:
            next(self._parser([line]))
        except csv.Error as error:
            return error
        return None

    def _behind_open(self) -> str:
        """Return the first line of which nothing is known, from the file if need be, and keep it to be read."""
        if self._open == len(self._again) and (line := self._read_new_line()):
            self._again.append(line)
        return self._again[self._open] if self._open < len(self._again) else ""

    def _lines(self, taken: list[str]) -> Iterator[str]:
        size = 0
        while line := self._read_line():
            taken.append(line)
            size += len(line)
            if size >= self._limit:
                raise _TooLongError(f"longer than {self._limit:,} characters")
            yield line

    def _read_line(self) -> str:
        if not self._again:
            return self._read_new_line()
        line = self._again.popleft()
        if self._open:
            self._open, self._open_size = self._open - 1, self._open_size - len(line)
        return line

    def _read_new_line(self) -> str:
        if self._damage is None:
            try:
                return self._reader.readline(self._limit)
            except DAMAGE as error:
                self._damage = error
        return ""

    def _skip_rest_of(self, line: str) -> None:
        while line and not self._again and not line.endswith(("\n", "\r")):
            line = self._read_line()


def _is_unclosed(error: csv.Error | None) -> bool:
    return error is not None and "end of data" in str(error)


def _explained(error: csv.Error) -> str:
    said = str(error)
    if _is_unclosed(error):
        return "a quote is opened and never closed"
    if "expected after" in said:
        return "a quote stands in the middle of a quoted field; inside quotes, write it twice"
    return said
