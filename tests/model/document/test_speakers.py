"""Who speaks is followed through a document."""

import pytest

from detente.model.document.persons import Persons
from detente.model.document.speakers import follow_speakers
from detente.model.text.actor_finder import ActorFinder
from detente.model.text.offices import Offices

FINDER = ActorFinder.from_files()


def voices(statements, *, own=None, labels=None):
    """For each statement the code of who speaks and how that is known."""
    mentions = [FINDER.find(text) for text in statements]
    found, _ = follow_speakers(
        statements,
        mentions,
        Persons(Offices.from_files(), None),
        labels=labels or [None] * len(statements),
        own=own,
    )
    return [None if voice is None else (voice.code, voice.by) for voice in found]


def test_a_narrator_of_no_stated_country_is_nobody():
    assert voices(["The talks began at noon."]) == [None]


def test_a_speaker_named_in_the_statement_speaks():
    assert voices(["The talks were useful, Chinese Foreign Ministry spokesman Su Ronghai said."]) == [
        ("CN", "statement")
    ]


@pytest.mark.parametrize(
    "said",
    [
        "“The drills must stop,” he said.",
        "He said that the drills must stop.",
        "The drills of the United States must stop, he said.",
        "The drills must stop, Su added.",
        "The drills must stop, according to Su.",
    ],
)
def test_he_and_a_surname_are_who_was_named_before(said):
    found = voices(["Chinese Foreign Ministry spokesman Su Ronghai said so on Monday.", said])
    assert found[1] == ("CN", "statement")


def test_a_quotation_keeps_its_speaker_over_its_statements():
    found = voices(
        [
            "“The drills must stop,” said Chinese spokesman Su Ronghai.",
            "“They threaten the region.",
            "They help nobody.”",
        ]
    )
    assert found == [("CN", "statement"), ("CN", "quotation"), ("CN", "quotation")]


def test_she_is_the_official_who_was_introduced_without_a_word_of_hers():
    found = voices(
        ["Chinese Foreign Ministry spokeswoman Bai Yulan met the press.", "The drills must stop, she said."]
    )
    assert found[1] == ("CN", "statement")


def test_she_is_nobody_where_officials_of_two_states_were_introduced():
    meeting = "Chinese Foreign Minister Bai Yulan met U.S. Secretary of State Ann Tolliver."
    assert voices([meeting, "The drills must stop, she said."])[1] == ("other", "statement")


def test_a_speaker_named_behind_a_quotation_has_said_all_of_it():
    found = voices(["“The drills must stop.", "They help nobody,” said Chinese spokesman Su Ronghai."])
    assert found == [("CN", "quotation"), ("CN", "statement")]


def test_an_announced_statement_speaks_until_somebody_else_does():
    found = voices(
        [
            "A spokesman for the Chinese Foreign Ministry said:",
            "The drills are a provocation.",
            "The US side has to stop them.",
            "Seoul said it would go on.",
        ]
    )
    assert found[:3] == [("CN", "statement"), ("CN", "document"), ("CN", "document")]
    assert found[3] == ("KR", "statement")


def test_a_turn_of_a_transcript_belongs_to_its_label():
    found = voices(
        ["QUESTION: Will you talk to Pyongyang?", "MR DOE: We will.", "There are no conditions."], own="US"
    )
    assert found == [("other", "document"), ("US", "document"), ("US", "document")]


def test_labels_that_the_splitter_took_off_count_too():
    assert voices(["Will you talk?", "We will."], labels=["QUESTION", "MR DOE"], own="US") == [
        ("other", "document"),
        ("US", "document"),
    ]


def test_a_document_in_a_states_voice_speaks_for_it():
    assert voices(["The drills are a provocation."], own="KP") == [("KP", "publisher")]


def test_private_voices_speak_for_nobody():
    assert voices(["The deal is weak, said Anna Brandt, an analyst in Beijing."]) == [("other", "statement")]


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("The Committee for the Peaceful Reunification of Korea said the drills must stop.", "KP"),
        ("President Xi Jinping, before the Cooperation Association, said that the drills must stop.", "CN"),
        ("The wife of Kim Chol, a miner of the North, said that the drills must stop.", "other"),
        ("Western capitals said the drills must stop.", "other"),
        ("In a note to Washington, the Chinese embassy said the drills must stop.", "CN"),
    ],
)
def test_bodies_and_private_persons_speak_for_whom_they_speak(said, code):
    assert voices([said], own="KP") == [(code, "statement")]
