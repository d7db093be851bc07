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
        ("Moon Jae-in landed in Hanoi.", "Nobody greeted Moon there.", "KR", True, "Moon", "Moon Jae-in"),
        ("Seoul is worried.", "The Koreans sell fewer cars.", "KR", True, "Koreans", "Seoul"),
        ("Seoul flew Moon Jae-in home.", "Nobody greeted Moon there.", "KR", True, "Moon", "Moon Jae-in"),
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


@pytest.mark.parametrize(
    "statement",
    ["Shares of Gallup Korea rose.", "The Korean War began in June.", "A Korean restaurant opened."],
)
def test_a_name_that_holds_korea_is_not_the_south(statement):
    plans = READER.read(["Seoul is worried.", statement])
    assert [target.named for target in plans[1].targets if target.target == "KR"] == [False]


def test_a_long_line_of_short_names_takes_no_time():
    started = time.process_time()
    READER.read(["Seoul met Pyongyang.", "in Korea and " * 4000])
    assert time.process_time() - started < 5


@pytest.mark.parametrize(
    ("statement", "publisher", "code", "counts"),
    [
        ("The Koreans sell fewer cars.", None, "KR", True),
        ("A Korean shipyard was sanctioned.", None, "KR", True),
        ("The Koreans sell fewer cars.", "KCNA", "KR", False),
        ("The Korean nuclear talks stalled.", None, "KR", False),
        ("A North Korean shipyard was sanctioned.", None, "KR", False),
        ("Asia's fourth-largest economy shrank.", None, "KR", True),
        ("The world’s largest economy grew.", None, "US", True),
        ("The world's top economy grew.", None, "US", True),
        ("The world's two largest economies grew.", None, "US", False),
        ("The world's second-largest economy grew.", None, "US", False),
        ("The world's second-largest economy grew.", None, "CN", True),
    ],
)
def test_short_names_that_are_sure_where_the_document_names_the_actor(statement, publisher, code, counts):
    first = "Seoul, Pyongyang, Beijing and Washington are worried."
    plans = READER.read([first, statement], facts=DocumentFacts(publisher=publisher))
    assert [one.target for one in plans[1].targets if one.named].count(code) == counts
    assert code not in {one.target for one in READER.read([statement])[0].targets}


def test_where_two_are_likely_the_two_sides_each_is_the_others_partner():
    plans = READER.read(["Seoul met Beijing.", "The two sides agreed to trade more.", "Rain fell."])
    partners = [{target.target: target.partner for target in plan.targets} for plan in plans]
    assert partners[1:] == [{"CN": "KR", "KR": "CN"}, {"CN": None, "KR": None}]


@pytest.mark.parametrize(
    ("statements", "code", "mention"),
    [
        (["Seoul met Beijing.", "Both sides agreed on TikTok."], "CN", "Both sides"),
        (["Seoul met Beijing.", "There is a will on both sides to do it."], "CN", "both sides"),
        (
            ["Seoul waited.", "“Our duty is the National Assembly,” Seoul said.", "“We wait,” it said."],
            "KR",
            "We",
        ),
        # Who says something is meant by nobody else's pronoun.
        (
            ["Seoul waited.", "North Korean envoy Ri Chol spoke.", "“Their drills must stop,” he said."],
            "KR",
            "Their",
        ),
        (["Seoul waited.", "North Korean envoy Ri Chol spoke.", "“It must stop,” he said."], "KP", "he"),
    ],
)
def test_the_word_shown_is_the_one_that_means_the_actor(statements, code, mention):
    assert meant(statements, len(statements) - 1, code)[1] == mention


def test_only_the_targets_asked_for_are_planned():
    plans = READER.read(["Beijing met Washington.", "They talked."], targets=["US"])
    assert [[target.target for target in plan.targets] for plan in plans] == [["US"], ["US"]]


@pytest.mark.parametrize("targets", [["US"], ["KR", "US"], ["JP", "US"]])
def test_a_target_is_read_alike_whichever_others_are_asked_for(targets):
    statements = [
        "Beijing and Pyongyang protested against Washington.",
        "“The Americans must stop,” Chinese envoy Han Zhiming said.",
        "The North agreed with him.",
    ]
    whole = DocumentReader(ActorFinder.from_files())
    asked = [plan.targets for plan in whole.read(statements, targets=targets)]
    of_all = whole.read(statements)
    for plans, found in zip(asked, of_all, strict=True):
        assert [one for one in plans if one.target == "US"] == [
            one for one in found.targets if one.target == "US"
        ]


def test_of_two_who_speak_the_first_named_is_the_voice_by_a_short_name_too():
    plans = READER.read(["Seoul and Beijing met.", "Envoys of the South to China said it was good."])
    assert (plans[1].voice, plans[1].voice_by) == ("KR", "statement")


