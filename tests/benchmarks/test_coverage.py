"""The coverage benchmark: laws, folded populations, resuming, and the table."""

import io
import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

from simulation import trials
from simulation.designs import DOCUMENT_DESIGNS, population_of
from simulation.laws import Law, cut_laws, document_law
from simulation.predicted import PredictedRow
from simulation.tables import coverage_table
from simulation.trials import Plan, drawn_rows, fit_each, fold, simulate

from detente.measure.estimate.figures import FIGURES, read_figure
from detente.model.labels import STANCES, TARGETS


def made_rows(count=200, *, documents=None):
    draw = np.random.default_rng(3)
    truth = draw.integers(3, size=count)
    scores = np.exp(draw.normal(size=(count, 3)) + 2 * np.eye(3)[truth])
    shares = scores / scores.sum(axis=1, keepdims=True)
    return [
        PredictedRow(
            TARGETS[row % 4],
            STANCES[truth[row]],
            "kcna_made" if row % 2 else "news",
            "2024-05-01" if row % 3 else "2011-05-01",
            None if documents is None else f"d{row % documents}",
            tuple(shares[row].tolist()),
        )
        for row in range(count)
    ]


def test_laws_are_cut_by_corpus_and_year():
    laws = {law.name: law for law in cut_laws(made_rows())}
    assert [len(law.labels) for law in laws.values()] == [200, 100, 133]
    assert laws["all rows"].truth.sum() == pytest.approx(1)


def test_documents_are_drawn_whole():
    law = document_law(made_rows(documents=20))
    places, documents = law.draw(400, np.random.default_rng(1))
    first = places[documents == 0]
    assert sorted(first.tolist()) == np.flatnonzero(law.documents == law.documents[first[0]]).tolist()
    assert len(places) == 400


@pytest.mark.parametrize("documents", [None, 40])
@pytest.mark.parametrize("design", DOCUMENT_DESIGNS)
def test_a_folded_population_has_the_figures_of_the_unfolded(design, documents):
    rows = made_rows(documents=documents)
    law = cut_laws(rows)[0] if documents is None else document_law(rows)
    rng = np.random.default_rng(6)
    places, clusters = law.draw(3_000, rng)
    seen = population_of(law.probabilities[places], law.targets[places], clusters)
    unfolded = drawn_rows(law, places, seen, DOCUMENT_DESIGNS[design](seen, 150, rng))
    folded = fold(unfolded, places if documents is None else law.documents[places])
    assert len(folded) < len(unfolded) == 3_000
    for method in ("ppi", "hand"):
        one, other = fit_each(folded, 0)[method], fit_each(unfolded, 0)[method]
        for name in FIGURES:
            assert read_figure(one, name).value == pytest.approx(read_figure(other, name).value)
            assert read_figure(one, name).variance == pytest.approx(read_figure(other, name).variance)


def test_an_interrupted_run_gives_what_an_uninterrupted_one_does(tmp_path, monkeypatch):
    law = cut_laws(made_rows())[0]
    plan = Plan(draws=4, population=500, sizes=(40,), seed=2)
    whole = simulate(law, plan, folder=tmp_path / "whole", progress=io.StringIO())
    monkeypatch.setattr(trials, "KEPT_EVERY", 2)
    drawn, draw = [], Law.draw

    def stopped_at_the_fourth(self, size, rng):
        drawn.append(size)
        if len(drawn) == 4:
            raise KeyboardInterrupt
        return draw(self, size, rng)

    monkeypatch.setattr(Law, "draw", stopped_at_the_fourth)
    with pytest.raises(KeyboardInterrupt):
        simulate(law, plan, folder=tmp_path / "parts", progress=io.StringIO())
    resumed = simulate(law, plan, folder=tmp_path / "parts", progress=io.StringIO())
    assert resumed == whole
    # The third draw was not kept yet when the run was stopped.
    assert len(drawn) == 4 + 2


def test_one_design_alone_is_drawn_as_among_the_others(tmp_path):
    law = cut_laws(made_rows())[0]
    whole = Plan(draws=3, population=400, sizes=(40, 60), seed=2)
    alone = Plan(draws=3, population=400, sizes=(40,), seed=2, designs=("random",))
    every = simulate(law, whole, folder=tmp_path, progress=io.StringIO())
    found = simulate(law, alone, folder=tmp_path, progress=io.StringIO())
    assert {(one.design, one.size) for one in found} == {("naive", 0), ("random", 40)}
    assert all(one in every for one in found)


def test_the_table_has_a_row_for_each_design_and_size(tmp_path):
    rows = made_rows(documents=20)
    laws = [cut_laws(rows)[0], document_law(rows)]
    plan = Plan(draws=2, population=400, sizes=(40,), seed=2)
    tallies = [one for law in laws for one in simulate(law, plan, folder=tmp_path, progress=io.StringIO())]
    text = coverage_table(laws, tallies, draws=plan.draws, population=plan.population)
    assert text.count("| random | 40 |") == 2
    assert text.count("| whole documents | 40 |") == 1
    assert "Naive coverage" in text
