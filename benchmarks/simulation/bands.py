"""Draws of predicted rows without labels, and how often the intervals of a report hold the truth."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from detente.measure.net.known_confusion import KnownConfusion
from detente.measure.net.net_bands import net_bands
from detente.measure.net.net_intervals import NET_SCORES
from detente.model.labels import NEUTRAL, STANCES
from simulation.laws import Codes, Law

# Nobody holds a neutral stance.
_NEUTRAL: Final = STANCES.index(NEUTRAL)


@dataclass(frozen=True, slots=True)
class Coverage:
    """Of one law and number of rows: how often intervals hold the truth, and how wide they are on average.

    The first of each allows for chance alone, the second for the known confusion too. `dyads` says that the net stance
    is that of rows that take one.
    """

    law: str
    rows: int
    dyads: bool
    held: tuple[float, float]
    width: tuple[float, float]


def simulate_bands(
    law: Law, *, known: Law, pairs: int, sizes: Sequence[int], draws: int, seed: int
) -> list[Coverage]:
    """Draw rows of a law, and each time anew the `pairs` of `known` that make the table of labels and predictions."""
    found = []
    predicted, truth = law.probabilities.argmax(axis=1), law.truth
    for size in sizes:
        held, width = np.zeros((2, 2)), np.zeros((2, 2))
        for draw in range(draws):
            rng = np.random.default_rng([seed, size, draw])
            table = _table(known, known.draw(pairs, rng)[0])
            drawn, documents = law.draw(size, rng)
            for dyads in (False, True):
                true = _net(truth, dyads=dyads)
                for place, confusion in enumerate((None, table)):
                    low, high = _ends(predicted[drawn], documents, dyads=dyads, confusion=confusion)
                    held[int(dyads), place] += low <= true <= high
                    width[int(dyads), place] += high - low
        found += [
            Coverage(law.name, size, dyads, tuple(held[int(dyads)] / draws), tuple(width[int(dyads)] / draws))
            for dyads in (False, True)
        ]
    return found


def _table(law: Law, drawn: Codes) -> KnownConfusion:
    counts = np.zeros((len(STANCES), len(STANCES)), dtype=np.int64)
    np.add.at(counts, (law.labels[drawn], law.probabilities[drawn].argmax(axis=1)), 1)
    return KnownConfusion(law.name, tuple(tuple(row) for row in counts.tolist()))


def _net(shares: np.ndarray, *, dyads: bool) -> float:
    return float(NET_SCORES @ shares / (1 - shares[_NEUTRAL] if dyads else 1))


def _ends(
    predicted: Codes, documents: Codes, *, dyads: bool, confusion: KnownConfusion | None
) -> tuple[float, float]:
    kept = predicted != _NEUTRAL if dyads else np.ones(len(predicted), dtype=bool)
    if not kept.any():
        return -1.0, 1.0
    [band] = net_bands(
        np.zeros(int(kept.sum()), dtype=np.int64),
        documents=documents[kept],
        pairs=np.arange(int(kept.sum()), dtype=np.uint64),
        stances=predicted[kept].astype(np.int8),
        number=1,
        of_dyads=dyads,
        confusion=confusion,
    )
    return band.low, band.high
