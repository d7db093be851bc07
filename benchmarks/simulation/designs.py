"""The designs that a sample is labelled by, as `detente label sample` draws them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from detente.measure.sampling.designs import draw_by_doubt, draw_random, draw_stratified
from detente.model.labels import STANCES
from simulation.laws import Codes, Floats


@dataclass(frozen=True, slots=True)
class Population:
    """What a design sees of a population: predictions, which document a row is of, doubt, and strata.

    `doubt` is one less the score; `strata` number target and predicted stance together.
    """

    probabilities: Floats
    documents: Codes
    doubt: Floats
    strata: Codes


def population_of(probabilities: Floats, targets: Codes, documents: Codes) -> Population:
    """Work out doubt and strata once for all samples of a population."""
    strata = np.asarray(targets * len(STANCES) + probabilities.argmax(axis=1))
    return Population(probabilities, documents, 1 - probabilities.max(axis=1), strata)


# Places of the sample, their probabilities of being drawn, and the strata of all rows if there are any.
Drawn = tuple[Codes, Floats, Codes | None]
Design = Callable[[Population, int, np.random.Generator], Drawn]


def _random(population: Population, size: int, rng: np.random.Generator) -> Drawn:
    return *draw_random(len(population.doubt), size, rng=rng), None


def _stratified(population: Population, size: int, rng: np.random.Generator) -> Drawn:
    return *draw_stratified(population.strata, size, rng=rng), population.strata


def _doubt(population: Population, size: int, rng: np.random.Generator) -> Drawn:
    return *draw_by_doubt(population.doubt, size, rng=rng), None


def _documents(population: Population, size: int, rng: np.random.Generator) -> Drawn:
    # Whole documents, as many as hold about `size` rows.
    count = int(population.documents.max()) + 1
    number = max(2, round(size * count / len(population.documents)))
    chosen = np.zeros(count, dtype=bool)
    chosen[rng.permutation(count)[:number]] = True
    places = np.flatnonzero(chosen[population.documents])
    return places, np.full(len(places), number / count), None


DESIGNS: Final[dict[str, Design]] = {
    "random": _random,
    "stratified": _stratified,
    "doubt": _doubt,
}
DOCUMENT_DESIGNS: Final[dict[str, Design]] = {**DESIGNS, "whole documents": _documents}
