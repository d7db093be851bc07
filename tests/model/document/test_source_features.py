"""What the document shows of who holds a stance, as the learnt weights see it."""

import time

import numpy as np
import pytest

from detente.model.document.facts import DocumentFacts
from detente.model.document.holders import holder_words
from detente.model.document.plan import MeantTarget
from detente.model.document.reader import DocumentReader
from detente.model.document.scorers import shipped_scorers
from detente.model.document.source_features import (
    AUTHOR_QUOTED,
    FLOOR,
    foe_features,
    named_holders,
    partner_of,
    source_features,
)
from detente.model.labels import SOURCES
from detente.model.prediction import PairProbabilities
from detente.model.text.actor_finder import ActorFinder

READER = DocumentReader(ActorFinder.from_files())


def view(*statements, **facts):
    return READER.view(statements, facts=DocumentFacts(**facts))


def foes(*statements, target="KP", publisher="KCNA"):
    """For each source what more speaks for it in the last statement, where the stance is hostile."""
    found = foe_features(view(*statements, publisher=publisher), len(statements) - 1, target)
    return {source: features for source, features in found.items() if features}


def test_holders_come_in_the_order_of_their_names():
    text = "Moscow and Tokyo asked Beijing, and Western capitals did too."
    assert [code for _, code in named_holders(text, READER.finder.find(text), [], holder_words())] == [
        "RU",
        "JP",
        "CN",
        "other",
    ]


def test_a_state_that_complains_names_its_foe_here():
    found = foes("Seoul and Washington threaten Pyongyang.")
    assert found["KR"] == {"foe named": 1.0, "foe first named": 1.0}
    assert found["US"] == {"foe named": 1.0}
    assert found["other"] == {"other, foe of own": 1.0}
    assert "KP" not in found


def test_or_names_it_before():
    found = foes(
        "Washington threatens Pyongyang.", "Rain fell.", "Tokyo smiled on Pyongyang.", "The DPRK is hurt."
    )
    assert found["JP"] == {"foe first named before": 1.0}
    assert "US" not in found


def test_a_body_of_no_state_is_a_foe_where_it_is_named_first():
    found = foes("The G7 called on Pyongyang to disarm, and the United States agreed.")
    assert found["other"] == {"other, foe of own": 1.0, "foe named": 1.0, "foe first named": 1.0}
    assert found["US"] == {"foe named": 1.0}
    assert foes("Washington and the G7 called on Pyongyang to disarm.")["other"] == {"other, foe of own": 1.0}


@pytest.mark.parametrize(("rain", "remembered"), [(4, True), (5, False)])
def test_and_not_too_far_back(rain, remembered):
    found = foes("Washington came.", *["Rain fell."] * rain, "The DPRK is hurt.")
    assert ("US" in found) == remembered


@pytest.mark.parametrize(("target", "publisher"), [("KR", "KCNA"), ("KP", "Reuters")])
def test_of_others_targets_and_narrators_nothing_is_said(target, publisher):
    assert foes("Seoul and Washington quarrel with Pyongyang.", target=target, publisher=publisher) == {}


def test_other_states_have_a_share_of_the_document_as_actors_do():
    made = view("Moscow warned Seoul.", "Rain fell.", "Then Seoul was warned again.", "Seoul waited.")
    found = source_features(made, 3, "KR")
    assert found["RU"]["document share"] == 0.25
    assert (found["RU"]["in title"], found["RU"]["in previous"]) == (1, 0)
    assert found["RU"]["near"] == pytest.approx(1 / 3)
    assert found["UN"]["near"] == 0
    assert found["other"]["other document share"] == 0


@pytest.mark.parametrize(("label", "is_theirs"), [("Ann Roe", True), (None, False)])
def test_the_words_of_who_has_the_floor_are_not_the_narrators(label, is_theirs):
    spoken = READER.view(["China must leave the yards."], labels=[label])
    assert (AUTHOR_QUOTED in source_features(spoken, 0, "CN")["author"]) is is_theirs


@pytest.mark.parametrize(
    ("statement", "label", "speaks"),
    [
        ("We warn China.", "MR DOE", {"US"}),
        ("We warn China.", None, {"US"}),
        ("China is warned.", "MR DOE", set()),
        ("We warn China.", "QUESTION", set()),
        ("We warn the United States.", "MR DOE", set()),
    ],
)
def test_we_are_the_state_that_has_the_floor_or_writes_toward_others(statement, label, speaks):
    target = READER.finder.find(statement)[0].target
    made = READER.view(
        [statement, "Thank you."], labels=[label] * 2, facts=DocumentFacts(publisher="White House")
    )
    found = source_features(made, 0, target)
    assert {source for source in SOURCES if FLOOR in found[source]} == speaks


@pytest.mark.parametrize(("label", "partner"), [("Mr. Sato (Japan)", None), ("Ms. Doe", "US")])
def test_a_third_state_that_has_the_floor_speaks_for_itself_of_two_who_act_together(label, partner):
    spoken = READER.view(["Harmony joins the United States and South Korea."], labels=[label])
    assert partner_of(spoken, 0, "KR") == partner


def test_a_guest_who_says_we_counts_for_more_than_a_network_that_is_sure_of_the_host():
    head, said = "Thank you for coming.", "We thank South Korea, and we look forward to the visit."
    made = READER.view(
        [head, said], labels=["MR DOE", "Mr. Sato (Japan)"], facts=DocumentFacts(publisher="White House")
    )
    scorers, features = shipped_scorers(), source_features(made, 1, "KR")
    sure = np.array([0.9 if source == "US" else 0.0125 for source in SOURCES])
    network = PairProbabilities(np.array([0.9, 0.05, 0.05]), sure, truncated=False)
    meant = MeantTarget(
        "KR", named=True, source_scores=tuple(scorers.source_score(features[one]) for one in SOURCES)
    )
    shares = scorers.source_probabilities(meant, "cooperative", network, network)
    assert SOURCES[int(shares.argmax())] == "JP"


@pytest.mark.parametrize(
    "text",
    [
        "Seoul, " + "GATTACA" * 5_000 + "; Beijing answered.",
        "Seoul saw Beijing. " * 4_000,
        "Ann Roe saw China. " * 8_000,
        "Taiwan Strait " * 22_000,
    ],
    ids=["capitals", "names", "persons", "exceptions"],
)
def test_a_statement_of_twice_the_length_takes_about_twice_the_time(text):
    def seconds(of):
        begin = time.process_time()
        partner_of(view(of), 0, "CN")
        return time.process_time() - begin

    half = min(seconds(text[: len(text) // 2]) for _ in range(2))
    assert min(seconds(text) for _ in range(2)) < 3 * half + 0.5
