"""Scores of documents: what is counted is counted by hand here, and documents are drawn whole."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from written_documents import DOCUMENTS, ReadsDocuments, ReadsNames, prediction

from detente.model.errors import InputError
from detente.model.labels import SOURCES, STANCES, TARGETS
from detente.train.documents.document_evaluation import compare_documents, evaluate_documents
from detente.train.documents.document_predictions import predict_alone, predict_in_documents
from detente.train.documents.publisher_kinds import publisher_kind, read_kinds
from detente.train.evaluate import bootstrap


@pytest.fixture(autouse=True, scope="module")
def few_resamples() -> Iterator[None]:
    """Enough here, where no test looks at the ends of an interval."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bootstrap, "RESAMPLES", 50)
        yield


def values(evaluation, group="all"):
    scores = evaluation.groups[group].scores
    return {name: (round(score.value, 4), score.counted) for name, score in scores.items() if score}


def test_a_right_reading_scores_one_everywhere_and_misses_nothing():
    read = predict_in_documents(ReadsDocuments(), DOCUMENTS)
    evaluation = evaluate_documents(DOCUMENTS, read)
    assert {value for value, _ in values(evaluation).values()} == {1.0}
    assert not any(evaluation.misses.values())
    assert (evaluation.documents, evaluation.statements, evaluation.stances, evaluation.polar) == (2, 6, 5, 4)


def test_a_partly_right_reading_is_counted_by_hand():
    found = [
        [
            [prediction("", "US", "hostile", "KP"), prediction("", "KR", "neutral")],
            [],
            [],
        ],
        [[prediction("", "KR", "hostile", "KP")], [], [prediction("", "CN", "hostile", "US", score=0.9)]],
    ]
    evaluation = evaluate_documents(DOCUMENTS, found)
    assert values(evaluation) == {
        "target_recall": (0.6, 5),
        "target_recall_named": (1.0, 3),
        "target_recall_unnamed": (0.0, 2),
        "target_precision": (0.75, 4),
        "target_precision_named": (0.75, 4),
        "stance_accuracy": (0.3333, 3),
        # Hostile: one hit, two false alarms; cooperative and neutral: none right.
        "stance_macro_f1": (round((2 / 4 + 0 + 0) / 3, 4), 3),
        "source_accuracy": (1.0, 1),
        "dyad_recall": (0.25, 4),
        "dyad_precision": (0.3333, 3),
    }
    assert {kind: len(misses) for kind, misses in evaluation.misses.items()} == {
        "target not found": 2,
        "target not labelled": 1,
        "wrong stance": 2,
        "wrong source": 0,
    }
    assert [miss.target for miss in evaluation.misses["wrong stance"]] == ["CN", "US"]


def test_a_stance_with_a_wrong_source_is_no_dyad():
    read = predict_in_documents(ReadsDocuments(), DOCUMENTS)
    text = DOCUMENTS[0].texts[0]
    read[0][0] = [prediction(text, "US", "cooperative", "JP")]
    evaluation = evaluate_documents(DOCUMENTS, read)
    assert values(evaluation)["stance_accuracy"] == (1.0, 5)
    assert values(evaluation)["source_accuracy"] == (0.75, 4)
    assert values(evaluation)["dyad_recall"] == values(evaluation)["dyad_precision"] == (0.75, 4)
    assert [miss.target for miss in evaluation.misses["wrong source"]] == ["US"]


def test_a_failed_prediction_counts_as_a_target_not_found():
    read = predict_in_documents(ReadsDocuments(), DOCUMENTS)
    read[0][0] = [prediction("", "US", None, error="statement is too long")]
    evaluation = evaluate_documents(DOCUMENTS, read)
    assert evaluation.errors == 1
    assert values(evaluation)["target_recall"] == (0.8, 5)


def test_groups_are_kinds_of_publishers_and_all_without_kcna():
    evaluation = evaluate_documents(DOCUMENTS, predict_alone(ReadsNames(), DOCUMENTS))
    assert {name: (group.documents, group.stances) for name, group in evaluation.groups.items()} == {
        "all": (2, 5),
        "KCNA": (1, 3),
        "news": (1, 2),
        "without KCNA": (1, 2),
    }
    assert values(evaluation, "without KCNA") == values(evaluation, "news")


