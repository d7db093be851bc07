"""Who speaks where the statement names an office or a person and no state."""

import pytest
from voiced import voices

from detente.model.document.facts import DocumentFacts
from detente.model.document.reader import DocumentReader
from detente.model.text.actor_finder import ActorFinder


def test_an_office_whose_owner_stands_in_the_clause_before_speaks_for_it():
    said = "The Chinese embassy was closed on Monday, but its spokesman has denounced the fees."
    assert voices(["Shop owners said the fees were fair.", said])[1] == ("CN", "statement")


def test_somebody_without_a_name_is_not_whoever_spoke_before():
    found = voices(["Xi Jinping said the port was open.", "“He needs the port,” said one of the guests."])
    assert found[1] == ("other", "statement")


def test_he_is_the_private_person_who_spoke_last():
    found = voices(
        [
            "Chinese spokesman Su Ronghai said the port was open.",
            "A resident of the town, a baker, said it was shut.",
            "He said nobody had seen a ship.",
        ]
    )
    assert [one[0] for one in found] == ["CN", "other", "other"]


def test_an_office_of_the_owner_of_a_transcript_is_not_that_of_who_asked():
    found = voices(["QUESTION: Is it true?", "After lunch, the President said it was."], own="US")
    assert found[1] == ("US", "statement")


def test_she_is_the_official_of_the_document_who_was_not_named():
    found = voices(
        [
            "South Korean Vice Minister Han Jun-ho came to the office.",
            "The Deputy Secretary said the door was open.",
            "She said that it would stay open.",
        ],
        own="US",
    )
    assert [one[0] for one in found[1:]] == ["US", "US"]


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("“He broke the law,” said Paul Harrow, the assistant attorney general for trade.", "US"),
        ("The BOK said that prices would fall.", "KR"),
        ("Deputy Secretary of State Joan Marlow said that the door was open.", "US"),
        ("A group of Chinese ministers said that the door was open.", "CN"),
        ("Former Deputy Secretary of State Joan Marlow said that the door was open.", "other"),
        ("Defense attorney Paul Harrow asked for mercy.", "other"),
        (
            "“It is late,” said Tom Brandt, director of ports at Washington's Center for Strategic Studies.",
            "other",
        ),
    ],
)
def test_offices_of_one_state_alone_and_private_bodies_speak_for_whom_they_speak(said, code):
    assert voices([said])[0] == (code, "statement")


def test_a_person_with_such_an_office_is_known_by_surname():
    found = voices(["Senator Mark Dunley, a Republican, left early.", "Dunley said the port was shut."])
    assert found[1] == ("US", "statement")


def test_hong_kong_in_capitals_is_no_minister_of_that_name():
    reader = DocumentReader(ActorFinder.from_files())
    facts = DocumentFacts(date="2020-06-01")
    assert [
        one.person.surname for one in reader.view(["HONG said so in Seoul."], facts=facts).persons[0]
    ] == ["HONG"]
    view = reader.view(["HONG KONG - Hong Kong told Seoul that the port was open."], facts=facts)
    assert view.persons[0] == []
    assert view.voices[0] is not None
    assert view.voices[0].code == "other"
