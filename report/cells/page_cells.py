"""Cells as a page carries them: numbers in runs, as many publishers as fit into so many bytes."""

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

import numpy as np

from detente.measure.types import Codes
from detente.report.cells.cells import Cells
from detente.report.cells.coded_rows import NONE

MOST_BYTES: Final = 1_200_000
MOST_PUBLISHERS: Final = 40


def fitting_cells(
    count: Callable[[Sequence[str]], Cells], publishers: Sequence[str], *, most_bytes: int = MOST_BYTES
) -> tuple[Cells, dict[str, Any]]:
    """Return cells and their form for a page, with the most publishers, up to 40, that fit into `most_bytes`.

    `publishers` are the names, the most frequent first, and `count` returns the cells for some of them. Where even
    one publisher beside all others is too much, all are put together.
    """
    named = list(publishers[:MOST_PUBLISHERS])
    while True:
        cells = count(named)
        made = page_cells(cells)
        if not named or len(json.dumps(made, separators=(",", ":"))) <= most_bytes:
            return cells, made
        named = named[: len(named) // 2]


def page_cells(cells: Cells) -> dict[str, Any]:
    """Return cells as JSON has them.

    `publishers` are names, null for all others and "" for none. Each run of `counts` begins with the codes of
    publisher, target and source and goes through periods: how far on from the one before (from -1 at first, which is
    no period), then cooperative and hostile statements and, where there is no source, neutral ones. Runs of
    `clusters` do so with the four numbers of `Clusters`.
    """
    return {
        "publishers": list(cells.publishers),
        "counts": [
            list(run) for run in _runs(cells.keys, cells.counts, lambda key: 3 if key[2] == NONE else 2)
        ],
        "clusters": [list(run) for run in _runs(cells.clusters.keys, cells.clusters.excess, lambda _: 4)],
    }


def _runs(keys: Codes, values: Codes, width: Callable[[tuple[int, ...]], int]) -> Iterator[list[int]]:
    order = np.lexsort(keys.T[::-1])
    run: list[int] = []
    begun: tuple[int, ...] | None = None
    at, reached = 0, NONE
    for key, row in zip(keys[order].tolist(), values[order].tolist(), strict=True):
        if begun != (begin := tuple(key[:3])):
            if run:
                yield run
            begun, reached, at = begin, NONE, width(begin)
            run = list(begin)
        run += [key[3] - reached, *row[:at]]
        reached = key[3]
    if run:
        yield run
