"""The evaluation page: its numbers are those of the evaluation, and a statement is text wherever it stands."""

import dataclasses

import pytest

from detente.model.classifier import StanceClassifier
from detente.model.labels import STANCES
from detente.report.evaluation.charts import score_domain
from detente.report.evaluation.content import Score
from detente.report.evaluation.evaluation_page import evaluation_page
from detente.report.page import render_page
from detente.scripts.commands.evaluate import evaluate
from detente.scripts.terminal.evaluation_html import evaluation_content
from detente.train.evaluate.reliability import reliability_bins
from detente.train.labels.pairs import LabelledPair, statement_id, write_pairs

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


class Leaning:
    """A checkpoint that answers one stance to every pair, and cannot judge some."""

    def __init__(self, checkpoint, stance, *, unjudged=()):
        self._classifier, self._stance, self._unjudged = checkpoint, stance, unjudged
        self.name, self.finder, self.checkpoint = (
            f"leaning-{stance}",
            checkpoint.finder,
            checkpoint.checkpoint,
        )

    def predict_pairs(self, pairs):
        shares = {stance: 0.7 if stance == self._stance else 0.15 for stance in STANCES}
        return [
            dataclasses.replace(found, error="left out")
            if place in self._unjudged
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
        report = evaluate(
            {found.name: found for found in classifiers},
            PAIRS,
            learnt_from=[],
            seed=13,
            command="detente evaluate tiny pairs.jsonl",
            data=data,
            worst_shown=worst_shown,
        )
        return report, evaluation_content(report, PAIRS, classifiers=classifiers)

    return evaluated


def test_the_numbers_are_those_of_the_evaluation(evaluated, classifier):
    report, content = evaluated(classifier)
    (evaluation,) = report.systems.values()
    (card,) = content.checkpoints
    assert (content.pairs, content.statements) == (evaluation.pairs, evaluation.statements)
    for name in ("macro_f1", "accuracy"):
        assert dataclasses.asdict(getattr(card.system, name)) == dataclasses.asdict(getattr(evaluation, name))
    assert card.system.confusion.counts == evaluation.confusion
    assert card.system.confident_accuracy == evaluation.confident_accuracy
    assert card.reliability.error_after == evaluation.calibration_error
    assert [found.pairs for found in card.reliability.after] == [
        found.pairs for found in reliability_bins(evaluation.outcomes)
    ]
    groups = {grouping.name: grouping.groups for grouping in content.groupings}
    for name, scores in evaluation.groups.items():
        assert {group.name: group.pairs for group in groups[name]} == {
            key: found.pairs for key, found in scores.items()
        }
        assert all(group.macro_f1[0].value == scores[group.name].macro_f1.value for group in groups[name])


def test_the_page_says_what_was_evaluated_and_how_to_print_it(evaluated, classifier):
    report, content = evaluated(classifier)
    page = render_page(evaluation_page(content))
    for said in (
        report.command,
        report.fingerprint,
        "pairs.jsonl",
        f"{content.systems[0].macro_f1.value:.3f}",
    ):
        assert said in page


def test_the_confusions_by_target_add_up_to_the_whole(evaluated, classifier):
    _, content = evaluated(classifier)
    card = content.checkpoints[0]
    assert [found.title for found in card.by_target] == ["US", "CN", "KR"]
    for row in range(len(STANCES)):
        parts = [sum(cells) for cells in zip(*(found.counts[row] for found in card.by_target), strict=True)]
        assert parts == card.system.confusion.counts[row]


def test_coverage_is_the_share_that_is_not_too_close(evaluated, classifier):
    _, content = evaluated(classifier)
    found = classifier.predict_pairs([(pair.text, pair.target) for pair in PAIRS])
    assert content.checkpoints[0].coverage == sum(not judged.too_close for judged in found) / len(PAIRS)


def test_wrong_answers_show_the_statement_with_its_mentions(evaluated, classifier):
    _, content = evaluated(Leaning(classifier, "hostile"))
    assert content.wrong_in_all == 6
    shown = {found.row: found for found in content.wrong}
    assert set(shown) == {1, 3, 4, 5, 6, 7}
    assert shown[3].pieces == [("A ferry left ", False), ("Beijing", True), (" at noon.", False)]
    assert (shown[3].label, shown[3].answer.stance, shown[3].answer.right) == ("neutral", "hostile", False)
    assert all(
        "".join(text for text, _ in found.pieces) == PAIRS[row - 1].text for row, found in shown.items()
    )


def test_a_statement_stays_text(evaluated, classifier):
    page = render_page(evaluation_page(evaluated(Leaning(classifier, "hostile"))[1]))
    assert "<script>alert(1)" not in page
    assert "<img" not in page.split("<main", 1)[1].split("</main>", 1)[0]
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; <mark>Beijing" in page


def test_two_checkpoints_are_compared_on_the_pairs_that_both_could_judge(evaluated, classifier):
    hostile, neutral = (
        Leaning(classifier, "hostile", unjudged=[0]),
        Leaning(classifier, "neutral", unjudged=[6]),
    )
    report, content = evaluated(hostile, neutral)
    assert report.differences.keys() == {"leaning-neutral"}
    found = content.systems[1].difference
    assert found.pairs == 5
    assert found.value == report.differences["leaning-neutral"].value
    agreement = content.agreement
    assert dataclasses.astuple(agreement) == (0, 1, 2, 2)
    assert {row.row: row.other.right for row in content.wrong if row.other} == {
        3: True,
        4: False,
        5: False,
        6: True,
    }
    page = render_page(evaluation_page(content))
    assert "Side by side" in page
    assert "over the 5 pairs that both could judge" in page


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (0.01, 0.2, "leaning-hostile is ahead"),
        (-0.2, -0.01, "leaning-hostile is behind"),
        (-0.1, 0.1, "These pairs do not tell which is better"),
    ],
)
def test_the_verdict_is_what_the_interval_allows(evaluated, classifier, low, high, said):
    _, content = evaluated(Leaning(classifier, "hostile"), Leaning(classifier, "neutral"))
    first, second = content.systems
    difference = dataclasses.replace(second.difference, low=low, high=high)
    second = dataclasses.replace(second, difference=difference)
    cards = [content.checkpoints[0], dataclasses.replace(content.checkpoints[1], system=second)]
    page = render_page(
        evaluation_page(dataclasses.replace(content, systems=[first, second], checkpoints=cards))
    )
    assert said in page


def test_groups_of_few_pairs_are_in_the_table_and_not_in_the_chart(evaluated, classifier):
    _, content = evaluated(classifier)
    page = evaluation_page(content)
    assert not any(name.startswith("by-") for name in page.data["charts"])
    assert "letters" in render_page(page)


@pytest.mark.parametrize(("low", "start"), [(0.0, 0.0), (0.57, 0.5), (0.7, 0.7), (1.0, 0.9)])
def test_an_axis_of_scores_has_room_whatever_the_scores(low, start):
    assert score_domain([Score(1.0, low, 1.0), Score(1.0, 1.0, 1.0)]) == (start, 1.0)


def test_no_wrong_answers_are_shown_where_none_are_asked_for(evaluated, classifier):
    _, content = evaluated(Leaning(classifier, "hostile"), worst_shown=0)
    page = render_page(evaluation_page(content))
    assert "None of the 6 wrong answers was asked for" in page
    assert "ferry" not in page
