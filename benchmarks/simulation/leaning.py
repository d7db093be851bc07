"""How far errors of one corpus toward one target lean the same way, and which centre of an interval is nearest."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from detente.measure.net.known_confusion import KnownConfusion
from detente.measure.net.net_intervals import NET_SCORES
from simulation.laws import Floats
from simulation.predicted import PredictedRow, columns

CENTRES: Final = ("counted", "labels among predictions", "predictions among labels")
_FEWEST: Final = 25
_RESAMPLED: Final = 2_000


@dataclass(frozen=True, slots=True)
class Leaning:
    """What groups of one corpus and target tell.

    `lean` is the intraclass correlation of errors of the net stance, with its standard error from resampling `groups`.
    `errors` are the root mean squared errors of the centres CENTRES, over the `large` groups of 25 rows or more.
    """

    lean: float
    standard_error: float
    groups: int
    errors: tuple[float, ...]
    large: int


def measure_leaning(rows: Sequence[PredictedRow], confusion: KnownConfusion) -> Leaning:
    """Compare predictions with labels in groups; rows of one document are not compared with each other."""
    table = np.array(confusion.table, dtype=np.float64)
    squares = ((NET_SCORES[:, None] - NET_SCORES[None, :]) ** 2 * table).sum(axis=0) / table.sum(axis=0)
    groups: dict[tuple[str, str], list[PredictedRow]] = {}
    for row in rows:
        groups.setdefault((row.corpus, row.target), []).append(row)
    parts, errors = [], []
    for those in groups.values():
        found, labels = columns(those)
        predicted = found.argmax(axis=1)
        error = NET_SCORES[predicted] - NET_SCORES[labels]
        names = [row.document or str(number) for number, row in enumerate(those)]
        document = np.unique(names, return_inverse=True)[1]
        sums, sizes = np.bincount(document, weights=error), np.bincount(document)
        others = len(those) ** 2 - (sizes**2).sum()
        if others:
            # Divided so that a group counts by its rows and not by its pairs of rows.
            pairs = np.array([error.sum() ** 2 - (sums**2).sum(), others * squares[predicted].mean()])
            parts.append(pairs / len(those))
        if len(those) >= _FEWEST:
            errors.append(_centres(predicted, table) - NET_SCORES[labels].mean())
    told = np.array(parts)
    lean = told[:, 0].sum() / told[:, 1].sum()
    rng = np.random.default_rng(13)
    drawn = told[rng.integers(len(told), size=(_RESAMPLED, len(told)))].sum(axis=1)
    mean = np.sqrt((np.array(errors) ** 2).mean(axis=0))
    return Leaning(
        float(lean), float((drawn[:, 0] / drawn[:, 1]).std()), len(told), tuple(mean.tolist()), len(errors)
    )


def _centres(predicted: NDArray[np.intp], table: Floats) -> Floats:
    shares = np.bincount(predicted, minlength=3) / len(predicted)
    labels = NET_SCORES @ (table / table.sum(axis=0)) @ shares
    recalled = (table / table.sum(axis=1, keepdims=True)).T
    return np.array([NET_SCORES @ shares, labels, NET_SCORES @ np.linalg.solve(recalled, shares)])
