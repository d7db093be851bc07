"""Draws of populations and samples, and a tally of how often intervals hold the truth and how wide they are."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Final, TextIO

import numpy as np

from detente.measure.estimate.assistance import power_between
from detente.measure.estimate.figures import FIGURES, read_figure
from detente.measure.estimate.fitting import Fit, fit_labels, fit_predictions
from detente.measure.estimate.recalibration import recalibrate
from detente.measure.estimate.rows import UNLABELLED, EstimationRows
from detente.measure.options import METHODS, Method
from simulation.designs import DESIGNS, DOCUMENT_DESIGNS, Design, Drawn, Population, population_of
from simulation.laws import Codes, Floats, Law

NAIVE: Final = "naive"
KEPT_EVERY: Final = 50


@dataclass(frozen=True, slots=True)
class Plan:
    """How many draws, of how many rows, with how many labels, from which seed; the designs, all if none is named."""

    draws: int
    population: int
    sizes: tuple[int, ...]
    seed: int
    designs: tuple[str, ...] = ()

    def of(self, law: Law) -> dict[str, Design]:
        """Return the designs by which samples of a law are drawn."""
        known = DESIGNS if law.documents is None else DOCUMENT_DESIGNS
        return {name: known[name] for name in self.designs or known if name in known}


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
        if (draw + 1) % KEPT_EVERY == 0 or draw + 1 == plan.draws:
            _keep(kept, tallies)
            print(f"{law.name}: {draw + 1:,} of {plan.draws:,} draws", file=progress, flush=True)
    return tallies


def _start(law: Law, plan: Plan) -> list[Tally]:
    cells = [(design, size, method) for design in plan.of(law) for size in plan.sizes for method in METHODS]
    return [Tally(law.name, NAIVE, 0, NAIVE), *(Tally(law.name, *cell) for cell in cells)]


def _count(law: Law, plan: Plan, draw: int, tallies: list[Tally]) -> None:
    rng = np.random.default_rng([plan.seed, draw])
    places, documents = law.draw(plan.population, rng)
    seen = population_of(law.probabilities[places], law.targets[places], documents)
    nothing = _folded_rows(law, places, seen, (np.zeros(0, dtype=np.int64), np.zeros(0), None))
    naive, *rest = tallies
    naive.add(fit_predictions(nothing, nothing.probabilities.argmax(axis=1)), law.truth)
    found = {(tally.design, tally.size, tally.method): tally for tally in rest}
    for name, design in plan.of(law).items():
        for size in plan.sizes:
            rows = _folded_rows(law, places, seen, design(seen, size, rng))
            for method, fit in fit_each(rows, draw).items():
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


def _folded_rows(law: Law, places: Codes, population: Population, drawn: Drawn) -> EstimationRows:
    rows = drawn_rows(law, places, population, drawn)
    return fold(rows, places if law.documents is None else law.documents[places])


def drawn_rows(law: Law, places: Codes, population: Population, drawn: Drawn) -> EstimationRows:
    """Return the rows of a population, which are those of the law at `places`, with the labels of the drawn ones."""
    chosen, chances, strata = drawn
    known = np.full(len(places), UNLABELLED)
    known[chosen] = law.labels[places[chosen]]
    probability = np.full(len(places), np.nan)
    probability[chosen] = chances
    return EstimationRows(population.probabilities, known, probability, population.documents, strata)


def fold(rows: EstimationRows, origin: Codes) -> EstimationRows:
    """Return the rows with unlabelled documents that were drawn from one `origin` (rows,) as one, with their count.

    It has the same figures, sooner. Rows that stand alone are documents too. `clusters` run from 0 in the order of the
    rows.
    """
    starts = np.flatnonzero(np.diff(rows.clusters, prepend=-1))
    labelled = np.zeros(len(starts), dtype=bool)
    labelled[rows.clusters[rows.labelled]] = True
    source = np.where(labelled, -1 - np.arange(len(starts)), origin[starts])
    _, first, number = np.unique(source, return_index=True, return_inverse=True)
    kept = np.zeros(len(starts), dtype=bool)
    kept[first] = True
    counts = np.bincount(number)[number].astype(np.float64)
    folded = rows.only(kept[rows.clusters])
    return replace(folded, counts=counts[folded.clusters])


def fit_each(rows: EstimationRows, draw: int) -> dict[Method, Fit]:
    """Fit the rows by each method, as `fit_groups` does, with the fit of the labels alone made once."""
    alone = fit_labels(rows, np.zeros_like(rows.probabilities))
    power = power_between(alone, fit_labels(rows, rows.probabilities))
    return {
        "ppi": fit_labels(rows, power * rows.probabilities),
        "dsl": fit_labels(rows, recalibrate(rows, seed=draw)),
        "hand": alone,
    }
