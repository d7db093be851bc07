"""What a checkpoint's probabilities are worth: before and after calibration, in and out of the band, by target."""

import json
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.model.labels import STANCES
from detente.model.prediction import Prediction
from detente.model.text.statement_id import statement_id
from detente.train.evaluate.certainty import certainty_of
from detente.train.evaluate.evaluation import evaluate
from detente.train.evaluate.report import EvaluationReport
from detente.train.labels.pairs import LabelledPair


class Sure:
    """Answers every pair `hostile` with the probability that it is told, or with an error where that is None."""

    def __init__(self, scores):
        self._scores = scores

    def predict_pairs(self, pairs):
        return [self._predict(*pair, score) for pair, score in zip(pairs, self._scores, strict=True)]

    def _predict(self, text, target, score):
        if score is None:
            return Prediction(text, target, error="statement is empty")
        shares = {name: score if name == "hostile" else (1 - score) / 2 for name in STANCES}
        return Prediction(text, target, "hostile", score, shares, "JP")


def pair(number, target, label):
    text = f"Statement {number}."
    return LabelledPair(statement_id(text), text, target, label, None if label == "neutral" else "JP")


def settings(*, temperature=1.0, too_close_below=0.5):
    return SimpleNamespace(temperature=temperature, too_close_below=too_close_below)


def evaluated(scores, labels, targets=None, **given):
    targets = targets or ["US"] * len(labels)
    pairs = [pair(n, *of) for n, of in enumerate(zip(targets, labels, strict=True))]
    evaluation = evaluate(Sure(scores), pairs)
    return evaluation, certainty_of(evaluation, pairs, settings(**given))


def test_the_band_has_its_share_of_the_pairs_and_its_accuracy():
    scores = [0.9, 0.9, 0.8, 0.55, 0.5]
    labels = ["hostile", "hostile", "neutral", "neutral", "hostile"]
    _, found = evaluated(scores, labels, too_close_below=0.6)
    assert found.decided.coverage == pytest.approx(3 / 5)
    assert found.decided.accuracy == pytest.approx(2 / 3)
    assert found.decided.too_close_accuracy == pytest.approx(1 / 2)


def test_calibration_is_told_before_and_after():
    # After division by 2 the probability is 0.8; before it the odds to each other stance were 8 squared.
    _, found = evaluated([0.8] * 10, ["hostile"] * 8 + ["neutral"] * 2, temperature=2.0)
    assert found.after.calibration_error == pytest.approx(0, abs=1e-9)
    assert found.before.calibration_error == pytest.approx(64 / 66 - 0.8)
    assert [of.pairs for of in found.before.bins] == [of.pairs for of in found.after.bins] == [10]


def test_pairs_that_could_not_be_predicted_leave_targets_in_their_places():
    scores = [None, 0.9, None, 0.6]
    _, found = evaluated(scores, ["neutral", "hostile", "neutral", "neutral"], ["KR", "US", "CN", "KP"])
    assert {name: (of.pairs, of.accuracy) for name, of in found.by_target.items()} == {
        "US": (1, 1.0),
        "KP": (1, 0.0),
    }
    assert found.by_target["US"].confidence == pytest.approx(0.9)
    assert found.by_target["KP"].calibration_error == pytest.approx(0.6)


@given(
    st.lists(
        st.tuples(st.floats(0.34, 1.0), st.sampled_from(STANCES), st.sampled_from(["US", "CN"])),
        min_size=1,
        max_size=40,
    ),
    st.floats(0.0, 1.0),
)
def test_the_parts_add_up_to_the_whole(rows, below):
    scores, labels, targets = zip(*rows, strict=True)
    evaluation, found = evaluated(list(scores), labels, targets, too_close_below=below, temperature=1.3)
    decided, coverage = found.decided, found.decided.coverage
    assert (decided.accuracy is None) == (coverage == 0)
    assert (decided.too_close_accuracy is None) == (coverage == 1)
    together = coverage * (decided.accuracy or 0) + (1 - coverage) * (decided.too_close_accuracy or 0)
    assert together == pytest.approx(evaluation.accuracy.value)
    assert sum(of.pairs for of in found.by_target.values()) == len(rows)
    assert found.after.calibration_error == pytest.approx(evaluation.calibration_error)


def test_a_report_tells_it_in_both_files():
    evaluation, found = evaluated(
        [0.9, 0.55], ["hostile", "neutral"], ["US", "KR"], too_close_below=0.6, temperature=1.25
    )
    report = EvaluationReport("x", "y", "ab" * 32, "cd" * 6, {"one": evaluation}, certainty={"one": found})
    page = report.to_markdown()
    assert "## What the probabilities of one are worth" in page
    assert "| too close to call, below 0.6 | 50.0% of the pairs |" in page
    assert "| accuracy of these | 0.000 |" in page
    assert "| accuracy of the rest | 1.000 |" in page
    assert "with temperature 1.25" in page
    assert "| KR | 1 | 0.550 | 0.000 |" in page
    content = json.loads(report.to_json())["certainty"]["one"]
    assert content["decided"] == {"coverage": 0.5, "accuracy": 1.0, "too_close_accuracy": 0.0}
    assert content["after"]["calibration_error"] == pytest.approx(found.after.calibration_error, abs=1e-6)
    assert set(content["by_target"]) == {"KR", "US"}


def test_where_the_band_is_empty_no_accuracy_is_made_up():
    evaluation, found = evaluated([0.9], ["hostile"], too_close_below=0.1)
    report = EvaluationReport("x", "y", "ab" * 32, "cd" * 6, {"one": evaluation}, certainty={"one": found})
    assert "| accuracy of these | - |" in report.to_markdown()
    assert json.loads(report.to_json())["certainty"]["one"]["decided"]["too_close_accuracy"] is None
