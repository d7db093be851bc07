"""A document is read as a whole: who is meant in each statement, and by which words."""

import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.model.document.facts import DocumentFacts
from detente.model.document.reader import DocumentReader
from detente.model.document.scorers import Scorers
from detente.model.text.actor_finder import ActorFinder

# Every actor that the document names may be meant everywhere.
EVERYTHING = Scorers(meant={"bias": 9.0}, stance=np.zeros((7, 3)), source={}, threshold=0.5)
READER = DocumentReader(ActorFinder.from_files(), scorers=EVERYTHING)


def meant(statements, number, code, **facts):
    """What the plan of one statement says of a target: named, mention, and what it goes back to."""
    plans = READER.read(statements, facts=DocumentFacts(**facts))
    (found,) = (one for one in plans[number].targets if one.target == code)
    return found.named, found.mention, found.resolved_from


def test_a_named_target_is_its_own_mention():
    assert meant(["Beijing protested."], 0, "CN") == (True, "Beijing", None)


@pytest.mark.parametrize(
    ("first", "second", "code", "is_named", "mention", "goes_back_to"),
    [
        (
            "Chinese envoy Han Zhiming arrived in Seoul.",
            "Han was content.",
            "CN",
            False,
            "Han",
            "Han Zhiming",
        ),
        ("North Korea fired a missile.", "It landed in the sea.", "KP", False, "It", "North Korea"),
        ("Seoul is worried.", "Exports from Korea may suffer.", "KR", True, "Korea", "Seoul"),
        ("Pyongyang was silent.", "Nobody spoke to the North.", "KP", True, "the North", "Pyongyang"),
    ],
)
def test_a_word_that_means_a_target_goes_back_to_its_name(
    first, second, code, is_named, mention, goes_back_to
):
    assert meant([first, second], 1, code) == (is_named, mention, goes_back_to)


def test_where_only_the_document_shows_the_target_there_is_no_mention():
    assert meant(["Beijing protested.", "Rain fell."], 1, "CN") == (False, None, "Beijing")


def test_an_actor_that_the_document_never_names_is_never_meant():
    plans = READER.read(["Beijing protested.", "He was angry."])
    assert {target.target for plan in plans for target in plan.targets} == {"CN"}


def test_only_the_targets_asked_for_are_planned():
    plans = READER.read(["Beijing met Washington.", "They talked."], targets=["US"])
    assert [[target.target for target in plan.targets] for plan in plans] == [["US"], ["US"]]


def test_the_speaker_given_is_the_voice_of_the_document():
    (plan,) = READER.read(["The drills must stop."], facts=DocumentFacts(speaker="KP"))
    assert (plan.voice, plan.voice_by) == ("KP", "publisher")
    (plan,) = READER.read(["The drills must stop."], facts=DocumentFacts(publisher="KCNA"))
    assert (plan.voice, plan.voice_by) == ("KP", "publisher")


def test_the_context_is_the_statement_before():
    plans = READER.read(["Beijing protested.", "Rain fell.", "x" * 3000, "End."])
    assert [plan.context for plan in plans[:3]] == ["", "Beijing protested.", "Rain fell."]
    assert plans[3].context == "x" * 400


@given(st.lists(st.text(max_size=60), max_size=8))
def test_any_statements_can_be_read(statements):
    plans = READER.read(statements)
    assert [plan.statement for plan in plans] == statements


def test_a_long_document_takes_time_in_proportion_to_its_length():
    def seconds(times: int) -> float:
        statements = ["He met Foreign Minister Wang Yi.", "They spoke of the North, she said."] * times
        started = time.process_time()
        READER.read(statements)
        return time.process_time() - started

    seconds(20)
    assert seconds(400) < 8 * max(seconds(100), 0.02)


@pytest.mark.parametrize(
    "statement", ["The North Sea is cold.", "He went to the north-east.", "The Korea Institute spoke."]
)
def test_other_norths_and_institutes_are_no_korea(statement):
    _, plan = READER.read(["Seoul and Pyongyang talked.", statement])
    assert not any(target.named for target in plan.targets)


def test_in_the_norths_own_words_korea_is_both():
    _, plan = READER.read(["Pyongyang spoke.", "Korea will be one."], facts=DocumentFacts(publisher="KCNA"))
    assert not any(target.named for target in plan.targets)
