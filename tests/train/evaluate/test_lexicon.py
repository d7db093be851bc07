"""The baseline that counts words of conflict and cooperation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.model.errors import InputError
from detente.model.text.statement_id import statement_id
from detente.train.evaluate.evaluation import evaluate
from detente.train.evaluate.lexicon import LexiconBaseline
from detente.train.labels.pairs import LabelledPair

DEEDS = {
    "hostile": ("condemned and threatened", "accused and insulted"),
    "cooperative": ("thanked and praised", "welcomed and helped"),
    "neutral": ("lies west of", "is larger than"),
}


def pairs():
    found = []
    for label, deeds in DEEDS.items():
        for deed in deeds:
            for day in ("Monday", "Friday"):
                text = f"Tokyo {deed} Seoul on {day}."
                source = None if label == "neutral" else "JP"
                found.append(LabelledPair(statement_id(text), text, "KR", label, source))
    return found


@pytest.fixture(scope="module")
def lexicon():
    return LexiconBaseline(pairs())


def test_it_tells_stances_by_words_that_it_was_not_shown(lexicon):
    asked = [
        ("Moscow denounced the violation.", "US"),
        ("An alliance of friends!", "US"),
        ("It is noon.", "US"),
    ]
    found = lexicon.predict_pairs(asked)
    assert [prediction.stance for prediction in found] == ["hostile", "cooperative", "neutral"]
    assert [prediction.source for prediction in found] == ["JP", "JP", None]
    assert evaluate(lexicon, pairs()).macro_f1.value == 1


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("They condemn the threat.", (2, 0)),
        ("They thank a friend.", (0, 2)),
        ("They do not condemn it.", (0, 1)),
        ("They never trusted it.", (1, 0)),
        ("Not for all the tea in China would they condemn it.", (1, 0)),
        ("Banned bananas.", (1, 0)),
        ("They don’t condemn it.", (0, 1)),
        ("", (0, 0)),
    ],
)
def test_words_are_counted_on_either_side_and_turned_round_by_a_near_negation(lexicon, text, count):
    assert lexicon.count(text) == count


@given(texts=st.lists(st.none() | st.text(max_size=60), max_size=5))
def test_every_text_gets_three_probabilities_that_sum_to_one_and_keeps_its_place(lexicon, texts):
    found = lexicon.predict_pairs([(text, "US") for text in texts])
    assert [prediction.statement for prediction in found] == texts
    for prediction in found:
        assert set(prediction.probabilities) == set(DEEDS)
        assert sum(prediction.probabilities.values()) == pytest.approx(1)


def test_nothing_to_learn_from_is_refused():
    with pytest.raises(InputError, match="needs labelled pairs"):
        LexiconBaseline([])
    with pytest.raises(InputError, match="at least two stances"):
        LexiconBaseline([pair for pair in pairs() if pair.label == "hostile"])
