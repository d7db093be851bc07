"""Draws of populations and samples, and a tally of how often intervals hold the truth and how wide they are."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Final, TextIO

import numpy as np
from numpy.typing import NDArray

from detente.measure.estimate.assistance import METHODS, Method, power_between
from detente.measure.estimate.figures import FIGURES, read_figure
from detente.measure.estimate.fitting import Fit, fit_labels, fit_predictions
from detente.measure.estimate.recalibration import recalibrate
from detente.measure.estimate.rows import UNLABELLED, EstimationRows
from simulation.designs import DESIGNS, DOCUMENT_DESIGNS, Drawn, Population, population_of
from simulation.laws import Law

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]
NAIVE: Final = "naive"
_KEPT_EVERY: Final = 50


@dataclass(frozen=True, slots=True)
class Plan:
    """How many draws, of how many rows, with how many labels, from which seed."""

    draws: int
    population: int
    sizes: tuple[int, ...]
    seed: int


@dataclass(slots=True)
class Tally:
    """What became of one design, size and method under a law; sums over draws, one entry a figure of FIGURES."""

    law: str
    design: str
    size: int
    method: str
    draws: int = 0
    held: list[float] = field(default_factory=lambda: [0.0] * len(FIGURES))
    width: list[float] = field(default_factory=lambda: [0.0] * len(FIGURES))
    error: list[float] = field(default_factory=lambda: [0.0] * len(FIGURES))

    def add(self, fit: Fit, truth: Floats) -> None:
        """Count one draw."""
        self.draws += 1
        for place, (name, taken) in enumerate(FIGURES.items()):
            interval, true = read_figure(fit, name).interval(), float(truth @ taken)
            self.held[place] += interval.low <= true <= interval.high
            self.width[place] += interval.width
            self.error[place] += interval.value - true


def simulate(law: Law, plan: Plan, *, folder: Path, progress: TextIO) -> list[Tally]:
    """Draw populations and samples of one law, or go on where an interrupted run stopped.

    The samples of a draw, of all designs and sizes, share their population. Each draw has its own seed, so that a
    resumed run gives what an uninterrupted one does. Counts are kept in `folder`.
    """
    key = hashlib.sha256(repr((law.name, law.probabilities.tobytes(), law.labels.tobytes(), plan)).encode())
    kept = folder / f"counts-{key.hexdigest()[:12]}.json"
    tallies = _resume(kept) or _start(law, plan)
    for draw in range(tallies[0].draws, plan.draws):
        _count(law, plan, draw, tallies)
        if (draw + 1) % _KEPT_EVERY == 0 or draw + 1 == plan.draws:
            _keep(kept, tallies)
            print(f"{law.name}: {draw + 1:,} of {plan.draws:,} draws", file=progress, flush=True)
    return tallies


def _start(law: Law, plan: Plan) -> list[Tally]:
    designs = DESIGNS if law.documents is None else DOCUMENT_DESIGNS
    cells = [(design, size, method) for design in designs for size in plan.sizes for method in METHODS]
    return [Tally(law.name, NAIVE, 0, NAIVE), *(Tally(law.name, *cell) for cell in cells)]


def _count(law: Law, plan: Plan, draw: int, tallies: list[Tally]) -> None:
    rng = np.random.default_rng([plan.seed, draw])
    places, documents = law.draw(plan.population, rng)
    seen = population_of(law.probabilities[places], law.targets[places], documents)
    nothing = _rows(law, places, seen, (np.zeros(0, dtype=np.int64), np.zeros(0), None))
    naive, *rest = tallies
    naive.add(fit_predictions(nothing, nothing.probabilities.argmax(axis=1)), law.truth)
    found = {(tally.design, tally.size, tally.method): tally for tally in rest}
    designs = DESIGNS if law.documents is None else DOCUMENT_DESIGNS
    for name, design in designs.items():
        for size in plan.sizes:
            rows = _rows(law, places, seen, design(seen, size, rng))
            for method, fit in _fits(rows, draw).items():
                found[name, size, method].add(fit, law.truth)


def _resume(kept: Path) -> list[Tally] | None:
    if not kept.exists():
        return None
    return [Tally(**one) for one in json.loads(kept.read_text(encoding="utf-8"))]


def _keep(kept: Path, tallies: Sequence[Tally]) -> None:
    kept.parent.mkdir(parents=True, exist_ok=True)
    part = kept.with_suffix(".part")
    part.write_text(json.dumps([asdict(tally) for tally in tallies]), encoding="utf-8")
    part.replace(kept)


def _rows(law: Law, places: Codes, population: Population, drawn: Drawn) -> EstimationRows:
    chosen, chances, strata = drawn
    if law.documents is None:
        return _folded(law, places, population, drawn)
    known = np.full(len(places), UNLABELLED)
    known[chosen] = law.labels[places[chosen]]
    probability = np.full(len(places), np.nan)
    probability[chosen] = chances
    return EstimationRows(population.probabilities, known, probability, population.documents, strata)


def _folded(law: Law, places: Codes, population: Population, drawn: Drawn) -> EstimationRows:
    # Unlabelled rows that were drawn from one row of the law are one, with their count: the same figures, sooner.
    chosen, chances, strata = drawn
    counts = np.bincount(places, minlength=len(law.labels)) - np.bincount(
        places[chosen], minlength=len(law.labels)
    )
    left = np.flatnonzero(counts)
    source = np.concatenate([places[chosen], left])
    stratum_of = np.zeros(len(law.labels), dtype=np.int64)
    stratum_of[places] = population.strata
    nothing = np.full(len(left), np.nan)
    return EstimationRows(
        law.probabilities[source],
        np.concatenate([law.labels[places[chosen]], np.full(len(left), UNLABELLED)]),
        np.concatenate([chances, nothing]),
        np.arange(len(source)),
        None if strata is None else stratum_of[source],
        np.concatenate([np.ones(len(chosen)), counts[left].astype(np.float64)]),
    )


def _fits(rows: EstimationRows, draw: int) -> dict[Method, Fit]:
    # What `fit_groups` does, with the fit of the labels alone made once.
    alone = fit_labels(rows, np.zeros_like(rows.probabilities))
    power = power_between(alone, fit_labels(rows, rows.probabilities))
    return {
        "ppi": fit_labels(rows, power * rows.probabilities),
        "dsl": fit_labels(rows, recalibrate(rows, seed=draw)),
        "hand": alone,
    }
