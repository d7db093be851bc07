"""Who is meant by "the two sides" and "the three countries": by the rule alone, without a learnt weight."""

import time

import numpy as np
import pytest

from detente.model.document.facts import DocumentFacts
from detente.model.document.reader import DocumentReader
from detente.model.document.scorers import Scorers
from detente.model.text.actor_finder import ActorFinder

BY_RULE = DocumentReader(
    ActorFinder.from_files(), scorers=Scorers(meant={}, stance=np.zeros((7, 3)), source={}, threshold=0.5)
)


def plan(statements, **facts):
    return BY_RULE.read(statements, facts=DocumentFacts(**facts))[-1]


def sure(statements, **facts):
    """Who is surely meant in the last statement, and with whom it is joined."""
    return {
        one.target: one.partner
        for one in plan(statements, **facts).targets
        if one.named or one.meant_score > 0
    }


BOTH = {"CN": "KR", "KR": "CN"}


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        ("The two leaders deplored the test by Pyongyang.", BOTH | {"KP": None}),
        ("Both sides called on Pyongyang and Tokyo to talk.", BOTH | {"KP": None}),
        # Whom the words mean stands behind them.
        ("Both sides and Washington agreed.", {"US": None}),
        ("The two countries, Cuba and Iran, agreed.", {}),
        # Others come first, and the two may be these.
        ("Pyongyang and Hanoi said the two countries agreed.", {"KP": None}),
    ],
)
def test_the_two_sides_that_open_a_statement_may_speak_of_a_third(last, expected):
    assert sure(["Seoul met Beijing.", last]) == expected


def test_they_go_on_to_speak_of_a_third():
    statements = ["Seoul met Beijing.", "Both sides agreed.", "They warned Pyongyang."]
    assert sure(statements) == BOTH | {"KP": None}
    assert sure([statements[0], statements[2]]) == {"KP": None}


@pytest.mark.parametrize(
    "last",
    [
        "Both expressed regret.",
        "Neither capital answered.",
        "The two exchanged gifts.",
        "The two premiers dined.",
        "The two foreign policy advisers spoke at length.",
    ],
)
def test_more_words_mean_the_two_who_met(last):
    assert sure(["Seoul met Beijing.", last]) == BOTH


def test_the_matter_of_an_envoy_is_no_party():
    assert sure(["Seoul met Beijing's envoy for Pyongyang affairs.", "The two sides agreed."]) == BOTH
    statements = [
        "The U.S. Special Representative for the DPRK met Seoul's negotiator.",
        "The two sides agreed.",
    ]
    assert sure(statements) == {"US": "KR", "KR": "US"}


@pytest.mark.parametrize(
    ("before", "facts", "expected"),
    [
        ("Seoul has kept its word.", {"speaker": "CN"}, BOTH),
        # A third state is a partner and no target.
        ("Manila has kept its word.", {"speaker": "CN"}, {"CN": "other"}),
        ("Seoul and Tokyo and Manila came.", {"speaker": "CN"}, {}),
        # Nobody knows who speaks.
        ("Seoul has kept its word.", {}, {}),
    ],
)
def test_the_two_sides_are_who_speaks_and_the_one_other_that_was_named(before, facts, expected):
    assert sure(["China wants trade.", before, "Both countries gain."], **facts) == expected


THREE = {"US": "KR", "KR": "US"}


@pytest.mark.parametrize(
    "first",
    [
        "Washington, Seoul and Tokyo signed a pact.",
        "He thanked Japan, South Korea, and the United States.",
        "The U.S.-Japan-South Korea pact was signed.",
        "The Trade Envoy of the United States, the Trade Minister of Japan, and the Trade Minister of South Korea met.",
    ],
)
@pytest.mark.parametrize(
    "last",
    ["The three countries stand together.", "All three leaders smiled.", "A trilateral drill will follow."],
)
def test_the_three_are_those_that_were_last_listed_together(first, last):
    assert sure([first, "Rain fell.", last]) == THREE


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        # Those who stand apart in a statement are no three.
        (["Washington said that Seoul had told Tokyo.", "The three countries agreed."], {}),
        (["Washington, Seoul and Tokyo agreed.", *["Rain fell."] * 12, "All three leaders smiled."], {}),
        (["Washington, Seoul and Tokyo agreed.", "The three companies did not."], {}),
        (["Washington, Seoul and the United Nations agreed.", "The three sides agreed."], {}),
        # Another who is named is none of them.
        (["Washington, Seoul and Tokyo agreed.", "The three warned Beijing."], {"CN": None}),
        (["Washington, Seoul and Tokyo agreed.", "The three states warned Beijing."], THREE | {"CN": None}),
    ],
)
def test_three_are_no_others(statements, expected):
    assert sure(statements) == expected


def test_trilateral_work_with_a_third_is_that_of_the_two_who_met():
    last = "They praised trilateral work with Japan."
    assert sure(["Washington met Seoul.", last]) == THREE
    assert sure(["Washington named Seoul.", last]) == {}


def test_of_three_the_one_who_speaks_is_the_partner():
    statements = ["Washington, Seoul and Tokyo agreed.", "The Japanese minister said all three nations gain."]
    assert sure(statements) == {"US": "JP", "KR": "JP"}


def test_the_words_for_three_are_the_mention():
    found = plan(["Washington, Seoul and Tokyo agreed.", "Our three countries gain."]).targets
    assert {one.mention for one in found} == {"Our three countries"}


def test_a_long_list_of_states_takes_time_in_proportion():
    took = []
    for times in (2000, 4000):
        statements = [
            "Seoul met Beijing. " + "Washington, Seoul and Tokyo, " * times,
            "The three sides agreed.",
        ]
        start = time.perf_counter()
        plan(statements)
        took.append(time.perf_counter() - start)
    assert took[1] < 4 * took[0]
