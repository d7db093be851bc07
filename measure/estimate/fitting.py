"""Least squares on hand labels with the help of predictions, and what each document adds to its error.

The coefficients are those of all rows on the assisting predictions plus those of the labelled rows, weighted by one
over their probability of being drawn, on what the predictions missed (Angelopoulos et al. 2023, arXiv 2301.11453,
with the weights of Egami et al. 2023, arXiv 2306.04746). A design of a single column of ones gives shares.
"""

import math
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from detente.measure.estimate.rows import EstimationRows
from detente.measure.estimate.small_samples import (
    degrees_of_freedom,
    expected_errors,
    pseudo_label_scale,
    working_variance,
)
from detente.measure.estimate.strata import centre_by_stratum
from detente.measure.types import Codes, Floats
from detente.model.errors import InputError, number_of
from detente.model.labels import STANCES

# Rows whose influence is computed at a time; bounds memory, not results.
_BLOCK: Final = 50_000


@dataclass(frozen=True, slots=True)
class Fit:
    """Coefficients, for each column of a design and each stance, and what their sampling error is made of.

    `values` are (columns, 3). `influence` (documents, columns, 3) is how far each document of `clusters`
    (documents,) moves them: the sum of its squares is their variance. `pseudo` (columns, columns) and `errors` (3, 3)
    multiply to the variance of one pseudo-label. `freedom` (columns,) are degrees of freedom, `labels` and
    `documents` how many rows and documents are labelled. `fixed` (documents, columns, 3) is the part of `influence`
    that more labels would not lower. `shared` (strata, columns, 3) ties the fit to those of other groups with labels of
    the same strata, as `centre_by_stratum` has it.
    """

    values: Floats
    clusters: Codes
    influence: Floats
    fixed: Floats
    pseudo: Floats
    errors: Floats
    freedom: Floats
    labels: int
    documents: int
    shared: Floats


def fit_labels(rows: EstimationRows, assist: Floats, *, design: Floats | None = None) -> Fit:
    """Fit the stances to a design by hand labels and assisting predictions.

    `assist` (rows, 3) are predictions for all rows, zeros to use the labels alone; `design` (rows, columns)
    defaults to ones. The variance is the jackknife's, each labelled document left out in turn (CR3, which is
    HC3 for single rows; Bell and McCaffrey 2002), with the predictions held as they are. Raises InputError where
    the labelled rows are too few, or lie too close in the design, to tell its columns apart.
    """
    columns = np.ones((len(rows), 1)) if design is None else design
    known = np.flatnonzero(rows.labelled)
    inside = columns[known]
    _check_rank(inside, columns)
    weights = 1 / rows.drawn[known]
    weighted = inside * weights[:, None]
    missed = np.eye(len(STANCES))[rows.labels[known]] - assist[known]
    directions = columns @ np.linalg.inv(columns.T @ (columns * rows.multiplicity[:, None]))
    from_all = (directions * rows.multiplicity[:, None]).T @ assist
    gram = weighted.T @ inside
    correction = np.linalg.solve(gram, weighted.T @ missed)
    scores = inside[:, :, None] * (missed - inside @ correction)[:, None, :]
    scores, spared, shared = centre_by_stratum(rows, known, scores)
    shift = np.einsum("ab,sbk->sak", np.linalg.inv(gram), spared)
    clusters, index = np.unique(rows.clusters, return_inverse=True)
    fixed = _rows_influence(rows, directions, assist - columns @ from_all, index, shift)
    labelled, document = np.unique(index[known], return_inverse=True)
    influence = fixed.copy()
    influence[labelled] += _left_out(scores * weights[:, None, None], inside, weights, gram, document)
    moves = weighted @ np.linalg.inv(gram)
    variance = working_variance(assist[known])
    return Fit(
        values=from_all + correction,
        clusters=clusters,
        influence=influence,
        fixed=fixed,
        pseudo=pseudo_label_scale(moves, variance),
        errors=expected_errors(rows.probabilities, rows.multiplicity),
        freedom=degrees_of_freedom(moves, variance, document),
        labels=len(known),
        documents=len(labelled),
        shared=np.einsum("ab,sbk->sak", np.linalg.inv(gram), shared),
    )


