"""What a page counts in: cells, and the findings that they show."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.measure.net.known_confusion import KnownConfusion
from detente.report.cells.axes import Axes
from detente.report.cells.cells import Cells, count_cells
from detente.report.cells.findings import find_in_cells
from detente.report.cells.page_cells import fitting_cells
from detente.report.cells.sentences import Sentences
from detente.report.rows.series import Series


@dataclass(frozen=True, slots=True)
class PageCounts:
    """The cells of a page, as numbers and as JSON has them, and its findings as sentences.

    `findings` has `sentences`, as `Sentences.write` makes them, and `looks`, among how many comparisons they were
    found.
    """

    cells: Cells
    counted: dict[str, Any]
    findings: dict[str, Any]


def count_page(
    rows: NDArray[np.void],
    series: Iterable[Series],
    *,
    axes: Axes,
    publishers: Sequence[str],
    names: Mapping[str, str],
    confusion: KnownConfusion | None,
) -> PageCounts:
    """Count the kept rows in cells and search them for findings.

    `rows` are as `KeptRows` has them. `publishers` are the names that may get cells of their own, the most frequent
    first, and `names` what is shown for targets and sources.
    """
    numbered = list(series)

    def count(some: Sequence[str]) -> Cells:
        return count_cells(rows, numbered, axes=axes, publishers=some)

    cells, counted = fitting_cells(count, publishers)
    found = find_in_cells(cells, time=axes.time, confusion=confusion)
    sentences = Sentences(cells, names=names, time=axes.time)
    return PageCounts(
        cells,
        counted,
        {"sentences": [sentences.write(one) for one in found.findings], "looks": found.looks},
    )
