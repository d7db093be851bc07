"""The simple systems that a checkpoint is measured against."""

import pytest

from detente.model.errors import InputError
from detente.model.text.statement_id import statement_id
from detente.train.evaluate.baselines import MajorityBaseline, TfidfBaseline
from detente.train.evaluate.evaluation import evaluate
from detente.train.labels.pairs import LabelledPair

DEEDS = {"hostile": "condemned", "cooperative": "thanked", "neutral": "sits north of"}
NAMES = {"US": "Washington", "CN": "Beijing", "KR": "Seoul"}
SPEAKERS = {"JP": "Tokyo", "RU": "Moscow"}


def pairs():
    found = []
    for label, deed in DEEDS.items():
        for target, name in NAMES.items():
            for source, speaker in SPEAKERS.items():
                for day in ("Monday", "Tuesday", "Friday"):
                    text = f"{speaker} {deed} {name} on {day}."
                    held_by = None if label == "neutral" else source
                    found.append(LabelledPair(statement_id(text), text, target, label, held_by))
    return found


def test_majority_answers_the_most_frequent_stance_with_the_shares_of_all():
    train = [pair for pair in pairs() if pair.label != "cooperative"][:24]
    baseline = MajorityBaseline(train)
    (prediction,) = baseline.predict_pairs([("Anything at all.", "US")])
    assert prediction.stance == "hostile"
    assert prediction.source == "JP"
    assert prediction.probabilities == pytest.approx(
        {"cooperative": 0, "hostile": 18 / 24, "neutral": 6 / 24}
    )


def test_majority_names_no_source_for_a_neutral_answer():
    train = [pair for pair in pairs() if pair.label == "neutral"]
    assert MajorityBaseline(train).predict_pairs([("Anything.", "US")])[0].source is None


def test_tfidf_learns_words_and_sources():
    evaluation = evaluate(TfidfBaseline(pairs()), pairs())
    assert evaluation.macro_f1.value == 1
    assert evaluation.source_accuracy is not None
    assert evaluation.source_accuracy.value == 1


def test_tfidf_tells_which_of_two_actors_is_meant():
    train = []
    for one, other in (("US", "CN"), ("CN", "KR"), ("KR", "US")) * 4:
        text = f"Tokyo blamed {NAMES[one]} yet praised {NAMES[other]} ({len(train)})."
        train.append(LabelledPair(statement_id(text), text, one, "hostile", "JP"))
        train.append(LabelledPair(statement_id(text), text, other, "cooperative", "RU"))
    asked = [
        ("Tokyo blamed Seoul yet praised Beijing.", "KR"),
        ("Tokyo blamed Seoul yet praised Beijing.", "CN"),
    ]
    assert [found.stance for found in TfidfBaseline(train).predict_pairs(asked)] == ["hostile", "cooperative"]


def test_probabilities_are_named_and_sum_to_one():
    for prediction in TfidfBaseline(pairs()).predict_pairs([("Moscow thanked Seoul.", "KR"), (None, "US")]):
        assert set(prediction.probabilities) == set(DEEDS)
        assert sum(prediction.probabilities.values()) == pytest.approx(1)
        assert prediction.score == max(prediction.probabilities.values())


def test_no_pairs_give_no_predictions():
    assert TfidfBaseline(pairs()).predict_pairs([]) == []


def test_nothing_to_learn_from_is_refused():
    with pytest.raises(InputError, match="needs labelled pairs"):
        MajorityBaseline([])
    with pytest.raises(InputError, match="at least two stances"):
        TfidfBaseline([pair for pair in pairs() if pair.label == "hostile"])
