"""How far reading has come, for a progress bar."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import BinaryIO

from detente.batch.records import Record


class Meter:
    """Counts what is read; `total` is the size of all files in bytes as they lie on disk, None if unknown.

    `limit` is the number of records after which reading stops, None for no limit.
    """

    def __init__(self, *, total: int | None = None, limit: int | None = None) -> None:
        self.total = total
        self._limit = limit
        self._records = 0
        self._closed_bytes = 0
        self._open: BinaryIO | None = None

    def counted(self, records: Iterable[Record]) -> Iterator[Record]:
        """Count records and pass them on."""
        for record in records:
            self._records += 1
            yield record

    @contextmanager
    def file(self, stream: BinaryIO) -> Iterator[None]:
        """Count the file under `stream`, packed or not, as the one that is being read."""
        self._open = stream
        try:
            yield
        finally:
            self._open = None
            self._closed_bytes += _size(stream)

    def fraction(self) -> float | None:
        """Return the fraction of the input that has been read, 0 to 1; None where it is unknown."""
        fractions = [self._records / self._limit] if self._limit else []
        if self.total:
            fractions.append(self._read_bytes() / self.total)
        return min(max(fractions), 1.0) if fractions else None

    def _read_bytes(self) -> int:
        if self._open is not None:
            # A pipe or a file in memory has no position.
            with suppress(OSError, ValueError):
                return self._closed_bytes + os.lseek(self._open.fileno(), 0, os.SEEK_CUR)
        return self._closed_bytes


def _size(stream: BinaryIO) -> int:
    with suppress(OSError, ValueError):
        return os.fstat(stream.fileno()).st_size
    return 0
