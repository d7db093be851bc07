"""Whom a statement does not mean, though who speaks or a name in it would show that: by the rules alone."""

import numpy as np
import pytest

from detente.model.document.facts import DocumentFacts
from detente.model.document.reader import DocumentReader
from detente.model.document.scorers import Scorers
from detente.model.text.actor_finder import ActorFinder

# Without the rules whoever is named anywhere is a candidate everywhere.
EVERYBODY = DocumentReader(
    ActorFinder.from_files(),
    scorers=Scorers(meant={"bias": 1.0}, stance=np.zeros((7, 3)), source={}, threshold=0.0),
)


def meant(statements, **facts):
    return {one.target for one in EVERYBODY.read(statements, facts=DocumentFacts(**facts))[-1].targets}


BEGINS = ['"China blocked the vessel," U.S. envoy Ann Roe said.']


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        ('"They hid the log of the vessel."', {"CN"}),
        # By these words the state that speaks means itself.
        ('"We saw the log of the vessel."', {"CN", "US"}),
        ('"I saw the log of the vessel."', {"CN", "US"}),
        ('"Congress saw the log of the vessel."', {"CN", "US"}),
        ('"The ambassador saw the log of the vessel."', {"CN", "US"}),
        ('"Both sides saw the log of the vessel."', {"CN", "US"}),
        # Who says it may be meant by "she".
        ('"They hid the log of the vessel," she said.', {"CN", "US"}),
    ],
)
def test_a_state_whose_words_go_on_means_itself_only_by_a_word_for_itself(last, expected):
    assert meant([*BEGINS, last]) == expected


def test_a_line_that_says_who_signs_names_nobody_of_the_document_s_own_state():
    line = "The following is attributable to U.S. Spokesperson Ann Roe:"
    assert meant([line], speaker="US") == set()
    assert meant([line]) == {"US"}
    assert meant(["The delay is attributable to U.S. Spokesperson Ann Roe."], speaker="US") == {"US"}


@pytest.mark.parametrize(
    "last",
    [
        "Ann Roe (Ashby South) spoke of the price of tea.",
        "Bo Lin (Wolverhampton South) (Lab): The price of tea is high.",
        "I thank the hon. Member for Ashby South for his words on tea.",
    ],
)
def test_the_south_of_a_constituency_means_no_state(last):
    plan = EVERYBODY.read(["South Korea and North Korea agreed.", last])[-1]
    assert not [one for one in plan.targets if one.mention == "South"]
    assert plan.voice in (None, "other")


def test_a_member_whose_constituency_is_in_the_south_of_a_town_speaks_for_no_korea():
    statements = ["Seoul agreed.", "Ann Roe (Ashby South) asked about Seoul.", "She said tea was dear."]
    assert EVERYBODY.read(statements)[-1].voice in (None, "other")


KOREA_FIRST = ["South Korea and China resumed talks with Washington."]


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        ("On tea the two powers are apart, and China accused the United States.", {"CN", "US"}),
        ("China and Russia agreed that the two sides would meet.", {"CN"}),
        ("The talks of Beijing with Moscow ended, and both sides were glad.", {"CN"}),
        # By these words a third is meant.
        ("China and Russia agreed, and the two sides thanked Gyeongju.", {"CN", "KR"}),
        # One side alone is named, or only the place where they met.
        ("The two sides met, and China was glad.", {"CN", "KR"}),
        ("In Beijing, the two sides of the table met.", {"CN", "KR", "US"}),
    ],
)
def test_where_a_statement_names_both_sides_no_third_is_one_of_them(last, expected):
    assert meant([*KOREA_FIRST, last]) == expected


def test_the_third_who_speaks_of_two_sides_is_meant_by_we():
    begins = [*KOREA_FIRST, '"China met Russia," South Korean envoy Ann Roe said.']
    assert meant([*begins, '"We saw that the two sides, China and Russia, met."']) == {"CN", "KR"}
    assert meant([*begins, '"The two sides, China and Russia, met."']) == {"CN"}


@pytest.mark.parametrize(
    "line",
    [
        "By Ann Roe, Seoul",
        "By Ann Roe and Bo Lin in Washington and Beijing",
        "(Reporting by Ann Roe in Beijing; Editing by Bo Lin)",
        "Copyright (c) 2031 Yonhap News Agency, Seoul.",
    ],
)
def test_a_credit_means_no_actor_though_it_names_its_town(line):
    assert meant(["China Thanks the North", line]) == set()


@pytest.mark.parametrize("line", ["By China and the United States", "By Monday Beijing had left."])
def test_a_line_that_only_begins_like_a_credit_means_actors(line):
    assert "CN" in meant(["Seoul Waits", line])


# A spokesman of the day, whom the offices list.
DAY = {"speaker": "US", "date": "2021-05-10"}
BRIEFING = ["Washington has the floor.", "QUESTION: Will Beijing come?"]


@pytest.mark.parametrize("reply", ["MR PRICE: Yes.", "MR PRICE: Sure."])
def test_the_label_of_a_turn_tells_who_speaks_and_means_nobody(reply):
    plan = EVERYBODY.read([*BRIEFING, reply], facts=DocumentFacts(**DAY))[-1]
    assert plan.voice == "US"
    assert {one.target for one in plan.targets} == {"CN"}


def test_a_turn_may_mean_the_person_whom_its_label_names():
    assert meant([*BRIEFING, "MR PRICE: We will see."], **DAY) == {"CN", "US"}
    assert meant([*BRIEFING, "QUESTION: What did Mr Price say?"], **DAY) == {"CN", "US"}


@pytest.mark.parametrize(
    "line", ["Grief and anger", "GRIEF", "A SIGN OF GRIEF?", "South China Sea", "Harbour Wire"]
)
def test_a_heading_between_paragraphs_that_names_nobody_means_nobody(line):
    assert meant(["China met Seoul.", line]) == set()


@pytest.mark.parametrize(
    "line",
    [
        "Grief was felt.",
        "Is there grief?",
        "Their grief",
        "The grief of the whole town over the price of tea",
    ],
)
def test_a_sentence_or_a_word_for_somebody_is_no_such_heading(line):
    assert meant(["China met Seoul.", line]) == {"CN", "KR"}
    # Below a headline stands another, of the same news.
    assert meant(["China Meets Seoul", "Grief and anger"]) == {"CN", "KR"}


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        ('"China was helpful, and we hope to go on," U.S. envoy Ann Roe said.', {"CN", "US"}),
        ('"China was helpful, and we hope our allies are," U.S. envoy Ann Roe said.', {"CN", "KR", "US"}),
        ('"China was helpful, and we hope they are," U.S. envoy Ann Roe said.', {"CN", "KR", "US"}),
        ('"China was helpful, as we said in Busan," U.S. envoy Ann Roe said.', {"CN", "KR", "US"}),
        # Nobody says "we", no state speaks, or the speaker names itself alone.
        ('"China was helpful," U.S. envoy Ann Roe said.', {"CN", "KR", "US"}),
        ('"China was helpful, and we hope to go on," a trader said.', {"CN", "KR", "US"}),
        ('"We hope to go on," U.S. envoy Ann Roe said.', {"CN", "KR", "US"}),
    ],
)
def test_a_speaker_s_we_and_another_named_leave_no_third(last, expected):
    assert meant(["Seoul, Beijing and Washington met.", last]) == expected
