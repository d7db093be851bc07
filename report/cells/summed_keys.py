"""Numbers summed by key, block by block."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from detente.measure.types import Codes

# A key in one number: its four codes, which begin at -2, in 16 bits each, so that keys sort by their codes.
_SHIFTS: Final = np.array([48, 32, 16, 0], dtype=np.uint64)
_FIRST: Final = -2

_AT_ONCE: Final = 65_536


class SummedKeys:
    """Sums rows of `width` numbers by their keys, of four codes each: whole numbers from -2 to 65,533."""

    def __init__(self, width: int) -> None:
        self._keys = np.zeros(0, dtype=np.uint64)
        self._sums = np.zeros((0, width), dtype=np.int64)
        self._waiting: list[tuple[NDArray[np.uint64], Codes]] = []

    def add(self, keys: Codes, values: Codes) -> None:
        """Add the numbers (rows, width) to those of their keys (rows, 4)."""
        packed = ((keys - _FIRST).astype(np.uint64) << _SHIFTS).sum(axis=1, dtype=np.uint64)
        self._waiting.append((packed, values))
        if sum(len(waiting) for waiting, _ in self._waiting) >= _AT_ONCE:
            self._sum()

    def sums(self) -> tuple[Codes, Codes]:
        """Return the keys, sorted, and their sums."""
        self._sum()
        codes = (self._keys[:, None] >> _SHIFTS) & np.uint64(0xFFFF)
        return codes.astype(np.int64) + _FIRST, self._sums

    def _sum(self) -> None:
        keys = np.concatenate([self._keys, *(keys for keys, _ in self._waiting)])
        values = np.concatenate([self._sums, *(values for _, values in self._waiting)])
        self._keys, index = np.unique(keys, return_inverse=True)
        self._sums = np.zeros((len(self._keys), values.shape[1]), dtype=np.int64)
        np.add.at(self._sums, index, values)
        self._waiting = []
