"""The labels of an English transcript tell for whom each speaks: by a country in brackets, and who asks."""

import pytest

from detente.model.document.facts import DocumentFacts
from detente.model.document.reader import DocumentReader
from detente.model.text.actor_finder import ActorFinder
from detente.model.text.statements import split_statements

READER = DocumentReader(ActorFinder.from_files())
HEAD = "Foreign Ministry Spokesperson Bai Yulan's Press Conference"


def voices(labels, *, head="Words of the day", own="CN"):
    """The codes of who speaks in the turns of a document, one statement each."""
    turns = "".join(f"{label}: The drills will end.\n\n" for label in labels)
    found = split_statements(f"{head}\n\n{turns}")
    plans = READER.read(
        [one.text for one in found], labels=[one.speaker for one in found], facts=DocumentFacts(speaker=own)
    )
    return [plan.voice for plan in plans[1:]]


def test_a_country_in_the_brackets_of_a_label_speaks():
    labels = [
        "Mr. Roe (United States of America)",
        "Mr. Su (China) (spoke in Chinese)",
        "Ms. Sato (Japan)",
        "Mr. Doe (Legal Affairs)",
    ]
    assert voices(labels, own="KR") == ["US", "CN", "JP", "KR"]


@pytest.mark.parametrize(
    ("head", "labels"),
    [
        (HEAD, ["The Quayside Courier", "Bai Yulan"]),
        (
            "Words of the day",
            ["The Quayside Courier", "Bai Yulan", "Lagos Star", "Bai Yulan", "Reuters", "Bai Yulan"],
        ),
        ("Words of the day", ["Reuters", "Bai Yulan", "Lagos Star", "Bai Yulan (by video)"]),
    ],
)
def test_who_asks_the_one_who_replies_speaks_for_nobody(head, labels):
    assert voices(labels, head=head) == ["other", "CN"] * (len(labels) // 2)


@pytest.mark.parametrize(
    "labels",
    [
        ["Bai Yulan", "Su Ronghai"] * 3,  # either may ask
        ["Bai Yulan", "Su Ronghai", "Han Min", "Bai Yulan", "Su Ronghai", "Bai Yulan"],
        ["Ms. Roe", "Bai Yulan", "SECRETARY DOE", "Bai Yulan", "Foreign Ministry", "Bai Yulan"],
    ],
)
def test_where_no_one_replies_to_all_no_name_asks_and_a_title_never_does(labels):
    assert set(voices(labels)) == {"CN"}


@pytest.mark.parametrize("label", ["JoongAng Ilbo", "NTV", "The Hankyoreh", "Nikkei"])
def test_newspapers_and_broadcasters_ask(label):
    assert voices(["Bai Yulan", label, "Su Ronghai", "Bai Yulan", "Bai Yulan"])[1] == "other"


def test_a_label_that_names_a_state_speaks_for_it_unless_it_asks():
    labels = [
        "SECRETARY OF STATE RUBIO",
        "NORTH KOREAN AMBASSADOR",
        "THE UNITED STATES",
        "CHINA DAILY",
        "MR. BUSH",
    ]
    assert voices(labels, own="CN") == ["US", "KP", "US", "other", "CN"]


def test_members_of_congress_and_who_chairs_their_hearing_speak_for_the_united_states():
    labels = ["The Chairman", "SENATOR ROE", "Mr. Doe", "Rep. Kim Min-soo"]
    assert voices(labels, own=None) == ["US", "US", "other", "KR"]
    assert voices(["The Chairman", "Mr. Doe", "Senator ROE"], own=None) == ["other"] * 3


def test_who_chairs_a_hearing_that_the_head_announces_speaks_for_its_congress():
    labels = ["Mr. Doe", "The Chairman", "Mr. Doe"]
    assert voices(labels, head="Hearing before the Committee on Ice, U.S. Senate", own=None)[1] == "US"
    assert (
        voices(labels, head="Hearing before the Committee on Ice, Senate of Canada", own=None)[1] == "other"
    )
