"""States beside the listed actors hold stances as "other", however small they are."""

import pytest
from voiced import FINDER, voices

from detente.model.document.facts import DocumentFacts
from detente.model.document.holders import holder_words
from detente.model.document.reader import DocumentReader

STATES = [
    "Palau", "Tuvalu", "Marshall Islands", "Micronesia", "Nauru", "Eswatini", "Paraguay", "Guatemala", "Holy See",
    "Honduras", "Saint Lucia", "Belize", "Haiti", "Czech Republic", "Hungary", "Serbia", "Qatar", "Afghanistan",
]  # fmt: skip


@pytest.mark.parametrize("state", STATES)
def test_any_state_is_a_holder(state):
    text = f"The {state} hailed Beijing."
    assert [code for _, code in holder_words().named_in(text)] == ["other"]


@pytest.mark.parametrize(
    "text",
    [
        "The president of Palau said China had no right to the reef.",
        "Paraguayan Foreign Minister Ann Roe said China had no right to the reef.",
        "According to the Holy See, China has no right to the reef.",
    ],
)
def test_the_officials_of_any_state_speak_for_another(text):
    assert voices(["China claims a reef.", text])[-1] == ("other", "statement")


def test_the_speech_of_any_state_is_in_the_voice_of_another():
    reader = DocumentReader(FINDER)
    assert reader.own_voice(DocumentFacts(publisher="UN General Assembly (Palau)")) == "other"
    assert reader.own_voice(DocumentFacts(publisher="Ministry of Foreign Affairs of Paraguay")) == "other"


def test_a_state_is_not_heard_in_the_name_of_another_place():
    for text in (
        "Ships left American Samoa.",
        "Ships left the Panama Canal.",
        "Ships left the Gulf of Oman.",
    ):
        assert holder_words().named_in(text) == []
