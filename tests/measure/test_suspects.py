"""Wrong labels are found, right ones left alone, and the counts are those of cleanlab."""

import numpy as np
import pytest
from cleanlab.count import compute_confident_joint

from detente.measure.suspects import confident_joint, find_suspects
from detente.model.errors import InputError
from detente.model.labels import STANCES


def noisy(count=1_500, wrong=60, seed=9):
    draw = np.random.default_rng(seed)
    truth = draw.integers(3, size=count)
    scores = draw.normal(size=(count, 3)) + 4 * np.eye(3)[truth]
    probabilities = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    labels = truth.copy()
    changed = draw.permutation(count)[:wrong]
    labels[changed] = (truth[changed] + 1) % 3
    return probabilities, labels, set(changed.tolist())


def test_labels_made_wrong_are_found():
    probabilities, labels, changed = noisy()
    found = find_suspects(probabilities, [STANCES[code] for code in labels])
    rows = {one.row for one in found.suspects}
    assert len(rows & changed) / len(changed) > 0.85
    assert len(rows & changed) / len(rows) > 0.75
    assert found.wrong_share == pytest.approx(len(changed) / len(labels), abs=0.02)


def test_the_worst_come_first_and_name_what_is_likely():
    probabilities, labels, _ = noisy()
    found = find_suspects(probabilities, [STANCES[code] for code in labels]).suspects
    margins = [one.margin for one in found]
    assert margins == sorted(margins, reverse=True)
    assert all(one.likely != one.label and one.margin > 0 for one in found)


def test_right_labels_raise_no_suspicion():
    probabilities = np.eye(3)[[0, 1, 2] * 20] * 0.9 + 0.1 / 3
    found = find_suspects(probabilities, list(STANCES) * 20)
    assert found.suspects == ()
    assert found.wrong_share == 0


def test_the_joint_is_that_of_cleanlab():
    probabilities, labels, _ = noisy()
    expected = compute_confident_joint(labels, probabilities, calibrate=True)
    assert np.abs(confident_joint(probabilities, labels) - expected).max() <= 1


@pytest.mark.parametrize(
    ("labels", "message"),
    [(["hostile", None], "row 2: has no label"), (["hostile", "bad"], "row 2: unknown")],
)
def test_missing_and_unknown_labels_are_refused(labels, message):
    with pytest.raises(InputError, match=message):
        find_suspects([[0.2, 0.3, 0.5]] * 2, labels)
