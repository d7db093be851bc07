"""Least squares on hand labels with the help of predictions, and what each document adds to its error.

The coefficients are those of all rows on the assisting predictions plus those of the labelled rows, weighted by one
over their probability of being drawn, on what the predictions missed (Angelopoulos et al. 2023, arXiv 2301.11453,
with the weights of Egami et al. 2023, arXiv 2306.04746). A design of a single column of ones gives shares.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.measure.estimate.rows import Codes, EstimationRows
from detente.measure.estimate.small_samples import degrees_of_freedom, pseudo_label_variance
from detente.model.errors import InputError
from detente.model.labels import STANCES

Floats = NDArray[np.float64]

# Rows whose influence is computed at a time; bounds memory, not results.
_BLOCK = 50_000


@dataclass(frozen=True, slots=True)
class Fit:
    """Coefficients with their sampling error in pieces.

    `values` (columns, 3) are coefficients for each column of the design and each stance. `clusters` (documents,)
    are cluster numbers, and `influence` (documents, columns, 3) how far each moves the coefficients: the sum of
    its squares is their variance. `pseudo` (columns, columns) scales the variance that labels not seen may hide,
    `freedom` (columns,) are degrees of freedom. `labels` is how many rows were labelled; `rows_variance`
    (columns, 3) is the part of the variance that more labels would not lower.
    """

    values: Floats
    clusters: Codes
    influence: Floats
    pseudo: Floats
    freedom: Floats
    labels: int
    rows_variance: Floats


def fit_labels(rows: EstimationRows, assist: Floats, *, design: Floats | None = None) -> Fit:
    """Fit the stances to a design, by hand labels and assisting predictions.

    `assist` (rows, 3) are predictions for all rows, zeros to use the labels alone; `design` (rows, columns)
    defaults to ones. The variance is the jackknife's, each labelled document left out in turn (CR3, which is
    HC3 for single rows; Bell and McCaffrey 2002), with the predictions held as they are. Raises InputError where
    the labelled rows are too few, or lie too close in the design, to tell its columns apart.
    """
    columns = np.ones((len(rows), 1)) if design is None else design
    known = np.flatnonzero(rows.labelled)
    weights = 1 / rows.drawn[known]
    missed = np.eye(len(STANCES))[rows.labels[known]] - assist[known]
    inside = columns[known]
    _check_rank(inside, columns)
    outer_inverse = np.linalg.inv(columns.T @ columns)
    gram = (inside * weights[:, None]).T @ inside
    from_all = outer_inverse @ (columns.T @ assist)
    correction = np.linalg.solve(gram, (inside * weights[:, None]).T @ missed)
    scores = inside[:, :, None] * (missed - inside @ correction)[:, None, :]
    numbers, place = np.unique(rows.clusters, return_inverse=True)
    scores, shift = _centre_by_stratum(rows, known, scores)
    shift = np.einsum("ab,sbk->sak", np.linalg.inv(gram), shift)
    influence = _rows_influence(rows, columns @ outer_inverse, assist - columns @ from_all, place, shift)
    rows_variance = (influence**2).sum(axis=0)
    labelled, inverse = np.unique(place[known], return_inverse=True)
    influence[labelled] += _left_out(scores * weights[:, None, None], inside, weights, gram, inverse)
    directions = inside @ np.linalg.inv(gram)
    return Fit(
        from_all + correction,
        numbers,
        influence,
        pseudo_label_variance(directions, weights),
        degrees_of_freedom(directions, weights, inverse),
        len(known),
        rows_variance,
    )


def _check_rank(inside: Floats, columns: Floats) -> None:
    if not len(inside):
        raise InputError("no row is labelled")
    if np.linalg.matrix_rank(columns) < columns.shape[1]:
        raise InputError("the columns of the design depend on each other; leave one out")
    if np.linalg.matrix_rank(inside) < columns.shape[1]:
        raise InputError(
            f"{len(inside)} labelled rows cannot tell the design's {columns.shape[1]} columns apart"
        )


def _rows_influence(
    rows: EstimationRows, directions: Floats, spread: Floats, place: NDArray[np.intp], shift: Floats
) -> Floats:
    # What each document adds through the predictions of its rows, and through the size of its rows' strata.
    count = int(place.max()) + 1
    width = directions.shape[1] * spread.shape[1]
    total = np.zeros((count, width))
    for start in range(0, len(place), _BLOCK):
        block = slice(start, start + _BLOCK)
        part = (directions[block, :, None] * spread[block, None, :]).reshape(-1, width)
        if rows.strata is not None:
            part = part + shift[rows.strata[block]].reshape(-1, width)
        for column in range(width):
            total[:, column] += np.bincount(place[block], weights=part[:, column], minlength=count)
    return total.reshape(count, directions.shape[1], spread.shape[1])


def _centre_by_stratum(rows: EstimationRows, known: Codes, scores: Floats) -> tuple[Floats, Floats]:
    # In a stratified sample only the spread within strata is the sample's; their means belong to the rows.
    if rows.strata is None:
        return scores, np.zeros((1, *scores.shape[1:]))
    strata = rows.strata[known]
    count = int(rows.strata.max()) + 1
    sizes = np.bincount(strata, minlength=count)
    flat = scores.reshape(len(known), -1)
    sums = np.stack([np.bincount(strata, weights=column, minlength=count) for column in flat.T], axis=1)
    # A stratum with one label says nothing of its spread: it is left as it is, which errs on the wide side.
    usable = sizes >= 2
    means = np.where(usable[:, None], sums / np.maximum(sizes, 1)[:, None], 0.0)
    grow = np.where(usable, np.sqrt(sizes / np.maximum(sizes - 1, 1)), 1.0)
    centred = (flat - means[strata]) * grow[strata, None]
    return centred.reshape(scores.shape), means.reshape(count, *scores.shape[1:])


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
