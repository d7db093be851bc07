"""Stances counted by group and document: how many independent rows the rows of a group are worth."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from detente.measure.net.hash_blocks import Whole, equal_runs, hash_blocks
from detente.measure.net.net_intervals import NET_SCORES
from detente.measure.net.student import NORMAL, student_quantile
from detente.measure.types import Floats
from detente.model.labels import STANCES

# Of any width: millions of rows are held in the narrowest that fits.
AnyCodes = NDArray[np.integer[Any]]

# Variances below this are rounding.
_NOTHING: Final = 1e-12


@dataclass(frozen=True, slots=True)
class ClusteredCounts:
    """What was counted in each of some groups.

    `counts` (groups, 3) are the rows of each stance, in the order of STANCES, `documents` (groups,) how many documents
    they come from, and `worth` (groups,) the share of a row that each is worth as an independent one.
    """

    counts: Whole
    documents: Whole
    worth: Floats


def count_clustered(
    groups: AnyCodes, documents: AnyCodes, stances: NDArray[np.int8], *, number: int
) -> ClusteredCounts:
    """Count rows by group, and tell what they are worth by how alike the rows of one document are.

    `groups` (rows,) are numbers below `number`, `documents` (rows,) tell documents apart, `stances` (rows,) are
    places in STANCES. Each group must have a row. The variance of the net stance between documents, against that
    between single rows, is the design effect; where documents are few, Student's t instead of the normal distribution
    is allowed for in it. Where nothing tells how alike the rows are, each document counts once. Source: E. L. Korn
    and B. I. Graubard, "Confidence intervals for proportions with small expected number of positive counts estimated
    from survey data", Survey Methodology 24 (1998).
    """
    counts = np.zeros((number, len(STANCES)), dtype=np.int64)
    many = np.zeros(number, dtype=np.int64)
    squares = np.zeros((number, 3), dtype=np.int64)
    for block in hash_blocks(documents):
        of_block = _count_block(
            groups[block].astype(np.int64), documents[block], stances[block], number=number
        )
        for all_of_it, added in zip((counts, many, squares), of_block, strict=True):
            all_of_it += added
    total = counts.sum(axis=1).astype(np.float64)
    net = counts @ NET_SCORES / total
    # The sum over documents of (sum - net * size) ** 2; its parts are whole numbers, so blocks add up exactly.
    between = squares @ [1, 0, 0] - 2 * net * (squares @ [0, 1, 0]) + net**2 * (squares @ [0, 0, 1])
    clustered = np.maximum(between, 0) * many / np.maximum(many - 1, 1) / total**2
    plain = ((counts @ NET_SCORES**2) / total - net**2) / np.maximum(total - 1, 1)
    return ClusteredCounts(counts, many, rows_worth(clustered, plain, documents=many, rows=total))


def _count_block(
    groups: Whole, documents: AnyCodes, stances: NDArray[np.int8], *, number: int
) -> tuple[Whole, Whole, Whole]:
    # By group: rows of each stance; documents; and over documents the sums of squared scores, scores times rows, and
    # squared rows.
    width = len(STANCES)
    counts = np.bincount(groups * width + stances, minlength=number * width).reshape(number, width)
    told, numbered = np.unique(documents, return_inverse=True)
    cells, index = np.unique(groups * len(told) + numbered, return_inverse=True)
    group_of = cells // len(told)
    sums = np.bincount(index, weights=NET_SCORES[stances])
    sizes = np.bincount(index).astype(np.float64)
    squares = [
        np.bincount(group_of, weights=each, minlength=number) for each in (sums**2, sums * sizes, sizes**2)
    ]
    return counts, np.bincount(group_of, minlength=number), np.stack(squares, axis=1).astype(np.int64)


def first_of_each(groups: AnyCodes, pairs: NDArray[np.uint64]) -> Whole:
    """Return the rows that are the first of their pair in their group, in no special order.

    `groups` (rows,) number the groups, below 0 for rows of none, which are left out. `pairs` (rows,) are hashes that
    tell statements and targets apart.
    """
    found = [_first_in_block(groups, pairs, block) for block in hash_blocks(pairs)]
    return np.concatenate(found) if found else np.zeros(0, dtype=np.int64)


def _first_in_block(groups: AnyCodes, pairs: NDArray[np.uint64], block: Whole) -> Whole:
    block = block[groups[block] >= 0]
    order, starts = equal_runs(groups[block], pairs[block])
    return np.asarray(block[order[starts]])


def rows_worth(clustered: Floats, plain: Floats, *, documents: AnyCodes, rows: Floats) -> Floats:
    """Return the share of a row that each row is worth as an independent one, as `count_clustered` has it.

    All are (groups,): the variance of the net stance between documents, that between single rows, and their numbers.
    """
    known = (plain > _NOTHING) & (documents > 1)
    effect = np.where(known, np.maximum(1.0, clustered / np.where(known, plain, 1.0)), rows / documents)
    quantiles = student_quantile(documents - 1)
    small = np.where(known & (documents < rows), (NORMAL / quantiles) ** 2, 1.0)
    return np.asarray(small / effect)
