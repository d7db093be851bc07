"""What a page counts in: cells, and the findings that they show."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.measure.net.known_confusion import KnownConfusion
from detente.measure.periods import Period
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
    period: Period | None,
    periods: Sequence[int],
    targets: Sequence[str],
    sources: Sequence[str],
    publishers: Sequence[str],
    names: Mapping[str, str],
    confusion: KnownConfusion | None,
) -> PageCounts:
    """Count the kept rows in cells and search them for findings.

    `rows` are as `KeptRows` has them; `periods` are the first days of the periods, as `date` ordinals. `targets`,
    `sources` and `publishers` are the names that get cells of their own, the most frequent first, and `names` what
    is shown for targets and sources.
    """
    numbered = list(series)
    index = {day: number for number, day in enumerate(periods)}

    def count(some: Sequence[str]) -> Cells:
        return count_cells(
            rows,
            numbered,
            period=period,
            periods=index,
            targets=targets,
            sources=sources,
            publishers=some,
        )

    cells, counted = fitting_cells(count, publishers)
    days = [date.fromordinal(day).isoformat() for day in periods]
    found = find_in_cells(cells, periods=days, period=period, confusion=confusion)
    sentences = Sentences(cells, names=dict(names), periods=days, period=period)
    return PageCounts(
        cells,
        counted,
        {"sentences": [sentences.write(one) for one in found.findings], "looks": found.looks},
    )
