"""Persons are remembered by surname, for whom they speak, and office-holders are known by the date."""

from datetime import date

import pytest

from detente.model.document.persons import Persons
from detente.model.text.actor_finder import ActorFinder
from detente.model.text.offices import Offices

FINDER = ActorFinder.from_files()
OFFICES = Offices.from_files()


def states(statements: list[str], *, day: date | None = None) -> list[tuple[str, str, bool]]:
    """Read the statements; the persons that the last one names: surname, state, and whether it was introduced."""
    persons = Persons(OFFICES, day)
    for text in statements:
        persons.take(text, FINDER.find(text))
    found = persons.find(statements[-1])
    return [(one.person.surname, one.person.state, one.introduced) for one in found]


@pytest.mark.parametrize(
    ("introduction", "later", "expected"),
    [
        ("Chinese Foreign Ministry spokesman Su Ronghai spoke.", "Su gave no date.", ("Su", "CN", True)),
        ("US deputy envoy Carla Whitmore arrived.", "Whitmore smiled.", ("Whitmore", "US", True)),
        ("Japanese Foreign Minister Haruto Ozawa left.", "Mr. Ozawa was late.", ("Ozawa", "JP", True)),
        ("Russian Ambassador Pavel Orlin protested.", "Orlin left.", ("Orlin", "RU", True)),
        ("Anna Brandt, an analyst in Beijing, was asked.", "Brandt doubts it.", ("Brandt", "other", True)),
        ("South Korean lawmaker Bae Minsu objected.", "Bae left.", ("Bae", "KR", True)),
    ],
)
def test_a_surname_goes_back_to_the_person_who_was_introduced(introduction, later, expected):
    assert states([introduction, later]) == [expected]


@pytest.mark.parametrize(
    ("introduction", "later", "surname"),
    [
        ("Kim Soo-jin, an analyst in Busan, was asked.", "Kim shrugged.", "Kim"),
        ("Hong Min, a researcher in Seoul, was asked.", "Hong doubts it.", "Hong"),
        ("Jane Kim, an analyst in Boston, was asked.", "Kim doubts it.", "Kim"),
    ],
)
def test_the_name_of_a_private_person_shows_which_is_the_surname(introduction, later, surname):
    assert states([introduction, later]) == [(surname, "other", True)]


def test_a_full_name_of_somebody_else_is_not_the_person_who_was_introduced():
    first = "South Korean minister Han Jiho arrived."
    assert states([first, "Han Do-yun sells shoes."]) == [("Han", "other", True)]
    assert states([first, "Han Do-yun sells shoes.", "Han smiled."]) == [("Han", "other", True)]


def test_without_a_date_a_courtesy_title_makes_no_office_holder():
    assert states(["Mrs. Lee, 81, spoke on Monday."]) == []
    assert states(["Mr. Yoon spoke on Monday."], day=date(2023, 5, 1)) == [("Yoon", "KR", False)]


def test_a_surname_of_nobody_is_nobody():
    assert states(["The talks ended.", "Whitmore smiled."]) == []


def test_an_office_holder_is_known_by_the_date_of_the_document():
    assert states(["Yoon spoke on Monday."], day=date(2023, 5, 1)) == [("Yoon", "KR", False)]
    assert states(["Yoon spoke on Monday."], day=date(1985, 5, 1)) == []


def test_without_a_date_an_office_holder_needs_a_title():
    assert states(["Yoon spoke on Monday."]) == []
    assert states(["President Yoon spoke on Monday."]) == [("Yoon", "KR", False)]


def test_a_surname_that_both_koreas_have_in_office_is_not_guessed():
    found = states(["Kim spoke on Monday."], day=date(2023, 5, 1))
    assert found == []


def test_the_latest_of_two_persons_of_one_surname_counts():
    found = states(
        [
            "Chinese envoy Han Zhiming arrived.",
            "South Korean minister Han Jiho met him.",
            "Han was content.",
        ]
    )
    assert found == [("Han", "KR", True)]


@pytest.mark.parametrize("written", ["Hong Kong", "Tokyo Asia Forum", "Rodong Sinmun"])
def test_places_and_papers_are_no_persons(written):
    introduced = f"Chinese official {written} spoke in Beijing."
    assert states([introduced, f"{written} was full."]) == []


def test_a_person_whose_name_alone_is_known_is_one_too():
    assert states(["Shinzo Abe left.", "Abe smiled."]) == [("Abe", "JP", True)]


@pytest.mark.parametrize("title", ["British ambassador", "Australian ambassador"])
def test_a_first_name_that_is_a_family_name_elsewhere_takes_nobodys_surname(title):
    met = ["North Korean leader Kim Jong Un opened the congress.", f"{title} Kim Darroch met him."]
    assert states([*met, "Kim said so."]) == [("Kim", "KP", True)]
    assert states([*met, "Darroch said so."]) == [("Darroch", "other", True)]
