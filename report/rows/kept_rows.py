"""The predicted rows that a page counts in its cells, as numbers, in bounded memory."""

from typing import Final
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from detente.measure.dates import RowDate
from detente.report.rows.tallies import shown

ROW: Final = np.dtype(
    [
        ("series", np.uint16),
        ("exactness", np.int8),
        ("day", np.int32),
        ("publisher", np.uint32),
        ("document", np.uint64),
        ("pair", np.uint64),
    ]
)
"""A row: the number of its series, its date (day 0 for none), hashes of its publisher (0 for none), document, pair."""

MOST_KEPT: Final = 4_000_000
_AT_ONCE: Final = 65_536
_MOST_NAMES: Final = 4096


class KeptRows:
    """Keeps rows as ROW, 27 bytes each.

    Beyond `most` rows, half of the documents are left out, by a bit of their hash, then half of the rest, and so on.
    The page then counts the documents that are left: its intervals are wider than those of all would be, never
    narrower. `sampled` tells whether that was so.
    """

    def __init__(self, most: int = MOST_KEPT) -> None:
        self._most = most
        self._mask = 0
        self._new: list[tuple[int, int, int, int, int, int]] = []
        # Memory that is not written to yet takes no room.
        self._rows = np.empty(most + _AT_ONCE, dtype=ROW)
        self._kept = 0
        self._names: dict[str, int] = {}

    @property
    def sampled(self) -> bool:
        """Whether rows of some documents were left out."""
        return self._mask > 0

    def add(self, series: int, date: RowDate | None, publisher: object, *, document: int, pair: int) -> None:
        """Keep a row: the number of its series, its date, and hashes (64 bits) of its document and its pair."""
        if document & self._mask:
            return
        day, exactness = (0, 0) if date is None else date
        self._new.append((series, exactness, day, self._publisher(publisher), document, pair))
        if len(self._new) >= _AT_ONCE or self._kept + len(self._new) > self._most:
            self._store()

    def rows(self) -> NDArray[np.void]:
        """Return the rows kept (rows,), each a ROW."""
        self._store()
        return self._rows[: self._kept]

    def _store(self) -> None:
        if self._new:
            end = self._kept + len(self._new)
            self._rows[self._kept : end] = np.array(self._new, dtype=ROW)
            self._kept, self._new = end, []
        while self._kept > self._most:
            self._mask = 2 * self._mask + 1
            rows = self._rows[: self._kept]
            left = rows[(rows["document"] & np.uint64(self._mask)) == 0]
            self._kept = len(left)
            self._rows[: self._kept] = left

    def _publisher(self, publisher: object) -> int:
        if publisher is None or publisher == "":
            return 0
        name = publisher if isinstance(publisher, str) else str(publisher)
        if (found := self._names.get(name)) is None:
            found = publisher_number(shown(name))
            if len(self._names) < _MOST_NAMES:
                self._names[name] = found
        return found


def publisher_number(name: str) -> int:
    """Return the number that a publisher's name, as `shown` has it, is kept as: never 0, which stands for none."""
    return crc32(name.encode("utf-8", "backslashreplace")) or 1
