"""Columns are checked before anything is estimated."""

import numpy as np
import pandas as pd
import pytest

from detente.measure.estimate import gather_rows, weights_warning
from detente.model.errors import InputError

SURE = [[0.2, 0.3, 0.5]] * 3


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"labels": [1, None, None]}, "row 1: unknown label 1; accepted are cooperative"),
        ({"labels": ["hostil", None, None]}, "row 1: unknown label 'hostil'; did you mean 'hostile'"),
        ({"p_drawn": [None, None, None]}, "row 1: is labelled but has no p_drawn"),
        ({"p_drawn": [0.0, None, None]}, "row 1: p_drawn is 0; accepted is above 0"),
        ({"p_drawn": [1.5, None, None]}, "row 1: p_drawn is 1.5"),
        ({"p_drawn": [0.5]}, "need 3 rows"),
        ({"clusters": ["a"]}, "need 3 rows"),
        ({"probabilities": [[0.2, 0.3, 0.5], [0.9, 0.9, 0.9], [0, 0, 1]]}, "row 2: probabilities"),
        ({"probabilities": [[0.2, 0.3, 0.5], [0.5, 0.5, float("nan")], [0, 0, 1]]}, "row 2: probabilities"),
        ({"probabilities": [[0.5, 0.5]] * 3}, "one column for each of cooperative"),
    ],
)
def test_faults_are_named(change, message):
    columns = {
        "probabilities": SURE,
        "labels": ["hostile", None, None],
        "p_drawn": [0.5, None, None],
        "clusters": None,
        **change,
    }
    with pytest.raises(InputError, match=message):
        gather_rows(
            columns["probabilities"],
            columns["labels"],
            p_drawn=columns["p_drawn"],
            clusters=columns["clusters"],
        )


def test_p_drawn_of_unlabelled_rows_is_not_used():
    rows = gather_rows(SURE, ["hostile", None, None], p_drawn=[0.5, 0.9, None])
    assert np.isnan(rows.drawn).tolist() == [False, True, True]


@pytest.mark.parametrize("kind", ["object", "string"])
def test_missing_cells_of_a_frame_are_no_labels_and_no_documents(kind):
    frame = pd.DataFrame({"label": ["hostile", None, None], "p": [0.5, None, None], "url": ["a", None, None]})
    labels, urls = frame["label"].astype(kind), frame["url"].astype(kind)
    rows = gather_rows(SURE, labels, p_drawn=frame["p"].astype("Float64"), clusters=urls)
    assert rows.labelled.tolist() == [True, False, False]
    assert rows.clusters.tolist() == [0, 1, 2]


def test_weights_that_stand_for_other_rows_are_said():
    labels = ["hostile"] * 50 + [None] * 950
    fitting = gather_rows([[0.2, 0.3, 0.5]] * 1000, labels, p_drawn=[0.05] * 1000)
    stale = gather_rows([[0.2, 0.3, 0.5]] * 1000, labels, p_drawn=[0.5] * 1000)
    assert weights_warning(fitting) is None
    assert "about 100 different rows, and there are 1,000" in str(weights_warning(stale))
