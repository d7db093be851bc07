"""Recalibration learns from labels, leaves a row's own document out, and stays put without them."""

import numpy as np
from samples import made_probabilities, made_rows, made_truth

from detente.measure.estimate import EstimationRows
from detente.measure.estimate.recalibration import recalibrate


def test_probabilities_stay_as_they_are_without_two_labelled_documents():
    rows = made_rows(50, 1)
    assert np.array_equal(recalibrate(rows), rows.probabilities)


def test_a_lean_is_unlearnt():
    draw = np.random.default_rng(4)
    truth = made_truth(4_000, draw)
    leaning = made_probabilities(truth, draw, lean=1.5)
    labels = np.where(np.arange(4_000) < 1_000, truth, -1)
    rows = EstimationRows(leaning, labels, np.where(labels >= 0, 0.25, np.nan), np.arange(4_000))
    mean = recalibrate(rows).mean(axis=0)
    assert np.abs(leaning.mean(axis=0) - [0.2, 0.3, 0.5]).max() > 0.15
    assert np.abs(mean - [0.2, 0.3, 0.5]).max() < 0.05


def test_a_row_is_fitted_without_the_labels_of_its_document():
    rows = made_rows(200, 60, documents=40)
    own = int(np.flatnonzero(rows.labelled)[0])
    labels = rows.labels.copy()
    labels[own] = (labels[own] + 1) % 3
    changed = EstimationRows(rows.probabilities, labels, rows.drawn, rows.clusters)
    first, second = recalibrate(rows), recalibrate(changed)
    family = rows.clusters == rows.clusters[own]
    assert np.array_equal(first[family], second[family])
    assert not np.allclose(first[~family], second[~family])


def test_probabilities_sum_to_one():
    assert np.allclose(recalibrate(made_rows()).sum(axis=1), 1)
