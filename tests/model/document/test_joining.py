"""What the network says and what the document shows are joined into one prediction a target."""

from dataclasses import replace

import numpy as np
import pytest
from planned import FINDER, SCORERS, named, network, plan, predicted, unnamed

from detente.model.document.joining import in_own_voice
from detente.model.document.plan import StatementPlan, alone_pair, context_pair
from detente.model.labels import SOURCES
from detente.model.prediction import Prediction


def test_a_target_named_further_back_is_read_with_the_words_that_named_it():
    meant = replace(unnamed("CN", score=1.0), earlier="China spoke.")
    pair = context_pair(FINDER, plan(meant), meant, context_end=" || ")
    assert pair.statement == "China spoke. Before. || Beijing must stop."
    assert [pair.statement[one.start : one.end] for one in pair.mentions] == ["China"]
    # A network that has not learnt from documents reads the statement before alone.
    assert context_pair(FINDER, plan(meant), meant, context_end=" ").statement == "Before. Beijing must stop."


def test_a_named_target_keeps_the_sure_stance_of_the_statement_alone():
    predict, asked = network(alone="neutral", context="hostile")
    ((found,),) = predicted([plan(named())], predict)
    assert (found.stance, found.source, found.named) == ("neutral", None, True)
    assert asked == ["Beijing must stop."]


def test_a_network_that_has_learnt_context_and_is_not_sure_gives_the_mean_of_both_readings():
    predict, asked = network(alone="neutral", context="hostile", score=0.58)
    ((found,),) = predicted([plan(named())], predict, context_end=" || ")
    assert asked == ["Beijing must stop.", "Before. || Beijing must stop."]
    assert found.probabilities == pytest.approx({"cooperative": 0.13, "hostile": 0.555, "neutral": 0.315})
    assert (found.stance, found.score, found.source) == ("hostile", pytest.approx(0.555), "other")


@pytest.mark.parametrize(("score", "context_end"), [(0.6, " "), (0.8, " || ")])
def test_a_stance_that_is_sure_or_of_a_network_without_context_is_no_mean(score, context_end):
    predict, asked = network(alone="neutral", context="hostile", score=score)
    ((found,),) = predicted([plan(named())], predict, context_end=context_end)
    assert (found.stance, asked) == ("neutral", ["Beijing must stop."])


def test_the_context_is_asked_for_the_source_of_a_stance():
    predict, asked = network(alone="hostile", context="hostile")
    ((found,),) = predicted([plan(named())], predict)
    assert asked == ["Beijing must stop.", "Before. Beijing must stop."]
    assert (found.source, found.source_alone, found.source_by) == ("other", "other", "statement")


@pytest.mark.parametrize(("stance", "source"), [("hostile", "US"), ("cooperative", "KR")])
def test_the_foe_of_the_narrator_counts_for_a_hostile_stance_alone(stance, source):
    def favour(code, score):
        return tuple(score if each == code else 0.0 for each in SOURCES)

    meant = replace(named("KP", favours="KR"), hostile_scores=favour("US", 99.0))
    predict, _ = network(alone=stance, context=stance)
    ((found,),) = predicted([plan(meant)], predict)
    assert (found.stance, found.source) == (stance, source)


def test_what_a_checkpoint_learnt_stands_between_context_and_statement():
    predict, asked = network(alone="hostile", context="hostile")
    ((found,),) = predicted([plan(named())], predict, context_end=" || ")
    assert asked == ["Beijing must stop.", "Before. || Beijing must stop."]
    assert found.statement == "Beijing must stop."


def test_mentions_are_marked_in_the_context_and_in_the_statement():
    pair = context_pair(
        FINDER, StatementPlan("Beijing must stop.", "China spoke."), named(), context_end=" || "
    )
    assert [pair.statement[one.start : one.end] for one in pair.mentions] == ["China", "Beijing"]


@pytest.mark.parametrize(
    ("voice", "by", "times"),
    [
        ("US", "statement", 2),
        ("other", "statement", 1),
        ("US", "publisher", 1),
        (None, None, 1),
    ],
)
def test_a_sure_source_is_asked_in_context_only_where_the_statements_own_speaker_is_another(voice, by, times):
    predict, asked = network(alone="hostile", context="hostile", share=0.98)
    scorers = replace(SCORERS, source={"network alone": 1.0})
    predicted([plan(named(), voice=voice, by=by)], predict, scorers=scorers)
    assert len(asked) == times


@pytest.mark.parametrize(("voice", "by"), [("US", "quotation"), ("US", "publisher"), (None, None)])
def test_a_source_that_the_document_shows_says_how_it_is_known(voice, by):
    predict, _ = network(alone="hostile", context="hostile")
    ((found,),) = predicted([plan(named(favours="US"), voice=voice, by=by)], predict)
    assert (found.source, found.source_alone, found.source_by) == ("US", "other", by or "document")
    assert found.p_source == max(found.source_probabilities.values())
    assert sum(found.source_probabilities.values()) == pytest.approx(1)