def fit_predictions(rows: EstimationRows, predicted: Codes, *, design: Floats | None = None) -> Fit:
    """Fit predicted stances to a design as if they were true: the naive figure, clustered by document.

    `predicted` (rows,) are indices in STANCES; `design` is as in `fit_labels`. The variance is NaN where there is one
    document only, which tells nothing of the spread between documents. Raises InputError where columns of the design
    depend on each other.
    """
    columns = np.ones((len(rows), 1)) if design is None else design
    _check_rank(columns, columns)
    outcomes = np.eye(len(STANCES))[predicted]
    directions = columns @ np.linalg.inv(columns.T @ (columns * rows.multiplicity[:, None]))
    values = (directions * rows.multiplicity[:, None]).T @ outcomes
    clusters, index = np.unique(rows.clusters, return_inverse=True)
    plain = replace(rows, strata=None)
    none = np.zeros((1, columns.shape[1], len(STANCES)))
    influence = _rows_influence(plain, directions, outcomes - columns @ values, index, none)
    many = len(clusters)
    influence = influence * (math.sqrt(many / (many - 1)) if many > 1 else math.nan)
    width = columns.shape[1]
    return Fit(
        values=values,
        clusters=clusters,
        influence=influence,
        fixed=influence,
        pseudo=np.zeros((width, width)),
        errors=np.zeros((len(STANCES), len(STANCES))),
        freedom=np.full(width, max(1.0, many - width)),
        labels=0,
        documents=0,
        shared=np.zeros((1, width, len(STANCES))),
    )


def _check_rank(inside: Floats, columns: Floats) -> None:
    if not len(inside):
        raise InputError("no row is labelled")
    if _rank(columns) < columns.shape[1]:
        raise InputError("the columns of the design depend on each other; leave one out")
    if _rank(inside) < columns.shape[1]:
        raise InputError(
            f"{number_of(len(inside), 'labelled row')} cannot tell the design's {columns.shape[1]} columns apart"
        )


def _rank(columns: Floats) -> int:
    # Columns are scaled first, so that a year beside a share does not count as dependent.
    sizes = np.sqrt((columns**2).sum(axis=0))
    scaled = columns / np.where(sizes > 0, sizes, 1.0)
    return int(np.linalg.matrix_rank(scaled.T @ scaled, hermitian=True))


def _rows_influence(
    rows: EstimationRows, directions: Floats, spread: Floats, index: NDArray[np.intp], shift: Floats
) -> Floats:
    # What each document adds through the predictions of its rows, and through the sizes of their strata.
    count = int(index.max()) + 1
    width = directions.shape[1] * spread.shape[1]
    total = np.zeros((count, width))
    if rows.strata is None and not spread.any():
        return total.reshape(count, directions.shape[1], spread.shape[1])
    for start in range(0, len(index), _BLOCK):
        block = slice(start, start + _BLOCK)
        added = (directions[block, :, None] * spread[block, None, :]).reshape(-1, width)
        if rows.strata is not None:
            added = added + shift[rows.strata[block]].reshape(-1, width)
        if rows.counts is not None:
            # Squares add up over the rows that one stands for.
            added = added * np.sqrt(rows.counts[block])[:, None]
        if count == len(index):
            total[index[block]] = added
            continue
        for column in range(width):
            total[:, column] += np.bincount(index[block], weights=added[:, column], minlength=count)
    return total.reshape(count, directions.shape[1], spread.shape[1])


def _left_out(
    scores: Floats, inside: Floats, weights: Floats, gram: Floats, inverse: NDArray[np.intp]
) -> Floats:
    # How far the correction moves where a labelled document is left out: (documents, columns, 3).
    count, columns = int(inverse.max()) + 1, inside.shape[1]
    sums = np.zeros((count, *scores.shape[1:]))
    np.add.at(sums, inverse, scores)
    own = np.zeros((count, columns, columns))
    np.add.at(own, inverse, weights[:, None, None] * inside[:, :, None] * inside[:, None, :])
    rest = gram - own
    # A document that alone carries a column cannot be left out; its own share of the fit stands in.
    alone = np.linalg.matrix_rank(rest, hermitian=True) < columns
    rest[alone] = gram
    return np.asarray(np.linalg.solve(rest, sums))