@pytest.mark.parametrize(
    ("publisher", "kind"),
    [
        ("White House: remarks on a bridge", "official"),
        ("the straits times", "news"),
        ("NEASAIR (translated)", "op-eds"),
        ("KCNA", "KCNA"),
        ("The White House", "official"),
        ("Reuters", "news"),
        ("Yonhap", "news"),
        ("New York Times", "news"),
        ("AP (Seoul)", "news"),
        ("Xinhua", "state media"),
        ("APEC Secretariat", "other"),
        ("Harbour Gazette", "other"),
        (None, "other"),
    ],
)
def test_a_publisher_is_of_the_kind_that_the_list_gives(publisher, kind):
    assert publisher_kind(publisher) == kind


@pytest.mark.parametrize(
    "listed", ['press = ["The Gazette"]\nblogs = ["gazette"]', 'blogs = ["Gazette", "Gazette"]']
)
def test_a_publisher_that_is_listed_twice_is_refused_with_its_kinds(tmp_path, listed):
    path = tmp_path / "kinds.toml"
    path.write_text(listed, encoding="utf-8")
    with pytest.raises(
        InputError, match=r"kinds\.toml: '[Gg]azette' is listed twice, under \w+ and under blogs"
    ):
        read_kinds(path)


def test_the_interval_of_one_document_is_its_score_since_documents_are_drawn_whole():
    found = predict_alone(ReadsNames(), DOCUMENTS)
    score = evaluate_documents(DOCUMENTS, found).groups["KCNA"].scores["dyad_recall"]
    assert score is not None
    assert score.low == score.value == score.high


def test_a_difference_is_that_of_the_two_scores():
    right = evaluate_documents(DOCUMENTS, predict_in_documents(ReadsDocuments(), DOCUMENTS))
    alone = evaluate_documents(DOCUMENTS, predict_alone(ReadsNames(), DOCUMENTS))
    found = compare_documents(right, alone, DOCUMENTS)
    assert set(found) == {"all", "without KCNA"}
    for name, difference in found["all"].items():
        scores = [each.groups["all"].scores[name] for each in (right, alone)]
        if None in scores:
            assert difference is None
        else:
            assert difference.value == pytest.approx(scores[0].value - scores[1].value)


def test_predictions_for_other_documents_are_refused():
    with pytest.raises(InputError, match="2 documents labelled, and 1 predicted"):
        evaluate_documents(DOCUMENTS, [[[], [], []]])
    with pytest.raises(InputError, match="document d1: 3 statements labelled, and 1 predicted"):
        evaluate_documents(DOCUMENTS, [[[]], [[], [], []]])
    with pytest.raises(InputError, match="no documents"):
        evaluate_documents([], [])


READINGS = st.lists(
    st.dictionaries(
        st.sampled_from(TARGETS), st.tuples(st.sampled_from(STANCES), st.sampled_from(SOURCES)), max_size=4
    ),
    min_size=6,
    max_size=6,
)


@given(READINGS)
def test_dyads_are_no_more_than_right_stances_and_every_outcome_is_right_or_missed(read):
    lists = [[prediction("", target, *said) for target, said in of.items()] for of in read]
    evaluation = evaluate_documents(DOCUMENTS, [lists[:3], lists[3:]])
    scores = evaluation.groups["all"].scores

    def number(name):
        score = scores[name]
        return round(score.value * score.counted) if score else 0

    assert number("dyad_recall") == number("dyad_precision") == number("source_accuracy")
    assert number("dyad_recall") <= number("stance_accuracy") <= number("target_recall")
    assert number("target_recall") == number("target_precision") == number("target_precision_named")
    missed = {kind: len(misses) for kind, misses in evaluation.misses.items()}
    assert missed["target not found"] + number("target_recall") == evaluation.stances
    assert missed["wrong stance"] + number("stance_accuracy") == number("target_recall")
