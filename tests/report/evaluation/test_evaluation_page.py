"""The evaluation page: its numbers are those of the evaluation, and a statement is text wherever it stands."""

import dataclasses
import json

import pytest

from detente.model.classifier import StanceClassifier
from detente.model.labels import STANCES
from detente.model.text.statement_id import statement_id
from detente.report.evaluation.charts import score_domain
from detente.report.evaluation.content import evaluation_content
from detente.report.evaluation.evaluation_page import evaluation_page
from detente.report.page import render_page
from detente.train.evaluate.systems import evaluate_systems
from detente.train.labels.pairs import LabelledPair, write_pairs

HOSTILE_TEXT = '<script>alert(1)</script> & Beijing\'s "port" <img src=x onerror=alert(2)> stayed shut.'


def pair(text, target, label, source=None):
    return LabelledPair(statement_id(text), text, target, label, source, corpus="letters")


PAIRS = [
    pair("Manila thanked Beijing for the ferry.", "CN", "cooperative", "other"),
    pair("Manila blamed Beijing for the ferry.", "CN", "hostile", "other"),
    pair("A ferry left Beijing at noon.", "CN", "neutral"),
    pair("Manila thanked Washington and Seoul for the loan of a crane.", "US", "cooperative", "other"),
    pair("Manila thanked Washington and Seoul for the loan of a crane.", "KR", "cooperative", "other"),
    pair("A crane was lent in Washington.", "US", "neutral"),
    pair(HOSTILE_TEXT, "CN", "neutral"),
]

TEXTS = {pair.id: pair.text for pair in PAIRS}


class Leaning:
    """A checkpoint that predicts one stance for every pair, and has errors for some."""

    def __init__(self, checkpoint, stance, *, failing=()):
        self._classifier, self._stance, self._failing = checkpoint, stance, failing
        self.name, self.finder, self.checkpoint = (
            f"leaning-{stance}",
            checkpoint.finder,
            checkpoint.checkpoint,
        )

    def predict_pairs(self, pairs):
        shares = {stance: 0.7 if stance == self._stance else 0.15 for stance in STANCES}
        return [
            dataclasses.replace(found, error="left out")
            if place in self._failing
            else dataclasses.replace(found, stance=self._stance, score=0.7, probabilities=shares, source=None)
            for place, found in enumerate(self._classifier.predict_pairs(pairs))
        ]


@pytest.fixture(scope="module")
def classifier(tiny_checkpoint):
    return StanceClassifier.from_pretrained(tiny_checkpoint, backend="onnx")


@pytest.fixture
def evaluated(tmp_path):
    def evaluated(*classifiers, worst_shown=10):
        data = tmp_path / "pairs.jsonl"
        write_pairs(data, PAIRS)
        report = evaluate_systems(
            {found.name: found for found in classifiers},
            PAIRS,
            learnt_from=[],
            seed=13,
            command="detente evaluate tiny pairs.jsonl",
            data=data,
            worst_shown=worst_shown,
        )
        return json.loads(report.to_json())

    return evaluated


def shown(evaluation):
    return render_page(evaluation_page(evaluation, texts=TEXTS))


def test_the_numbers_are_those_of_the_evaluation(evaluated, classifier):
    evaluation = evaluated(classifier)
    content = evaluation_content(evaluation, TEXTS)
    (card,) = content["checkpoints"]
    system, certainty = evaluation["systems"][classifier.name], evaluation["certainty"][classifier.name]
    assert card["system"] == {**system, "name": classifier.name, "difference": None}
    assert card["certainty"] == certainty
    groups = {
        grouping["name"]: {group["name"]: group for group in grouping["groups"]}
        for grouping in content["groupings"]
    }
    for name, scores in system["groups"].items():
        assert groups[name].keys() == scores.keys()
        for key, found in scores.items():
            assert groups[name][key]["pairs"] == found["pairs"]
            assert groups[name][key]["macro_f1"] == [found["macro_f1"]]
    html = shown(evaluation)
    for value in (system["macro_f1"]["value"], system["accuracy"]["value"], system["brier_score"]):
        assert f"{value:.3f}" in html
    assert f"{1 - certainty['decided']['coverage']:.1%}" in html


