"""What a run says of the checkpoint that it started from and of its own, on the same pairs."""

import json

import pytest

from detente.model.labels import STANCES
from detente.model.prediction import Prediction
from detente.train.evaluate.before_after import BeforeAfter, compare_before_after
from detente.train.labels.pairs import LabelledPair, statement_id

TEXTS = [f"Seoul, {number}." for number in range(12)]
PAIRS = [
    LabelledPair(statement_id(text), text, "KR", STANCES[number % 3]) for number, text in enumerate(TEXTS)
]


def predicted(stances, *, top):
    return [
        Prediction(
            statement=None,
            target="KR",
            stance=stance,
            probabilities={name: top if name == stance else (1 - top) / 2 for name in STANCES},
        )
        for stance in stances
    ]


RIGHT = predicted([pair.label for pair in PAIRS], top=0.9)
WRONG = predicted([STANCES[(number + 1) % 3] for number in range(12)], top=0.9)
UNABLE = [Prediction(None, target="KR", error="is not mentioned")] * 12


def compare(before, after):
    return compare_before_after("small 0", PAIRS, before=before, after=after, fitted_to=False)


def test_differences_are_after_less_before():
    found = compare(WRONG[:6] + RIGHT[6:], RIGHT)
    assert (found.macro_f1.before, found.macro_f1.after) == (pytest.approx(0.5), 1)
    assert found.macro_f1.difference.value == pytest.approx(0.5)
    assert found.macro_f1.difference.low > 0
    assert (found.calibration_error.before, found.calibration_error.after) == (
        pytest.approx(0.4),
        pytest.approx(0.1),
    )
    assert found.calibration_error.difference.value == pytest.approx(-0.3)
    assert found.calibration_error.difference.high > found.calibration_error.difference.low


def test_the_same_predictions_differ_by_nothing():
    found = compare(RIGHT, RIGHT)
    for change in (found.macro_f1, found.calibration_error):
        assert (change.difference.low, change.difference.high) == (0, 0)


def test_pairs_that_one_could_not_predict_are_left_out():
    assert compare(UNABLE[:4] + RIGHT[4:], RIGHT[:8] + UNABLE[8:]).pairs == 4
    assert compare(UNABLE, RIGHT) is None


def test_a_comparison_comes_back_from_json_as_it_was_written():
    found = compare(WRONG, RIGHT)
    assert BeforeAfter.from_content(json.loads(json.dumps(found.content()))) == found
    assert "+1.000 (+1.000 to +1.000)" in list(found.lines())[1]


def test_the_scores_are_told_from_those_of_the_network_in_training():
    first = next(compare(WRONG, RIGHT).lines())
    assert (
        first == "12 dev pairs as `detente predict` runs them, small 0 before and the new checkpoint after:"
    )
