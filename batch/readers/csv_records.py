"""The records of a CSV file one by one, so that a broken one costs none of its neighbours."""

import csv
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from io import TextIOWrapper

from detente.batch.readers.text_streams import DAMAGE
from detente.batch.records import RECORD_LIMIT


@dataclass(frozen=True, slots=True)
class CsvRecord:
    """One record: its fields, or what is wrong with it. `line` is the first one of the file that it takes."""

    fields: list[str]
    line: int
    raw: str
    fault: str | None = None


class CsvRecords:
    """Iterates over the records of a CSV file (RFC 4180), blank lines left out.

    The csv module would read an unclosed quote to the end of the file and swallow the rows in between.
    Here a record that cannot be parsed, or grows beyond all measure, gives up its first line only, and
    reading goes on with the next line. Where the file breaks off, with one of DAMAGE, that is raised once
    all whole lines before it are told.
    """

    def __init__(self, reader: TextIOWrapper, *, delimiter: str, front: str = "") -> None:
        self._reader = reader
        self._delimiter = delimiter
        # Lines to be read before the rest of the file: one that the caller took, or a broken record's.
        self._again = deque([front] if front else [])
        self._line = 0
        self._damage: Exception | None = None
        # A setting of the whole process, so it is only ever raised; the default refuses long documents.
        csv.field_size_limit(max(csv.field_size_limit(), RECORD_LIMIT))

    def __iter__(self) -> Iterator[CsvRecord]:
        while (record := self._next()) is not None:
            if record.fields or record.fault is not None:
                yield record

    def _next(self) -> CsvRecord | None:
        taken: list[str] = []
        line = self._line + 1
        try:
            fields = next(csv.reader(self._lines(taken), delimiter=self._delimiter, strict=True), None)
        except csv.Error as error:
            self._again.extendleft(reversed(taken[1:]))
            self._line += 1
            self._skip_rest_of(taken[0])
            return CsvRecord([], line, taken[0].rstrip("\r\n"), f"line {line}: {_explained(error)}")
        if fields is None:
            if self._damage is not None:
                raise self._damage
            return None
        self._line += len(taken)
        return CsvRecord(fields, line, "".join(taken).rstrip("\r\n"))

    def _lines(self, taken: list[str]) -> Iterator[str]:
        size = 0
        while line := self._read_line():
            taken.append(line)
            size += len(line)
            if size >= RECORD_LIMIT:
                raise csv.Error(f"longer than {RECORD_LIMIT:,} characters")
            yield line

    def _read_line(self) -> str:
        if self._again:
            return self._again.popleft()
        if self._damage is None:
            try:
                return self._reader.readline(RECORD_LIMIT)
            except DAMAGE as error:
                self._damage = error
        return ""

    def _skip_rest_of(self, line: str) -> None:
        while line and not self._again and not line.endswith(("\n", "\r")):
            line = self._read_line()


def _explained(error: csv.Error) -> str:
    said = str(error)
    if "end of data" in said:
        return "a quote is opened and never closed"
    if "expected after" in said:
        return "a quote stands in the middle of a quoted field; inside quotes, write it twice"
    return said
