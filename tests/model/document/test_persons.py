"""Persons are remembered by surname, for whom they speak, and office-holders are known by the date."""

import time
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


@pytest.mark.parametrize(
    ("introduction", "later", "expected"),
    [
        (
            "Chinese envoy Su Ronghai met Malaysian Prime Minister Siti Rahman.",
            "Rahman smiled.",
            ("Rahman", "other", True),
        ),
        (
            "South Korean minister Bae Minsu met Japanese Prime Minister Haruto Ozawa.",
            "Ozawa left.",
            ("Ozawa", "JP", True),
        ),
        ("The Chinese ambassador to the United States Su Ronghai left.", "Su smiled.", ("Su", "CN", True)),
        ("Su Ronghai, China’s new envoy to the United States, left.", "Su smiled.", ("Su", "CN", True)),
        ("Defense Minister Bae Minsu of South Korea met a US envoy.", "Bae left.", ("Bae", "KR", True)),
        ("The US report names Dr. Carla Whitmore's firm.", "Whitmore left.", ("Whitmore", "US", True)),
    ],
)
def test_a_person_is_of_the_state_next_to_the_name(introduction, later, expected):
    assert states([introduction, later]) == [expected]


@pytest.mark.parametrize(
    ("introduction", "later"),
    [
        ("Pyongyang Slams South Korean Grain Salt Folly", "Grain is dear."),
        ("The Chinese side will attend the ORCA Harbour Leaders' Meeting.", "ORCA is a forum."),
        ("The Chinese Joint Blue Panel met.", "Blue is a colour."),
        ("The Chinese navy uses Ream Coral Base.", "Ream lies in Cambodia."),
        ("The US is on Capitol Hill.", "The Hill is steep."),
        ("Whether Kenya signs is up to China.", "Kenya will sign."),
    ],
)
def test_titles_of_headlines_and_names_of_things_are_no_persons(introduction, later):
    assert states([introduction, later]) == []


def test_a_surname_that_is_another_word_is_none_where_a_sentence_begins():
    first = "North Korean envoy So Min-ho arrived."
    assert states([first, "So he smiled."]) == []
    assert states([first, "On Monday, “So he smiled.”"]) == []
    assert states([first, "Reporters asked So for a date."]) == [("So", "KP", True)]
    assert states([first, "So Min-ho smiled."]) == [("So", "KP", True)]


def test_a_name_that_stands_behind_does_not_reach_back_to_another_of_its_surname():
    first = "South Korean minister Han Jiho arrived."
    second = "Han met Chinese envoy Han Zhiming."
    assert states([first, second]) == [("Han", "KR", True), ("Han", "CN", True)]
    assert states([first, second, "Han was content."]) == [("Han", "CN", True)]


@pytest.mark.parametrize(
    ("headline", "expected"),
    [
        ("Su, Bae agree on rice", [("Su", "CN", True), ("Bae", "KR", True)]),
        ("Su-Bae talks end", [("Su", "CN", True), ("Bae", "KR", True)]),
        ("Su and Bae agreed on rice.", []),
    ],
)
def test_a_headline_names_those_whom_the_first_statements_introduce(headline, expected):
    statements = [headline, "Chinese envoy Su Ronghai met South Korean minister Bae Minsu.", "They left."]
    persons = Persons(OFFICES, None)
    persons.look_ahead(statements, [FINDER.find(text) for text in statements])
    persons.take(statements[0], FINDER.find(statements[0]))
    found = persons.find(statements[0])
    assert [(one.person.surname, one.person.state, one.introduced) for one in found] == expected


def test_a_surname_of_two_states_in_the_first_statements_is_nobodys_in_the_headline():
    statements = ["Han signs", "Chinese envoy Han Zhiming met South Korean minister Han Jiho."]
    persons = Persons(OFFICES, None)
    persons.look_ahead(statements, [FINDER.find(text) for text in statements])
    persons.take(statements[0], [])
    assert persons.find(statements[0]) == []


def test_only_headings_are_read_with_what_comes_behind_them():
    statements = ["Talks", "Han spoke.", "South Korean minister Han Jiho met her."]
    persons = Persons(OFFICES, None)
    persons.look_ahead(statements, [FINDER.find(text) for text in statements])
    for text in statements[:2]:
        persons.take(text, FINDER.find(text))
    assert persons.find(statements[1]) == []


@pytest.mark.parametrize(
    ("statement", "state"),
    [
        ("Kim agreed.", "KR"),
        ("U.S. Special Representative Kim agreed.", "US"),
        ("South Korean Special Representative Kim agreed.", "KR"),
        # A place, and the head of a title that another bears.
        ("In Washington Special Representative Kim agreed.", "KR"),
        ("U.S. Aide Thanks Kim", "KR"),
        ("The U.S., Special Representative Kim said, agreed.", "KR"),
    ],
)
def test_a_state_before_the_title_of_a_surname_is_its_own(statement, state):
    before = "The U.S. negotiator met South Korean Special Representative Kim Dohun in Washington."
    assert states([before, statement]) == [("Kim", state, True)]


def test_names_take_time_in_proportion_to_their_number():
    def seconds(count: int) -> float:
        text = "Han " * count + "South Korean minister Han Jiho, " * count + "A.B" * count + " met."
        started = time.perf_counter()
        persons = Persons(OFFICES, None)
        persons.look_ahead(["Talks", text], [[], []])
        persons.take(text, [])
        persons.find(text)
        return time.perf_counter() - started

    seconds(100)
    assert seconds(2000) < 40 * seconds(200) + 0.1