def test_the_speaker_given_is_the_voice_of_the_document():
    (plan,) = READER.read(["The drills must stop."], facts=DocumentFacts(speaker="KP"))
    assert (plan.voice, plan.voice_by) == ("KP", "publisher")
    (plan,) = READER.read(["The drills must stop."], facts=DocumentFacts(publisher="KCNA"))
    assert (plan.voice, plan.voice_by) == ("KP", "publisher")


def test_the_context_is_the_statement_before():
    plans = READER.read(["Beijing protested.", "Rain fell.", "x" * 3000, "End."])
    assert [plan.context for plan in plans[:3]] == ["", "Beijing protested.", "Rain fell."]
    assert plans[3].context == "x" * 400


QUESTIONS = [
    "Washington fined ten Chinese firms.",
    "So I am told.",
    "What is your comment?",
    "It is a farce.",
    "Yes.",
]


def test_the_context_of_a_reply_reaches_back_over_a_question_that_names_nobody():
    asked = ["Reuters"] * 3
    plans = READER.read(QUESTIONS, labels=[*asked, "Bai Yulan", "Bai Yulan"])
    assert [plan.context for plan in plans] == ["", QUESTIONS[0], QUESTIONS[1], QUESTIONS[0], QUESTIONS[3]]
    assert {target.target: target.earlier for target in plans[3].targets} == {"US": "", "CN": ""}


@pytest.mark.parametrize(
    ("question", "labels"),
    [
        ("What is your comment?", [None] * 3),  # no transcript
        ("What is your comment?", ["Bai Yulan", "Reuters", "Bai Yulan"]),  # what was named is of another turn
        ("What does Tokyo say?", ["Reuters", "Reuters", "Bai Yulan"]),
        ("Please comment.", ["Reuters", "Reuters", "Bai Yulan"]),
    ],
)
def test_elsewhere_the_context_is_the_question(question, labels):
    plans = READER.read(["Washington fined ten firms.", question, "It is a farce."], labels=labels)
    assert plans[2].context == question


def test_the_last_name_further_back_is_kept_for_a_target_that_the_statement_before_does_not_name():
    plans = READER.read(
        ["Beijing protested.", "Pyongyang launched a rocket.", "It was condemned.", "He agreed."]
    )
    earlier = [{target.target: target.earlier for target in plan.targets} for plan in plans]
    assert earlier[0]["CN"] == ""
    assert earlier[2] == {"CN": "Beijing protested.", "KP": ""}
    assert earlier[3] == {"CN": "Beijing protested.", "KP": "Pyongyang launched a rocket."}


@given(st.lists(st.text(max_size=60), max_size=8))
def test_any_statements_can_be_read(statements):
    plans = READER.read(statements)
    assert [plan.statement for plan in plans] == statements


def test_a_long_document_takes_time_in_proportion_to_its_length():
    def seconds(times: int) -> float:
        statements = ["He met Foreign Minister Wang Yi.", "They spoke of the North, she said."] * times
        taken = []
        # The least of three: what the rest of the tests left to be collected may cost time in one.
        for _ in range(3):
            started = time.process_time()
            READER.read(statements)
            taken.append(time.process_time() - started)
        return min(taken)

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


def test_an_office_of_an_own_list_tells_who_speaks(tmp_path):
    own = tmp_path / "own.toml"
    own.write_text(
        '[[KP.office]]\ntitle = "premier"\nholders = [{ name = "Cleito Blattfeld", from = "2020", to = "2026" }]\n',
        encoding="utf-8",
    )
    statements = ["Premier Blattfeld said the embargo was a crime.", "He thanked Seoul for the rice."]
    plans = DocumentReader(ActorFinder.from_files(own)).read(
        statements, facts=DocumentFacts(date="2023-05-01")
    )
    assert [plan.voice for plan in plans] == ["KP", "KP"]
    later = DocumentReader(ActorFinder.from_files(own)).read(
        statements, facts=DocumentFacts(date="2028-05-01")
    )
    assert "KP" not in [plan.voice for plan in later]


def test_a_surname_of_the_norths_leader_is_that_of_whom_the_document_introduced():
    statements = [
        "South Korean Prime Minister Kim Haneul met reporters.",
        "Kim said Pyongyang was welcome, and Mr. Kim smiled.",
        "North Korean leader Kim Jong Un was silent.",
    ]
    plans = READER.read(statements)
    named = {one.target: one.mentions for one in plans[1].targets if one.named}
    assert [statements[1][one.start : one.end] for one in named["KP"]] == ["Pyongyang"]
    assert {one.target for one in plans[2].targets if one.named} == {"KP"}


def test_a_headline_names_whom_the_text_below_introduces_under_an_own_name():
    plans = READER.read(["Wang, Bae sign", "Chinese minister Wang Yi met South Korean minister Bae Minsu."])
    of_headline = {one.target: one.resolved_from for one in plans[0].targets}
    assert of_headline == {"CN": "Wang Yi", "KR": "Bae Minsu"}
