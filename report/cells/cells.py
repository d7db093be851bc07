"""Statements counted in cells: one for each publisher, target, source and period that has any."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from detente.measure.dates import Exactness, RowDate
from detente.measure.periods import Period, first_day
from detente.model.labels import STANCES
from detente.report.rows.kept_rows import publisher_number
from detente.report.rows.series import Series

Codes = NDArray[np.int64]

# What the page writes for statements without a publisher.
UNNAMED: Final = ""

# The code of no source, of no period, and, in `Clusters`, of any target or any source.
NONE: Final = -1
ANY: Final = -2

_SCORES: Final = np.array([1, -1, 0])


@dataclass(frozen=True, slots=True)
class Clusters:
    """What documents with several statements add to the squares that an interval needs.

    `keys` (clusters, 4) are codes of publisher, target, source and period; target and source are ANY where all of
    them are meant. `excess` (clusters, 4) is by how much the number of documents, and the sums over documents of the
    squared score, of score times statements and of the squared number of statements, exceed those that the same
    statements would give as documents of their own. A document of several publishers or periods counts as one in each.
    """

    keys: Codes
    excess: Codes


@dataclass(frozen=True, slots=True)
class Cells:
    """Statements in cells.

    `publishers` are names by code, then UNNAMED for none and None for all others; `targets` and
    `sources` likewise, where the target None stands for all others. `keys` (cells, 4) are codes of publisher, target,
    source and period, NONE for no source and no period; `counts` (cells, 3) are in the order of STANCES. A statement
    that occurs again in a period, toward the same target, counts once; `repeats` maps its hash and period to how
    often it occurs.
    """

    publishers: tuple[str | None, ...]
    targets: tuple[str | None, ...]
    sources: tuple[str, ...]
    keys: Codes
    counts: Codes
    clusters: Clusters
    repeats: Mapping[tuple[int, int], int]


def count_cells(
    rows: NDArray[np.void],
    series: Iterable[Series],
    *,
    period: Period | None,
    periods: Mapping[int, int],
    targets: Sequence[str],
    sources: Sequence[str],
    publishers: Sequence[str],
) -> Cells:
    """Count rows, as `KeptRows` has them, in cells.

    `series` are those whose numbers the rows have. `periods` maps the first day of each period to its index.
    `targets`, `sources` and `publishers` are in the order of their codes; targets and publishers beyond them are put
    together.
    """
    when = _period_codes(rows, period, periods)
    kept, repeats = _first_of_each(when, rows["pair"])
    of_series = _series_codes(series, targets, sources)
    target, source, stance = of_series[rows["series"][kept]].T
    publisher, names = _publisher_codes(rows["publisher"][kept], publishers)
    keys, counts = _tally(np.stack([publisher, target, source, when[kept]], axis=1), stance)
    return Cells(
        names,
        (*targets, None),
        tuple(sources),
        keys,
        counts,
        _clusters(publisher, target, source, when[kept], stance, rows["document"][kept]),
        repeats,
    )


def _period_codes(rows: NDArray[np.void], period: Period | None, periods: Mapping[int, int]) -> Codes:
    # The index of the period of each row; NONE without a date that is exact enough.
    if period is None or not len(rows):
        return np.full(len(rows), NONE, dtype=np.int64)
    days, index = np.unique(rows["day"], return_inverse=True)
    starts = [periods.get(first_day(int(day), period), NONE) if day else NONE for day in days]
    fits = np.array([RowDate(1, exactness).within(period) for exactness in Exactness])
    return np.where(fits[rows["exactness"]], np.array(starts, dtype=np.int64)[index.reshape(-1)], NONE)


def _series_codes(series: Iterable[Series], targets: Sequence[str], sources: Sequence[str]) -> Codes:
    # Target, source and stance of each series, by its number.
    target_codes = {target: code for code, target in enumerate(targets)}
    source_codes = {source: code for code, source in enumerate(sources)}
    numbered = list(series)
    codes = np.zeros((max((one.number for one in numbered), default=-1) + 1, 3), dtype=np.int64)
    for one in numbered:
        target = len(targets) if one.target is None else target_codes.get(one.target, len(targets))
        source = NONE if one.source is None else source_codes[one.source]
        codes[one.number] = target, source, one.column
    return codes


def _publisher_codes(
    numbers: NDArray[np.uint32], names: Sequence[str]
) -> tuple[Codes, tuple[str | None, ...]]:
    # Those without a publisher have the code after the names, all others the one after that.
    found, index = np.unique(numbers, return_inverse=True)
    codes = {publisher_number(name): code for code, name in enumerate(names)} | {0: len(names)}
    of_number = np.array([codes.get(int(number), len(names) + 1) for number in found], dtype=np.int64)
    return of_number[index.reshape(-1)], (*names, UNNAMED, None)


def _first_of_each(when: Codes, pairs: NDArray[np.uint64]) -> tuple[Codes, dict[tuple[int, int], int]]:
    # The rows that are the first of their statement and target in their period, and how often each of those occurs.
    if not len(pairs):
        return np.zeros(0, dtype=np.int64), {}
    order = np.lexsort((pairs, when))
    new = np.ones(len(order), dtype=bool)
    new[1:] = (when[order][1:] != when[order][:-1]) | (pairs[order][1:] != pairs[order][:-1])
    starts = np.flatnonzero(new)
    sizes = np.diff(np.append(starts, len(order)))
    first = order[starts]
    several = first[sizes > 1]
    repeats = {
        (int(pairs[row]), int(when[row])): int(size)
        for row, size in zip(several, sizes[sizes > 1], strict=True)
    }
    return np.sort(first), repeats


def _tally(keys: Codes, stance: Codes) -> tuple[Codes, Codes]:
    found, index = np.unique(keys, axis=0, return_inverse=True)
    width = len(STANCES)
    counts = np.bincount(index.reshape(-1) * width + stance, minlength=len(found) * width)
    return found, counts.reshape(-1, width).astype(np.int64)


def _clusters(
    publisher: Codes, target: Codes, source: Codes, when: Codes, stance: Codes, documents: NDArray[np.uint64]
) -> Clusters:
    anything = np.full(len(target), ANY)
    score = _SCORES[stance]
    named = source != NONE
    levels = [
        _excess(np.stack([publisher, anything, anything, when], axis=1), score, documents),
        _excess(np.stack([publisher, target, anything, when], axis=1), score, documents),
        _excess(np.stack([publisher, target, source, when], axis=1)[named], score[named], documents[named]),
    ]
    return Clusters(
        np.concatenate([keys for keys, _ in levels]), np.concatenate([excess for _, excess in levels])
    )


def _excess(keys: Codes, score: Codes, documents: NDArray[np.uint64]) -> tuple[Codes, Codes]:
    if not len(keys):
        return np.zeros((0, 4), dtype=np.int64), np.zeros((0, 4), dtype=np.int64)
    found, group = np.unique(keys, axis=0, return_inverse=True)
    numbered = np.unique(documents, return_inverse=True)[1].reshape(-1)
    both, cluster = np.unique(group.reshape(-1) * (int(numbered.max()) + 1) + numbered, return_inverse=True)
    of_cluster = np.zeros(len(both), dtype=np.int64)
    of_cluster[cluster.reshape(-1)] = group.reshape(-1)
    rows = np.bincount(cluster.reshape(-1))
    sums = np.bincount(cluster.reshape(-1), weights=score).astype(np.int64)
    many = rows > 1
    added = np.stack([1 - rows, sums**2, sums * rows, rows**2 - rows], axis=1)[many]
    excess = np.zeros((len(found), 4), dtype=np.int64)
    np.add.at(excess, of_cluster[many], added)
    # Of the statements in such documents, what they would add one by one.
    alone = many[cluster.reshape(-1)]
    np.add.at(excess[:, 1], group.reshape(-1)[alone], -(score[alone] ** 2))
    np.add.at(excess[:, 2], group.reshape(-1)[alone], -score[alone])
    told = excess[:, 3] > 0
    return found[told], excess[told]
