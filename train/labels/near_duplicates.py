"""Pairs of statements that are nearly the same text, found exactly and without comparing every two."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components
from sklearn.feature_extraction.text import CountVectorizer

from detente.model.text.words import words_of

# Share of bigrams that two statements must have in common: one word changed in ten gives 0.64.
THRESHOLD: Final = 0.6

# Rows compared at a time; bounds memory, not results.
_BLOCK: Final = 4096


class NearDuplicate(NamedTuple):
    """Two positions in the list of texts, the earlier first, and how similar their texts are, 0 to 1."""

    first: int
    second: int
    similarity: float


def find_near_duplicates(texts: Sequence[str], *, threshold: float = THRESHOLD) -> list[NearDuplicate]:
    """Find every two texts whose sets of bigrams have a Jaccard similarity of at least `threshold`.

    Texts are compared without case and punctuation, in Chinese and Japanese sign by sign. The result is sorted by
    position and exact: two such sets must share one of the rarest bigrams of either (prefix filter; Chaudhuri et al.
    2006, A Primitive Operator for Similarity Joins in Data Cleaning), so only texts that do are compared.
    """
    shingles = [_bigrams(text) for text in texts]
    if not any(shingles):
        return []
    counted = CountVectorizer(analyzer=_as_it_is, binary=True, dtype=np.int32).fit_transform(shingles)
    matrix = _rarest_first(counted)
    sizes = np.diff(matrix.indptr)
    prefixes = _prefixes(matrix, sizes, threshold)
    found: list[NearDuplicate] = []
    for start in range(0, len(texts), _BLOCK):
        candidates = (prefixes[start : start + _BLOCK] @ prefixes.T).tocoo()
        first, second = candidates.row + start, candidates.col
        ahead = first < second
        found += _similar(matrix, sizes, first[ahead], second[ahead], threshold)
    return sorted(found)


def near_duplicate_groups(texts: Sequence[str]) -> list[int]:
    """Number the texts so that near-duplicates, and near-duplicates of these, have the same number."""
    pairs = find_near_duplicates(texts)
    first, second = [pair.first for pair in pairs], [pair.second for pair in pairs]
    graph = csr_matrix((np.ones(len(pairs)), (first, second)), shape=(len(texts), len(texts)))
    return [int(group) for group in connected_components(graph, directed=False)[1]]


def _bigrams(text: str) -> list[str]:
    words = words_of(text)
    if len(words) < 2:
        return words
    return [f"{first} {second}" for first, second in pairwise(words)]


def _as_it_is(shingles: list[str]) -> list[str]:
    return shingles


def _rarest_first(matrix: Any) -> Any:
    order = np.argsort(np.asarray(matrix.sum(axis=0)).ravel(), kind="stable")
    ordered = matrix[:, order].tocsr()
    ordered.sort_indices()
    return ordered


def _prefixes(matrix: Any, sizes: NDArray[np.int64], threshold: float) -> Any:
    # The small term keeps a product such as 0.6 * 5 from being rounded up beyond 3.
    lengths = sizes - np.ceil(threshold * sizes - 1e-9).astype(np.int64) + 1
    positions = np.arange(matrix.nnz) - np.repeat(matrix.indptr[:-1], sizes)
    kept = positions < np.repeat(lengths, sizes)
    rows = np.repeat(np.arange(len(sizes)), sizes)[kept]
    return csr_matrix((matrix.data[kept], (rows, matrix.indices[kept])), shape=matrix.shape)


def _similar(
    matrix: Any, sizes: NDArray[np.int64], first: NDArray[Any], second: NDArray[Any], threshold: float
) -> list[NearDuplicate]:
    shared = np.asarray(matrix[first].multiply(matrix[second]).sum(axis=1)).ravel()
    similarity = shared / (sizes[first] + sizes[second] - shared)
    kept = similarity >= threshold
    return [
        NearDuplicate(int(one), int(other), round(float(share), 4))
        for one, other, share in zip(first[kept], second[kept], similarity[kept], strict=True)
    ]
