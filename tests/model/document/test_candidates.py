"""What speaks for an actor that a statement means and does not name, as the learnt weights see it."""

import numpy as np
import pytest

from detente.model.document.facts import DocumentFacts
from detente.model.document.meaning.anaphors import only_speaks
from detente.model.document.meaning.candidates import candidate_features
from detente.model.document.reader import DocumentReader
from detente.model.document.scorers import Scorers
from detente.model.text.actor_finder import ActorFinder

READER = DocumentReader(ActorFinder.from_files())
BOTH = "Seoul answered Pyongyang."


def features(statement, code, *, before=BOTH, **facts):
    """The features of an actor that the second of two statements does not name."""
    view = READER.view([before, statement], facts=DocumentFacts(**facts))
    return candidate_features(view)[1][code]


@pytest.mark.parametrize(
    ("statement", "code", "expected"),
    [
        ("The traitors will pay.", "KR", {"kind KR scorn", "kind KR scorn, by KP"}),
        ("This clique is finished.", "KR", {"kind KR group", "kind KR group, by KP"}),
        ("Our fellow countrymen suffer.", "KP", {"kind KP nation", "anaphor KP fellow countrymen"}),
        (
            "Our fellow countrymen and the supreme leadership.",
            "KP",
            {"anaphor KP supreme leadership", "kind KP state"},
        ),
    ],
)
def test_every_telling_word_of_a_statement_counts_and_so_does_its_kind(statement, code, expected):
    assert expected <= features(statement, code, publisher="KCNA").keys()


@pytest.mark.parametrize(
    ("statement", "counts"),
    [
        ("Koreans were asked.", True),
        ("The South Korean side was asked.", False),
        ("A S. Korean was asked, and a south Korean.", False),
        ("A South Korean asked Koreans.", True),
    ],
)
def test_korean_in_the_name_of_one_korea_stands_for_neither(statement, counts):
    found = features(statement, "KP", before="Pyongyang, Seoul and Beijing spoke.")
    assert any(name.startswith("anaphor KP Korean") for name in found) == counts


@pytest.mark.parametrize(
    ("statement", "counts"),
    [("They won't wait.", False), ("They won’t wait.", False), ("They lost 1,400 won.", True)],
)
def test_the_verb_of_a_negation_is_no_currency(statement, counts):
    assert ("anaphor KR won" in features(statement, "KR")) == counts


@pytest.mark.parametrize(("statement", "counts"), [("Rep. Kim agreed.", False), ("Later Kim agreed.", True)])
def test_a_member_of_parliament_named_kim_is_no_word_for_the_north(statement, counts):
    assert ("anaphor KP Kim" in features(statement, "KP")) == counts


@pytest.mark.parametrize(
    ("statement", "code", "counts"),
    [
        ("The Blue House waited.", "US", False),
        ("The House waited.", "US", True),
        ("Kim Dae-jung waited.", "KP", False),
        ("Manila's Coast Guard waited.", "US", False),
        ("The Philippine Coast Guard waited.", "US", False),
        ("The Coast Guard waited.", "US", True),
        ("The South China Sea is wide.", "KR", False),
        ("The South China Sea is wide.", "CN", True),
        ("The North Atlantic is wide.", "KP", False),
        ("He fought in the Korean War.", "KP", False),
    ],
)
def test_a_word_in_the_name_of_another_or_owned_by_another_means_nobody(statement, code, counts):
    found = features(statement, code, before="Washington, Beijing, Seoul and Pyongyang spoke.")
    assert any(name.startswith(f"anaphor {code} ") for name in found) == counts


def test_the_surname_of_the_souths_official_is_no_word_for_the_north():
    texts = ["South Korean Unification Minister Kim Jin-woo answered Pyongyang.", "Then Kim left."]
    assert "anaphor KP Kim" not in candidate_features(READER.view(texts))[1]["KP"]


@pytest.mark.parametrize(
    ("statement", "is_we"),
    [
        ("We will see.", True),
        ("It is up to us.", True),
        ("The US side left.", False),
        ("US bases stay.", False),
    ],
)
def test_the_country_is_no_pronoun(statement, is_we):
    assert ("cue we" in features(statement, "KP")) == is_we


def test_a_third_party_in_the_statement_speaks_against_a_pronoun_of_the_actor():
    with_third = features("Moscow said that it would wait.", "KP")
    assert with_third["third"] == 1
    assert "cue it, third" in with_third
    alone = features("Then it waited.", "KP")
    assert alone["third"] == 0
    assert "cue it, third" not in alone


def test_the_two_that_a_document_names_most_are_told_apart_from_the_others():
    texts = [
        "Seoul met Pyongyang.",
        "Seoul met Pyongyang again.",
        "Beijing was silent.",
        "The two sides met.",
    ]
    found = candidate_features(READER.view(texts))[3]
    assert {code: each["of two"] for code, each in found.items()} == {"KR": 1, "KP": 1, "CN": 0}
    assert "cue two sides, of two" in found["KR"]
    assert "cue two sides, of two" not in found["CN"]


def test_where_three_are_named_alike_often_none_is_one_of_two():
    texts = ["Seoul waited.", "Pyongyang waited.", "Beijing waited.", "The two sides met."]
    found = candidate_features(READER.view(texts))[3]
    assert {code: each["of two"] for code, each in found.items()} == {"KR": 0, "KP": 0, "CN": 0}


def test_an_actor_that_is_named_only_later_is_not_yet_one_of_those_who_are_named_most():
    texts = ["Beijing waited.", "The two sides met.", "Seoul waited.", "Seoul and Beijing met."]
    found = candidate_features(READER.view(texts))[1]
    assert "cue two sides, of two" in found["CN"]
    assert not {"cue two sides, of two", "cue two sides, most"} & found["KR"].keys()


