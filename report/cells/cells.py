"""Statements counted in cells: one for each publisher, target, source and period that has any."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from detente.measure.net.hash_blocks import equal_runs, hash_blocks, row_slices
from detente.measure.net.net_intervals import NET_SCORES
from detente.measure.types import Codes
from detente.model.labels import STANCES
from detente.report.cells.axes import Axes
from detente.report.cells.coded_rows import ANY, NONE, CodedRows, period_codes
from detente.report.cells.summed_keys import SummedKeys
from detente.report.rows.series import Series

# What the page writes for statements without a publisher.
UNNAMED: Final = ""

# Whole numbers, so that sums are exact.
_SCORES: Final = NET_SCORES.astype(np.int64)
_ONE_OF_EACH: Final = np.eye(len(STANCES), dtype=np.int64)


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
    axes: Axes,
    publishers: Sequence[str],
) -> Cells:
    """Count rows, as `KeptRows` has them, in cells.

    `series` are those whose numbers the rows have, and `publishers` are in the order of their codes. Targets and
    publishers beyond those named are put together.
    """
    when = period_codes(rows, axes.time)
    kept, repeats = _first_of_each(when, rows["pair"])
    coded = CodedRows(rows, when, series, axes=axes, publishers=publishers)
    keys, counts = _tally(coded, kept)
    return Cells(
        (*publishers, UNNAMED, None),
        (*axes.targets, None),
        tuple(axes.sources),
        keys,
        counts,
        _clusters(coded, kept),
        repeats,
    )


def _first_of_each(
    when: NDArray[np.int32], pairs: NDArray[np.uint64]
) -> tuple[Codes, dict[tuple[int, int], int]]:
    # The rows that are the first of their statement and target in their period, and how often each of those occurs.
    firsts: list[Codes] = []
    repeats: dict[tuple[int, int], int] = {}
    for block in hash_blocks(pairs):
        here, known = when[block], pairs[block]
        order, starts = equal_runs(here, known)
        sizes = np.diff(np.append(starts, len(order)))
        firsts.append(block[order[starts]])
        several, times = order[starts[sizes > 1]], sizes[sizes > 1].tolist()
        keys = zip(known[several].tolist(), here[several].tolist(), strict=True)
        repeats |= zip(keys, times, strict=True)
    return np.sort(np.concatenate(firsts)) if firsts else np.zeros(0, dtype=np.int64), repeats


def _tally(coded: CodedRows, kept: Codes) -> tuple[Codes, Codes]:
    sums = SummedKeys(len(STANCES))
    for some in row_slices(len(kept)):
        keys, stances, _ = coded.of(kept[some])
        sums.add(keys, _ONE_OF_EACH[stances])
    return sums.sums()


def _clusters(coded: CodedRows, kept: Codes) -> Clusters:
    levels = [SummedKeys(4) for _ in range(3)]
    for block in hash_blocks(coded.documents(kept)):
        some = coded.of(kept[block])
        of_all, of_targets = some.keys.copy(), some.keys.copy()
        of_all[:, 1:3] = ANY
        of_targets[:, 2] = ANY
        named = some.keys[:, 2] != NONE
        levels[0].add(*_excess(of_all, some.stances, some.documents))
        levels[1].add(*_excess(of_targets, some.stances, some.documents))
        levels[2].add(*_excess(some.keys[named], some.stances[named], some.documents[named]))
    found = [level.sums() for level in levels]
    return Clusters(
        np.concatenate([keys for keys, _ in found]), np.concatenate([excess for _, excess in found])
    )


def _excess(keys: Codes, stances: Codes, documents: NDArray[np.uint64]) -> tuple[Codes, Codes]:
    if not len(keys):
        return np.zeros((0, 4), dtype=np.int64), np.zeros((0, 4), dtype=np.int64)
    score = _SCORES[stances]
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
