"""Rows taken in blocks, so that what is counted of millions of them needs the memory of few."""

from collections.abc import Iterator
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]

MOST_ROWS: Final = 65_536


def hash_blocks(hashes: NDArray[np.integer[Any]], *, most: int = MOST_ROWS) -> Iterator[Whole]:
    """Yield the numbers of rows, in ascending order, in blocks of about `most`.

    `hashes` (rows,) are evenly spread; rows of one hash are in one block, which is larger where they are more.
    """
    number = -(-len(hashes) // most)
    if number <= 1:
        if len(hashes):
            yield np.arange(len(hashes))
        return
    block_of = np.empty(len(hashes), dtype=np.uint16)
    for start in range(0, len(hashes), most):
        block_of[start : start + most] = hashes[start : start + most].astype(np.uint64) % np.uint64(number)
    for block in range(number):
        yield np.flatnonzero(block_of == block)


def row_slices(rows: int, *, most: int = MOST_ROWS) -> Iterator[slice]:
    """Yield slices of at most `most` rows that follow each other."""
    for start in range(0, rows, most):
        yield slice(start, min(start + most, rows))


def equal_runs(groups: NDArray[np.integer[Any]], hashes: NDArray[np.uint64]) -> tuple[Whole, Whole]:
    """Return an order of rows in which those of one group and hash follow each other, and where in it each run begins.

    Both arguments are (rows,). In a run the rows keep their order.
    """
    order = np.lexsort((hashes, groups))
    here, known = groups[order], hashes[order]
    new = np.ones(len(order), dtype=bool)
    new[1:] = (here[1:] != here[:-1]) | (known[1:] != known[:-1])
    return order, np.flatnonzero(new)
