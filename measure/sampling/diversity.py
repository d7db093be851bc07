"""Statements unlike each other, found by the words in them."""

import re
import zlib
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

# Among how many pairs, drawn at random, unlike ones are sought: 40 MB of features.
CANDIDATES: Final = 20_000
WIDTH: Final = 512

_WORD = re.compile(r"\w+")


def hashed_words(texts: Sequence[str]) -> NDArray[np.float32]:
    """Return a vector of length 1 for each text: its words, hashed to 512 places and weighted by rarity.

    Feature hashing with signs (Weinberger et al. 2009) and inverse document frequency; a text without words
    gives a zero vector.
    """
    counts = np.zeros((len(texts), WIDTH), dtype=np.float32)
    for row, text in enumerate(texts):
        for word in set(_WORD.findall(text.casefold())):
            code = zlib.crc32(word.encode("utf-8", "backslashreplace"))
            counts[row, code % WIDTH] += 1 if code & 0x80000000 else -1
    rarity = np.log((1 + len(texts)) / (1 + (counts != 0).sum(axis=0))) + 1
    weighted = counts * rarity.astype(np.float32)
    lengths = np.linalg.norm(weighted, axis=1, keepdims=True)
    return np.asarray(weighted / np.maximum(lengths, 1e-12), dtype=np.float32)


def spread_out(
    features: NDArray[np.float32], number: int, *, rng: np.random.Generator
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Choose `number` rows far from each other by k-means++ seeding (Arthur and Vassilvitskii 2007).

    Each next row is drawn with a probability proportional to its squared distance from the nearest row
    chosen so far. Returns the rows in that order, and the mean squared distance that is left after each.
    """
    chosen = [int(rng.integers(len(features)))]
    distances = _squared(features, chosen[0])
    left = [float(distances.mean())]
    while len(chosen) < number:
        total = distances.sum()
        weights = distances / total if total > 0 else _even(distances, chosen)
        chosen.append(int(rng.choice(len(features), p=weights)))
        distances = np.minimum(distances, _squared(features, chosen[-1]))
        distances[chosen[-1]] = 0.0
        left.append(float(distances.mean()))
    return np.array(chosen, dtype=np.int64), np.array(left)


def _squared(features: NDArray[np.float32], row: int) -> NDArray[np.float64]:
    lengths = np.einsum("ij,ij->i", features, features)
    squares = (lengths + lengths[row] - 2 * (features @ features[row])).astype(np.float64)
    # In float32, equal vectors come out a millionth apart.
    return np.where(squares < 1e-5, 0.0, squares)


def _even(distances: NDArray[np.float64], chosen: list[int]) -> NDArray[np.float64]:
    # All that is left equals something chosen; any of it will do, but nothing twice.
    free = np.ones(len(distances))
    free[chosen] = 0.0
    return np.asarray(free / free.sum())
