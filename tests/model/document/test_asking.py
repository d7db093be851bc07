"""A network that has learnt to is asked whether a target is meant, and only then for a stance."""

from dataclasses import replace

import numpy as np
import pytest
from planned import FINDER, SCORERS, named, network, plan, predicted, unnamed

from detente.model.document.plan import question_pair
from detente.model.prediction import Prediction
from detente.model.wording import Wording

ASKED = replace(
    SCORERS, question={"bias": 0.0, "features": 0.0, "reply": 1.0, "least": 0.0, "threshold": 0.0}
)


def answering(answer: str):
    """A network that gives one answer to each question, and what it was asked."""
    return network(alone=answer, context=answer)


@pytest.mark.parametrize(("answer", "found"), [("cooperative", ["US"]), ("neutral", [])])
def test_a_network_that_has_learnt_to_answer_decides_whether_a_target_is_meant(answer, found):
    predict, asked = network(alone="neutral", context="hostile")
    ask, questions = answering(answer)
    (of_one,) = predicted(
        [plan(unnamed(score=-1.0))], predict, question="meant? ", ask=ask, scorers=ASKED, context_end=" || "
    )
    assert [one.target for one in of_one] == found
    assert questions == ["meant? nobody nobody:  || Beijing must stop."]
    # Of one that is not meant, the stance is not asked.
    assert asked == (["Beijing must stop.", "Before. || Beijing must stop."] if found else [])


def test_the_probability_of_being_meant_joins_the_answer_with_the_features():
    scorers = replace(
        ASKED, question={"bias": 0.5, "features": 2.0, "reply": 1.0, "least": 0.0, "threshold": 0.0}
    )
    predict, _ = network(alone="hostile", context="hostile")
    ask, _ = answering("cooperative")
    ((found,),) = predicted(
        [plan(unnamed(score=-1.0))], predict, question="meant? ", ask=ask, scorers=scorers
    )
    # The answer is yes with 0.9.
    assert found.p_meant == pytest.approx(1 / (1 + np.exp(-(0.5 - 2.0 + np.log(9)))))


@pytest.mark.parametrize(("stance", "found"), [("hostile", ["US"]), ("neutral", [])])
def test_what_a_network_says_of_the_stance_counts_beside_its_answer(stance, found):
    scorers = replace(
        ASKED,
        question={**ASKED.question, "least": -5.0, "threshold": 1.0, "network context 1": 3.0, "bias": 3.0},
    )
    predict, asked = network(alone="neutral", context=stance)
    ask, _ = answering("cooperative")
    (of_one,) = predicted(
        [plan(unnamed(score=-1.0))], predict, question="meant? ", ask=ask, scorers=scorers, context_end=" || "
    )
    assert [one.target for one in of_one] == found
    assert len(asked) == 2


def test_a_named_target_is_not_asked_for_and_keeps_its_place_among_the_others():
    predict, _ = network(alone="hostile", context="hostile")
    ask, questions = answering("neutral")
    (of_one,) = predicted(
        [plan(named("CN"), unnamed("US", score=1.0), named("KR"))],
        predict,
        question="meant? ",
        ask=ask,
        scorers=ASKED,
    )
    assert [one.target for one in of_one] == ["CN", "KR"]
    assert len(questions) == 1


def test_weights_without_an_answer_leave_the_choice_to_the_stances():
    predict, asked = network(alone="hostile", context="hostile")
    ask, questions = answering("neutral")
    ((found,),) = predicted([plan(unnamed(score=1.0))], predict, question="meant? ", ask=ask)
    assert (found.target, questions) == ("US", [])
    assert len(asked) == 2


def test_a_statement_that_cannot_be_asked_means_nobody():
    def ask(pairs):
        return [Prediction(pair.statement, pair.target, error="no text") for pair in pairs]

    predict, _ = network(alone="hostile", context="hostile")
    assert predicted([plan(unnamed(score=1.0))], predict, question="meant? ", ask=ask, scorers=ASKED) == [[]]


def test_a_question_tells_whose_document_it_is_who_speaks_and_what_came_before():
    meant = unnamed("US", score=1.0)
    asked_of = replace(
        plan(meant, voice="KR", by="document"), passage="The US paid. Washington left.", own="KP"
    )
    pair = question_pair(FINDER, asked_of, meant, wording=Wording(context_end=" || ", question="meant? "))
    assert pair.statement == "meant? KP KR: The US paid. Washington left. || Beijing must stop."
    assert [pair.statement[one.start : one.end] for one in pair.mentions] == ["US", "Washington"]


def test_one_that_is_hardly_meant_is_asked_for_only_by_a_network_that_answers_that():
    predict, asked = network(alone="hostile", context="hostile")
    assert predicted([plan(unnamed(score=-1.8))], predict) == [[]]
    assert asked == []
    ((found,),) = predicted([plan(unnamed(score=-1.8))], predict, question="meant? ", scorers=ASKED_OF_ALL)
    assert found.target == "US"


ASKED_OF_ALL = replace(ASKED, question={**ASKED.question, "least": -99.0, "threshold": -99.0})
