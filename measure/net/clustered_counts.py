"""Stances counted by group and document: how many independent rows the rows of a group are worth."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from detente.measure.net.student import NORMAL, student_quantile
from detente.model.labels import STANCES

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]

_SCORES: Final = np.array([1.0, -1.0, 0.0])
# Variances below this are rounding.
_NOTHING: Final = 1e-12


@dataclass(frozen=True, slots=True)
class ClusteredCounts:
    """What was counted in each of some groups.

    `counts` (groups, 3) are the rows of each stance, in the order of STANCES, `documents` (groups,) how many documents
    they come from, and `worth` (groups,) the share of a row that each is worth as an independent one.
    """

    counts: Codes
    documents: Codes
    worth: Floats


def count_clustered(
    groups: Codes, documents: Codes, stances: NDArray[np.int8], *, number: int
) -> ClusteredCounts:
    """Count rows by group, and tell what they are worth by how alike the rows of one document are.

    `groups` (rows,) are numbers below `number`, `documents` (rows,) tell documents apart, `stances` (rows,) are
    places in STANCES. Each group must have a row. The variance of the net stance between documents, against that
    between single rows, is the design effect; where documents are few, Student's t instead of the normal distribution
    is allowed for in it. Where nothing tells how alike the rows are, each document counts once. Source: E. L. Korn
    and B. I. Graubard, "Confidence intervals for proportions with small expected number of positive counts estimated
    from survey data", Survey Methodology 24 (1998).
    """
    numbered = np.unique(documents, return_inverse=True)[1].astype(np.int64)
    width = int(numbered.max(initial=0)) + 1
    cells, index = np.unique(groups * width + numbered, return_inverse=True)
    group_of = cells // width
    scores = _SCORES[stances]
    sums = np.bincount(index, weights=scores)
    sizes = np.bincount(index).astype(np.float64)
    counts = np.bincount(groups * len(STANCES) + stances, minlength=number * len(STANCES))
    counts = counts.reshape(number, len(STANCES)).astype(np.int64)
    total = counts.sum(axis=1).astype(np.float64)
    net = counts @ _SCORES / total
    many = np.bincount(group_of, minlength=number).astype(np.int64)
    squares = np.bincount(group_of, weights=(sums - net[group_of] * sizes) ** 2, minlength=number)
    clustered = squares * many / np.maximum(many - 1, 1) / total**2
    plain = (np.bincount(groups, weights=scores**2, minlength=number) / total - net**2) / np.maximum(
        total - 1, 1
    )
    return ClusteredCounts(counts, many, _worth(clustered, plain, many, total))


def first_of_each(groups: Codes, pairs: NDArray[np.uint64]) -> Codes:
    """Return the rows that are the first of their pair in their group, in no special order.

    `groups` (rows,) number the groups, `pairs` (rows,) are hashes that tell statements and targets apart.
    """
    order = np.lexsort((pairs, groups))
    here, known = groups[order], pairs[order]
    new = np.ones(len(order), dtype=bool)
    new[1:] = (here[1:] != here[:-1]) | (known[1:] != known[:-1])
    return np.asarray(order[new])


def _worth(clustered: Floats, plain: Floats, documents: Codes, rows: Floats) -> Floats:
    known = (plain > _NOTHING) & (documents > 1)
    effect = np.where(known, np.maximum(1.0, clustered / np.where(known, plain, 1.0)), rows / documents)
    quantiles = student_quantile(documents - 1)
    small = np.where(known & (documents < rows), (NORMAL / quantiles) ** 2, 1.0)
    return np.asarray(small / effect)