def test_the_two_sides_are_those_whom_the_statement_names():
    texts = ["Washington waited.", "Seoul met Beijing, and the two sides agreed."]
    assert "cue two sides" not in candidate_features(READER.view(texts))[1]["US"]


def test_allies_count_by_who_speaks():
    found = features("We stand by our allies.", "KR", before="Washington and Seoul agreed.", speaker="US")
    assert {"allies KR", "allies KR, by US"} <= found.keys()


@pytest.mark.parametrize(
    ("statement", "alone"),
    [("The sanctions were condemned.", True), ("Beijing condemned the sanctions.", False)],
)
def test_deeds_and_answers_weigh_more_where_nobody_is_named(statement, alone):
    found = features(statement, "KP", before="Beijing, Seoul and Pyongyang spoke.")
    assert {"cue deed", "cue answer"} <= found.keys()
    assert ("cue deed, none here" in found) == alone


@pytest.mark.parametrize(
    "words", ["two hostile states", "the peaceful two states policy", "a two-state line"]
)
def test_the_two_states_of_the_norths_doctrine_are_no_two_sides(words):
    view = READER.view(["Washington met Beijing.", f"He spoke of {words}."])
    found = candidate_features(view)[1]["CN"]
    assert not {"cue two sides", "cue both"} & found.keys()


# A weight that no word gives: whoever is meant by "the two sides" is so by the rule alone.
BY_RULE = DocumentReader(
    ActorFinder.from_files(), scorers=Scorers(meant={}, stance=np.zeros((7, 3)), source={}, threshold=0.5)
)


# Every actor that the document names may be meant everywhere.
EVERYBODY = DocumentReader(
    ActorFinder.from_files(),
    scorers=Scorers(meant={"bias": 9.0}, stance=np.zeros((7, 3)), source={}, threshold=0.5),
)


def sure(statements, **facts):
    """Who is surely meant in the last statement, and with whom it is joined."""
    plan = BY_RULE.read(statements, facts=DocumentFacts(**facts))[-1]
    return {one.target: one.partner for one in plan.targets if one.named or one.meant_score > 0}


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        (
            ["Seoul met Beijing.", "Washington watched.", "The two countries agreed."],
            {"CN": "KR", "KR": "CN"},
        ),
        (["Seoul met Beijing.", "Both sides agreed.", "They also hope for trade."], {"CN": "KR", "KR": "CN"}),
        (["Seoul met Beijing.", "Neither side wants a dispute."], {"CN": "KR", "KR": "CN"}),
        (["Seoul met Beijing in Hanoi, Vietnam.", "The two men spoke."], {"CN": "KR", "KR": "CN"}),
        (
            ["Seoul met Beijing.", "Both sides agreed in Washington on Monday."],
            {"US": None, "CN": "KR", "KR": "CN"},
        ),
        (["Seoul met Beijing.", "Both sides agreed to talk, Seoul said."], {"CN": "KR", "KR": "CN"}),
        # A third state is a partner and no target.
        (["Seoul met Manila.", "The two sides agreed."], {"KR": "other"}),
        (["Seoul met Beijing.", "Canberra and Tokyo signed a pact.", "The two sides agreed."], {}),
        # Whom the statement names itself may be one of them.
        (["Seoul met Beijing.", "Both sides and Washington agreed."], {"US": None}),
        (
            ["Seoul met Beijing.", "The two ministers condemned Washington."],
            {"US": None, "CN": "KR", "KR": "CN"},
        ),
        (["Seoul met Pyongyang.", "The two allies agreed."], {}),
        (["Seoul met Beijing.", "Both sides of the aisle agreed."], {}),
        (["Seoul met Beijing.", "They also hope for trade."], {}),
        (["Seoul met Pyongyang.", "They are two hostile states."], {}),
        # Those who stand in one statement do not displace those who met.
        (
            ["Seoul met Beijing.", "The Korean queen feared Japan.", "The two countries agreed."],
            {"CN": "KR", "KR": "CN"},
        ),
    ],
)
def test_the_two_sides_are_the_two_that_were_last_named_together(statements, expected):
    assert sure(statements) == expected


def test_in_a_states_own_words_a_third_ends_the_talk_of_two():
    statements = ["Seoul and Beijing met.", "Ottawa sent a minister.", "The two countries agreed."]
    assert sure(statements) == {"CN": "KR", "KR": "CN"}
    assert sure(statements, speaker="CN") == {}


def test_nobody_else_is_meant_by_the_two_sides_but_by_a_word_of_its_own():
    statements = ["Washington, Seoul and Beijing spoke.", "Seoul met Beijing.", "The two sides agreed."]
    assert {one.target for one in EVERYBODY.read(statements)[-1].targets} == {"CN", "KR"}
    statements[-1] = "The two sides agreed about the superpower."
    assert {one.target for one in EVERYBODY.read(statements)[-1].targets} == {"CN", "KR", "US"}


def test_a_long_document_without_two_sides_forgets_the_pair():
    assert sure(["Seoul met Beijing.", *["Rain fell."] * 20, "The two sides agreed."]) == {}


@pytest.mark.parametrize(
    ("statement", "code", "mention", "expected"),
    [
        ("“It must stop,” she said.", "KP", "she", True),
        ("“It must stop,” she said.", "KP", "It", False),
        ("“It must stop,” she said.", "KR", "she", False),
        ("“Seoul must stop,” she said.", "KP", "she", False),
    ],
)
def test_an_actor_only_speaks_where_its_pronoun_is_who_says_it_and_nobody_is_named(
    statement, code, mention, expected
):
    view = READER.view(["North Korean Foreign Minister Choe Son Hui answered Seoul.", statement])
    assert only_speaks(view, 1, code, mention) is expected
