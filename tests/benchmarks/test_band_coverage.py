"""The benchmark of intervals without labels: how far errors lean, and how often intervals hold."""

import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

from simulation.band_tables import band_table, leaning_table
from simulation.bands import simulate_bands
from simulation.laws import corpus_laws, cut_laws
from simulation.leaning import measure_leaning
from simulation.predicted import PredictedRow

from detente.measure.net.known_confusion import KnownConfusion
from detente.model.labels import STANCES

KNOWN = KnownConfusion("test.jsonl", ((90, 0, 10), (0, 90, 10), (50, 50, 100)))


def made_rows(*, lean: bool, corpora: int = 40, size: int = 30) -> list[PredictedRow]:
    """Half of the true stances are neutral and predicted otherwise, in each corpus to one side or to both."""
    draw = np.random.default_rng(5)
    rows = []
    for corpus in range(corpora):
        for _ in range(size):
            wrong = draw.random() < 0.5
            side = corpus % 2 if lean else int(draw.integers(2))
            label = "neutral" if wrong else STANCES[int(draw.integers(3))]
            shares = np.eye(3)[side if wrong else STANCES.index(label)]
            rows.append(PredictedRow("US", label, f"corpus {corpus}", "2020", None, tuple(shares.tolist())))
    return rows


def test_errors_that_lean_by_corpus_are_alike_and_others_are_not():
    leaning, even = (measure_leaning(made_rows(lean=lean), KNOWN).lean for lean in (True, False))
    assert leaning > 0.3
    assert even == pytest.approx(0, abs=0.02)


def test_the_known_confusion_makes_intervals_hold_where_errors_lean():
    rows = made_rows(lean=True, corpora=4, size=100)
    laws, corpora = cut_laws(rows)[:1], corpus_laws(rows)
    found = [
        one
        for law in (*laws, *corpora)
        for one in simulate_bands(law, known=laws[0], pairs=400, sizes=[300], draws=4, seed=1)
    ]
    assert all(one.width[0] < one.width[1] and one.held[0] <= one.held[1] for one in found)
    text = band_table(laws, corpora, found, draws=4, dyads=False)
    assert text.count("\n| corpus ") == 4
    assert "mean of the 4 corpora" in text
    assert "| counted |" in leaning_table(measure_leaning(rows, KNOWN), used="0.1")