def test_the_page_says_what_was_evaluated_and_how_to_print_it(evaluated, classifier):
    evaluation = evaluated(classifier)
    page = shown(evaluation)
    for said in (evaluation["command"], evaluation["checkpoint"], "pairs.jsonl", classifier.name):
        assert said in page


def test_the_confusions_by_target_are_in_the_codebooks_order(evaluated, classifier):
    (card,) = evaluation_content(evaluated(classifier), TEXTS)["checkpoints"]
    assert list(card["by_target"]) == ["US", "CN", "KR"]


def test_wrong_predictions_show_the_statement_with_its_mentions(evaluated, classifier):
    content = evaluation_content(evaluated(Leaning(classifier, "hostile")), TEXTS)
    assert content["wrong_in_all"] == 6
    wrong = {found["row"]: found for found in content["wrong"]}
    assert set(wrong) == {1, 3, 4, 5, 6, 7}
    assert wrong[3]["segments"] == [("A ferry left ", False), ("Beijing", True), (" at noon.", False)]
    (one,) = wrong[3]["predictions"]
    assert (wrong[3]["label"], one["stance"], one["right"]) == ("neutral", "hostile", False)
    assert all(
        "".join(text for text, _ in found["segments"]) == PAIRS[row - 1].text for row, found in wrong.items()
    )


def test_a_statement_stays_text(evaluated, classifier):
    page = shown(evaluated(Leaning(classifier, "hostile")))
    assert "<script>alert(1)" not in page
    assert "<img" not in page.split("<main", 1)[1].split("</main>", 1)[0]
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; <mark>Beijing" in page


def test_two_checkpoints_are_compared_on_the_pairs_that_both_predicted(evaluated, classifier):
    hostile, neutral = (
        Leaning(classifier, "hostile", failing=[0]),
        Leaning(classifier, "neutral", failing=[6]),
    )
    evaluation = evaluated(hostile, neutral)
    content = evaluation_content(evaluation, TEXTS)
    difference = evaluation["macro_f1_over_baselines"]["leaning-neutral"]
    assert content["systems"][1]["difference"] == difference
    assert difference["pairs"] == 5
    assert content["correct"] == {"both": 0, "first_only": 1, "second_only": 2, "neither": 2}
    assert {
        found["row"]: found["predictions"][1]["right"]
        for found in content["wrong"]
        if len(found["predictions"]) > 1
    } == {3: True, 4: False, 5: False, 6: True}
    page = shown(evaluation)
    assert "Side by side" in page
    assert "over the 5 pairs that both could predict" in page


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (0.01, 0.2, "leaning-hostile is ahead"),
        (-0.2, -0.01, "leaning-hostile is behind"),
        (-0.1, 0.1, "These pairs do not tell which is better"),
    ],
)
def test_the_comparison_says_what_the_interval_allows(evaluated, classifier, low, high, said):
    evaluation = evaluated(Leaning(classifier, "hostile"), Leaning(classifier, "neutral"))
    evaluation["macro_f1_over_baselines"]["leaning-neutral"] |= {"low": low, "high": high}
    assert said in shown(evaluation)


def test_groups_of_few_pairs_are_in_the_table_and_not_in_the_chart(evaluated, classifier):
    page = evaluation_page(evaluated(classifier), texts=TEXTS)
    assert not any(name.startswith("by-") for name in page.data["charts"])
    assert "letters" in render_page(page)


@pytest.mark.parametrize(("low", "start"), [(0.0, 0.0), (0.57, 0.5), (0.7, 0.7), (1.0, 0.9)])
def test_an_axis_of_scores_has_room_whatever_the_scores(low, start):
    assert score_domain([{"low": low}, {"low": 1.0}]) == (start, 1.0)


def test_no_wrong_predictions_are_shown_where_none_are_asked_for(evaluated, classifier):
    page = shown(evaluated(Leaning(classifier, "hostile"), worst_shown=0))
    assert "None of the 6 wrong predictions was asked for" in page
    assert "ferry" not in page


def test_the_page_is_the_same_whatever_the_order_of_keys(evaluated, classifier):
    evaluation = evaluated(Leaning(classifier, "hostile"))
    again = dict(reversed(evaluation.items()))
    again["systems"] = dict(reversed(evaluation["systems"].items()))
    assert shown(again) == shown(evaluation)