def test_the_narrator_of_a_document_that_a_state_wrote_is_that_state():
    predict, asked = network(alone="hostile", context="hostile", source="author")
    one = named(favours="US")
    ((found,),) = predicted([plan(one, voice="KP", by="publisher")], predict)
    assert len(asked) == 1  # the context could tell nothing more
    assert (found.source, found.source_alone, found.source_by) == ("KP", "author", "publisher")
    assert found.p_source == max(found.source_probabilities.values()) > 0.6
    assert sum(found.source_probabilities.values()) == pytest.approx(1)
    # A state takes no stance toward itself there, and somebody who is quoted is no narrator.
    for voice, by in ((one.target, "publisher"), ("KP", "quotation")):
        ((found,),) = predicted([plan(one, voice=voice, by=by)], predict)
        assert found.source == "US"


def test_of_a_statement_by_itself_only_the_narrator_is_taken_for_the_state_that_wrote_it():
    predict, _ = network(alone="hostile", context="hostile", source="author")
    (by_itself,) = predict([alone_pair(FINDER, plan(named()), named())])
    spoken = in_own_voice(by_itself, "KP")
    assert (spoken.source, spoken.source_by, spoken.p_source) == ("KP", "publisher", pytest.approx(0.65))
    assert sum(spoken.source_probabilities.values()) == pytest.approx(1)
    for voice in (None, by_itself.target):
        assert in_own_voice(by_itself, voice) is by_itself
    quoted = replace(by_itself, source="other")
    assert in_own_voice(quoted, "KP") is quoted


def test_a_target_that_is_not_named_gets_the_stance_in_its_context():
    predict, _ = network(alone="neutral", context="hostile")
    ((found,),) = predicted([plan(unnamed(score=2.0))], predict)
    assert (found.stance, found.named, found.mention, found.resolved_from) == (
        "hostile",
        False,
        "he",
        "Trump",
    )
    assert found.p_meant == pytest.approx(1 / (1 + np.exp(-2.0)))
    assert sum(found.probabilities.values()) == pytest.approx(1)


def test_a_target_that_is_more_likely_not_meant_is_left_out():
    predict, _ = network(alone="hostile", context="hostile")
    assert predicted([plan(named(), unnamed(score=-1.0))], predict)[0][0].target == "CN"
    assert [len(of_one) for of_one in predicted([plan(named(), unnamed(score=-1.0)), plan()], predict)] == [
        1,
        0,
    ]


@pytest.mark.parametrize(
    ("statement", "voice", "kept"),
    [
        ("We condemn these launches.", "US", False),
        ("We condemn these launches.", "CN", True),
        ("We condemn what they did to us.", "US", True),
        ("We met on Monday.", "US", True),
        ("I urge its government to face our history.", "US", False),
        ("We will not seek a war.", "US", False),
        ("We have rejected the offer.", "US", False),
        ("They test our patience.", "US", False),
        ("We hope they stop the attacks on our troops.", "US", True),
    ],
)
def test_whoever_says_we_condemn_takes_no_stance_toward_itself(statement, voice, kept):
    predict, _ = network(alone="hostile", context="hostile")
    meant = StatementPlan(
        statement, context="Before.", voice=voice, voice_by="publisher", targets=(unnamed("US", score=9.0),)
    )
    (found,) = predicted([meant], predict)
    assert [one.target for one in found] == (["US"] if kept else [])


@pytest.mark.parametrize("only_speaks", [True, False])
def test_a_target_that_is_meant_only_as_who_says_it_takes_no_stance_toward_itself(only_speaks):
    predict, _ = network(alone="hostile", context="hostile")
    target = replace(unnamed("US", score=9.0), mention="she", only_speaks=only_speaks)
    meant = StatementPlan("“It must stop,” she said.", "Before.", "US", "statement", (target,))
    assert [one.target for one in predicted([meant], predict)[0]] == ([] if only_speaks else ["US"])


def test_answers_come_statement_by_statement_in_order():
    predict, _ = network(alone="hostile", context="hostile")
    found = predicted([plan(named("CN"), named("US")), plan(), plan(named("KP"))], predict)
    assert [[one.target for one in of_one] for of_one in found] == [["CN", "US"], [], ["KP"]]


def test_an_invalid_pair_keeps_its_error():
    def predict(pairs):
        return [Prediction(pair.statement, pair.target, error="too odd") for pair in pairs]

    ((found,),) = predicted([plan(named(), unnamed(score=9.0))], predict)
    assert found.error == "too odd"


def test_the_context_is_not_asked_where_it_can_change_nothing():
    predict, asked = network(alone="hostile", context="hostile")
    predicted([plan(named(favours="US"), unnamed(score=-1.4))], predict)
    assert asked == ["Beijing must stop."] * 2


@pytest.mark.parametrize("statement", ["我们谴责这一行为。", "我們譴責這一行為。"])
def test_in_both_chinese_scripts_whoever_condemns_takes_no_stance_toward_itself(statement):
    predict, _ = network(alone="hostile", context="hostile")
    meant = StatementPlan(statement, "Before.", "US", "publisher", (unnamed("US", score=9.0),), language="zh")
    (found,) = predicted([meant], predict)
    assert found == []
