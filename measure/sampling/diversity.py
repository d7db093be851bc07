"""Statements unlike each other, found by the words in them."""

import zlib
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from detente.model.text.words import words_of

# Among how many pairs, drawn at random, unlike ones are sought: 40 MB of features.
CANDIDATES: Final = 20_000
WIDTH: Final = 512


def hashed_words(texts: Sequence[str]) -> NDArray[np.float32]:
    """Return a vector of length 1 for each text: its words, hashed to 512 places and weighted by rarity.

    Feature hashing with signs (Weinberger et al. 2009) and inverse document frequency; a text without words
    gives a zero vector.
    """
    counts = np.zeros((len(texts), WIDTH), dtype=np.float32)
    for row, text in enumerate(texts):
        for word in set(words_of(text)):
            code = zlib.crc32(word.encode("utf-8", "backslashreplace"))
            counts[row, code % WIDTH] += 1 if code & 0x80000000 else -1
    rarity = np.log((1 + len(texts)) / (1 + (counts != 0).sum(axis=0))) + 1
    weighted = counts * rarity.astype(np.float32)
    lengths = np.linalg.norm(weighted, axis=1, keepdims=True)
    return np.asarray(weighted / np.maximum(lengths, 1e-12), dtype=np.float32)


def spread_out(
    features: NDArray[np.float32], number: int, *, rng: np.random.Generator
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Choose `number` rows far from each other, farthest first (k-center: Gonzalez 1985, Sener and Savarese 2018).

    The first row is drawn by chance; each next one is the farthest from its nearest row chosen so far. Returns
    the rows in that order, and the mean squared distance from the nearest chosen row that is left after each.
    """
    chosen = [int(rng.integers(len(features)))]
    distances = _squared(features, chosen[0])
    left = []
    while True:
        left.append(float(np.maximum(distances, 0.0).mean()))
        distances[chosen[-1]] = -1.0  # never again, also where all that is left equals something chosen
        if len(chosen) == number:
            return np.array(chosen, dtype=np.int64), np.array(left)
        chosen.append(int(distances.argmax()))
        free = distances >= 0
        distances[free] = np.minimum(distances, _squared(features, chosen[-1]))[free]


def _squared(features: NDArray[np.float32], row: int) -> NDArray[np.float64]:
    lengths = np.einsum("ij,ij->i", features, features)
    squares = (lengths + lengths[row] - 2 * (features @ features[row])).astype(np.float64)
    # In float32, equal vectors come out a millionth apart.
    return np.where(squares < 1e-5, 0.0, squares)
