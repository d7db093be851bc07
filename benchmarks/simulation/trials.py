"""Draws of populations and samples, and a tally of how often intervals hold the truth and how wide they are."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from detente.measure.estimate.assistance import METHODS, Method, assisting_predictions
from detente.measure.estimate.figures import FIGURES, read_figure
from detente.measure.estimate.fitting import Fit, fit_labels, fit_predictions
from detente.measure.estimate.rows import UNLABELLED, EstimationRows
from simulation.designs import DESIGNS, DOCUMENT_DESIGNS, Drawn, Population
from simulation.laws import Law

Floats = NDArray[np.float64]
NAIVE: Final = "naive"


@dataclass(slots=True)
class Tally:
    """What became of one design, size and method under a law; sums over draws, one entry a figure of FIGURES."""

    law: str
    design: str
    size: int
    method: str
    draws: int = 0
    held: Floats = field(default_factory=lambda: np.zeros(len(FIGURES)))
    width: Floats = field(default_factory=lambda: np.zeros(len(FIGURES)))
    error: Floats = field(default_factory=lambda: np.zeros(len(FIGURES)))

    def add(self, fit: Fit, truth: Floats) -> None:
        """Count one draw."""
        self.draws += 1
        for place, (name, taken) in enumerate(FIGURES.items()):
            interval, true = read_figure(fit, name).interval(), float(truth @ taken)
            self.held[place] += interval.low <= true <= interval.high
            self.width[place] += interval.width
            self.error[place] += interval.value - true


def simulate(law: Law, *, draws: int, population: int, sizes: Sequence[int], seed: int) -> list[Tally]:
    """Draw populations and samples; the samples of a draw, of all designs and sizes, share their population."""
    rng = np.random.default_rng(seed)
    designs = DESIGNS if law.documents is None else DOCUMENT_DESIGNS
    found = {
        (design, size, method): Tally(law.name, design, size, method)
        for design in designs
        for size in sizes
        for method in METHODS
    }
    naive = Tally(law.name, NAIVE, 0, NAIVE)
    for draw in range(draws):
        places, documents = law.draw(population, rng)
        seen = Population(law.probabilities[places], law.targets[places], documents)
        unlabelled = _rows(seen, law.labels[places], (np.zeros(0, dtype=np.int64), np.zeros(0), None))
        naive.add(fit_predictions(unlabelled, seen.probabilities.argmax(axis=1)), law.truth)
        for design, sample in designs.items():
            for size in sizes:
                rows = _rows(seen, law.labels[places], sample(seen, size, rng))
                for method in METHODS:
                    found[design, size, method].add(_fit(rows, method, draw), law.truth)
    return [naive, *found.values()]


def _rows(population: Population, labels: NDArray[np.int64], drawn: Drawn) -> EstimationRows:
    places, chances, strata = drawn
    known = np.full(len(labels), UNLABELLED)
    known[places] = labels[places]
    probability = np.full(len(labels), np.nan)
    probability[places] = chances
    return EstimationRows(population.probabilities, known, probability, population.documents, strata)


def _fit(rows: EstimationRows, method: Method, draw: int) -> Fit:
    return fit_labels(rows, assisting_predictions(rows, method=method, seed=draw))
