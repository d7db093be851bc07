"""Who speaks in a joint statement, and whom its "our alliance" means."""

import numpy as np
import pytest

from detente.model.document.facts import DocumentFacts
from detente.model.document.following.joint import joint_authors
from detente.model.document.reader import DocumentReader
from detente.model.document.rules.english import english_rules
from detente.model.document.scorers import Scorers
from detente.model.text.actor_finder import ActorFinder

FINDER = ActorFinder.from_files()
BY_RULE = DocumentReader(FINDER, scorers=Scorers(meant={}, stance=np.zeros((7, 3)), source={}, threshold=0.5))


def authors(*statements, own=None):
    return joint_authors(statements, english_rules(), FINDER.find, own)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Joint Statement by the United States and Japan", ("US", "JP")),
        ("U.S.-ROK Joint Leaders’ Statement", ("US", "KR")),
        ("Japan-Republic of Korea Joint Press Release", ("JP", "KR")),
        ("United States–India Joint Declaration", ("US", "other")),
        ("Joint Statement of the Tea Envoy of the United States and the Tea Envoy of Japan", ("US", "JP")),
        ("Joint Statement of the Tea Envoys of Japan, the ROK, and the United States", ("JP", "KR", "US")),
        ("Full text of Joint Statement between China and Russia on Tea", ("CN", "RU")),
        ("Joint Fact Sheet: Tea Trade between the United States and China", ("US", "CN")),
        ("Joint Statement by the United States and Japan on Tea from China", ("US", "JP")),
        ("Joint Statement on the Ministerial Meeting of the United States, Japan and South Korea", ("US", "JP", "KR")),
        # One alone, or news of one.
        ("Joint Statement on Tea by the United States", ()),
        ("Joint Statement of the Ministers of Tea", ()),
        ("U.S. and Japan Issue Joint Statement on Tea", ()),
        ("Joint Statement by the U.S. and Japan.", ()),
        ("China Blasts Joint Statement by the United States and Japan", ()),
        ("Joint Statement Angers China and Russia", ()),
    ],
)  # fmt: skip
def test_the_title_of_a_joint_statement_names_who_speaks(title, expected):
    assert authors(title, "We condemn the launch.") == expected
    assert authors("Harbour House", title, "We condemn the launch.") == expected


def test_a_text_that_says_we_in_quotations_alone_is_news_of_a_joint_statement():
    title = "Joint Statement by the United States and Japan"
    assert authors(title, '"We condemn the launch," it says.') == ()
    assert authors(title, "The launch was condemned.") == ()


def test_who_only_reports_a_joint_statement_of_others_keeps_its_own_voice():
    statements = ["Joint Statement by the United States and Japan", "We condemn the launch."]
    assert authors(*statements, own="KP") == ()
    plans = BY_RULE.read(statements, facts=DocumentFacts(speaker="KP"))
    assert [one.voice for one in plans] == ["KP", "KP"]


TITLE = "Joint Statement of the Tea Envoys of the United States and South Korea"


def test_the_first_of_those_who_make_a_joint_statement_speaks():
    plans = BY_RULE.read([TITLE, "We condemn the launch by Pyongyang."])
    assert [(one.voice, one.voice_by) for one in plans] == [("US", "publisher")] * 2
    plans = BY_RULE.read([TITLE, "We condemn the launch."], facts=DocumentFacts(speaker="KR"))
    assert plans[-1].voice == "KR"
    plans = BY_RULE.read(["India-Japan Joint Statement", "We condemn the launch."])
    assert plans[-1].voice == "JP"


def test_the_two_sides_of_a_joint_statement_are_its_makers_whomever_it_names_before():
    begins = [TITLE, "We oppose the plan of China.", "We thank Moscow."]
    for last in ("The two sides will meet in May.", "Each side will go to China in May."):
        plan = BY_RULE.read([*begins, last])[-1]
        sure = {one.target: one.partner for one in plan.targets if one.meant_score > 0}
        assert sure == {"US": "KR", "KR": "US"}
    three = "Japan-United States-Republic of Korea Joint Statement"
    plan = BY_RULE.read([three, *begins[1:], "The three leaders will meet in May."])[-1]
    assert {one.target for one in plan.targets if one.meant_score > 0} == {"US", "KR"}


@pytest.mark.parametrize(
    ("last", "mention"),
    [
        ("Our alliance is strong.", "Our alliance"),
        ("We hail our close and lasting friendship.", "our close and lasting friendship"),
        ("We will work together on tea.", "We will work together"),
    ],
)
def test_what_is_theirs_together_means_each_of_them_by_the_other(last, mention):
    found = {
        one.target: (one.partner, one.mention)
        for one in BY_RULE.read([TITLE, "We condemn the launch.", last])[-1].targets
        if one.meant_score > 0
    }
    assert found == {"US": ("KR", mention), "KR": ("US", mention)}
    # In any other document "our alliance" is no such word.
    others = BY_RULE.read(["Washington met Seoul on Monday.", last])[-1].targets
    assert not [one for one in others if one.meant_score > 0]
