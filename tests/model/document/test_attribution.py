"""Whose words a statement gives is found by the place of the verb, of commas and of a colon."""

import time

import pytest

from detente.model.document.attribution import find_attribution, turn_labels
from detente.model.document.quotations import follow_quotations


def attributed(text: str) -> tuple[str, str] | None:
    """The phrase that names the speaker, and its form."""
    found = find_attribution(text, follow_quotations([text])[0])
    return None if found is None else (text[found.start : found.end], found.form)


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        (
            "Su Ronghai, a fellow at the academy, said the visit helped.",
            "Su Ronghai, a fellow at the academy",
        ),
        (
            "In Seoul, Ann Roe, the head of Peace and Trade, said the North lost.",
            "Ann Roe, the head of Peace and Trade",
        ),
        ("Rep. Tom Brandt, R-Ohio, said Beijing cheats.", "Rep. Tom Brandt, R-Ohio"),
        ("Tom Brandt, who leads the panel on China, said the South paid.", "Tom Brandt"),
        ("The Commerce Department, citing Reuters, said Hanoi had agreed.", "The Commerce Department"),
    ],
)
def test_a_comma_behind_an_apposition_leaves_the_words_to_the_name(text: str, subject: str) -> None:
    assert attributed(text) == (subject, "apposed")


@pytest.mark.parametrize(
    "text",
    [
        "The talks were useful, said the ministry.",
        "The talks, held in Seoul, were useful, said the ministry.",
        "Seoul, once an ally, has changed, said the ministry.",
        "Sanctions, in the end, hurt nobody, said the ministry.",
        "Yes, of course, said the ministry.",
        "In Seoul, said the ministry, prices rose.",
    ],
)
def test_a_verb_behind_a_clause_leaves_the_words_to_what_follows(text: str) -> None:
    found = attributed(text)
    assert found is not None
    assert found[0].startswith("the ministry")
    assert found[1] == "behind"


def test_a_relative_clause_is_no_part_of_who_speaks() -> None:
    assert attributed("The shipyards of Seoul, which sell to Russia, said that all is well.") == (
        "The shipyards of Seoul",
        "before",
    )


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ('Steelworkers union leader Tom Brandt: "We are worried."', "Steelworkers union leader Tom Brandt"),
        ("Sen. Ann J. Roe (R-OH): “Seoul should take note.”", "Sen. Ann J. Roe (R-OH)"),
    ],
)
def test_a_name_and_a_colon_before_a_quotation_say_who_speaks(text: str, subject: str) -> None:
    assert attributed(text) == (subject, "according")


@pytest.mark.parametrize(
    "text",
    [
        'He had one message for Tom Brandt: "Stop."',
        'The answer is clear: "Stop."',
        'A poster in South Korea: "Stop."',
        'Her view of North Korea: "Stop."',
        "Tom Brandt: We are worried.",
    ],
)
def test_a_colon_behind_something_else_says_nothing(text: str) -> None:
    assert attributed(text) is None


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ('Mr Brandt left the room, saying: "This helps nobody."', "Mr Brandt"),
        ("The North hit back, adding that “nobody gains”.", "The North"),
        ('In Seoul, Roe left the room, saying: "No."', None),
        ('The visit ended with Roe saying "we will meet".', None),
        ('The visit ended early, saying: "No."', None),
        ('Vowing to win, he left, saying "no".', None),
    ],
)
def test_saying_before_a_quotation_leaves_it_to_the_name_at_the_head(text: str, subject: str | None) -> None:
    assert attributed(text) == (None if subject is None else (subject, "according"))


@pytest.mark.parametrize(
    "text", ["That said, our door remains open.", "But that said, we wait.", "Having said that, we wait."]
)
def test_that_said_is_nobodys_word(text: str) -> None:
    assert attributed(text) is None


def test_the_verb_behind_that_said_has_a_speaker() -> None:
    assert attributed("That said, the ministry warned of delays.") == ("the ministry", "before")


@pytest.mark.parametrize(
    "text",
    [
        "China's baseless claims over the shoal annoy Hanoi.",
        "The rival claims to the shoal are old.",
        "Washington's demands were met.",
        "North Korea's notes reached Seoul.",
        "Beijing has been accused of theft.",
        "The fund was later criticised in Seoul.",
        "Seoul has every reason to say no.",
        "Waters claimed by Beijing are rich in fish.",
        "The report released on Monday is long.",
        "Washington added 12 firms to its list.",
        "Washington added Brandt Marine to the blacklist.",
        "Other member states of the bloc joined the drill.",
    ],
)
def test_nouns_passives_and_infinitives_say_nothing(text: str) -> None:
    assert attributed(text) is None


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("Beijing claims that Hanoi lied.", "Beijing"),
        ("Seoul demands an end to the drills.", "Seoul"),
        ("The North's demands grew, the ministry said.", "the ministry"),
        ("Mr Brandt was quoted as saying that Seoul lied.", "Mr Brandt was"),
        ("Seoul added that it would wait.", "Seoul"),
        ("The ministry shrugged off the threat.", "The ministry"),
        ("The National Assembly condemned the launch.", "The National Assembly"),
    ],
)
def test_verbs_of_the_same_form_have_a_speaker(text: str, subject: str) -> None:
    found = attributed(text)
    assert found is not None
    assert found[0].strip() == subject


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("Seoul's office rebuffed the reproach, noting that Tom Brandt had praised it.", "Seoul's office"),
        ("On Monday, Hanoi hit back at Tom Brandt, saying he told lies.", "Hanoi"),
        ("The firm sued Brandt Marine, adding to the row.", None),
    ],
)
def test_words_behind_noting_that_are_of_the_main_clause(text: str, subject: str | None) -> None:
    found = attributed(text)
    assert (None if found is None else found[0].strip()) == subject


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        (
            '"Seoul is late," said Gen. Tom Brandt, the commander of U.S. Forces.',
            "Gen. Tom Brandt, the commander of U.S. Forces",
        ),
        ('"It works," said Lt. Col. Ann J. Roe of Seoul. ', "Lt. Col. Ann J. Roe of Seoul"),
    ],
)
def test_the_dot_of_a_title_does_not_end_the_name(text: str, subject: str) -> None:
    assert attributed(text) == (subject, "behind")


def test_a_name_with_a_verb_of_its_own_is_what_is_spoken_of() -> None:
    found = attributed("A guard, Ann Roe, said Seoul was late.")
    assert found is not None
    assert "Seoul" not in found[0]


def test_labels_are_those_that_come_back_or_have_a_title() -> None:
    statements = [
        "FACT SHEET: A New Pact",
        "PEACE BY TRADE: Seoul will buy rice.",
        "MR DOE: We agree.",
        "FOREIGN MINISTER ROE: So do we.",
    ]
    assert turn_labels(statements) == [None, None, "MR DOE", "FOREIGN MINISTER ROE"]


def test_a_label_keeps_the_brackets_that_tell_for_whom_it_speaks() -> None:
    statements = ["MR. KIM (DPRK): We object.", "MS. ROE (MALTA) (spoke in French): We agree.", "He left."]
    assert turn_labels(statements) == ["MR. KIM (DPRK)", "MS. ROE (MALTA)", None]
    statements = ["Mr. Kim (ROK): We agree.", "Ms. Roe (Malta): So do we."]
    assert turn_labels(statements) == ["Mr. Kim (ROK)", "Ms. Roe (Malta)"]


@pytest.mark.parametrize("head", ["LIVE", "URGENT", "BREAKING NEWS", "CHINA", "NATO", "U.S."])
def test_the_head_of_a_news_item_names_no_speaker(head: str) -> None:
    assert turn_labels([f"{head}: Seoul condemns the launch", "The missile fell into the sea."]) == [
        None,
        None,
    ]


@pytest.mark.parametrize("line", ["PARIS: Seoul left.", "President Roe: Seoul must act", "A: a view"])
def test_one_label_that_is_no_title_in_capitals_gives_nobody_the_floor(line: str) -> None:
    assert turn_labels([line, "The talks ended."]) == [None, None]
    assert turn_labels(["MR DOE: We agree.", "The talks ended."]) == ["MR DOE", None]


def test_a_state_speaks_where_its_label_comes_back() -> None:
    statements = [
        "CHINA: We call for calm.",
        "JAPAN: So do we.",
        "CHINA: Then we agree.",
        "LIVE: A vote",
        "LIVE: No",
    ]
    assert turn_labels(statements) == ["CHINA", None, "CHINA", None, None]


def test_the_q_of_a_briefing_and_the_labels_of_a_hearing_are_labels_in_a_table_too() -> None:
    assert turn_labels(["We agree.", "Q Why? He did not say.", "Q fever is rare."]) == [None, "Q", None]
    hearing = ["The CHAIRMAN. We begin.", "Mr. HOLT. Thank you.", "Ice fell.", "Mr. HOLT. It did."]
    assert turn_labels(hearing) == ["The CHAIRMAN", "Mr. HOLT", None, "Mr. HOLT"]
    assert turn_labels(hearing[:2]) == [None, None]


def test_names_are_labels_in_a_document_with_turns_of_such() -> None:
    statements = ["Reuters: Why?", "Bai Yulan: Ask them.", "Bai Yulan: Yes.", "Bai Yulan: No.", "He left."]
    assert turn_labels(statements) == ["Reuters", "Bai Yulan", "Bai Yulan", "Bai Yulan", None]
    assert turn_labels(statements[:2]) == [None, None]


@pytest.mark.parametrize(
    "piece",
    [
        "Roe, a fellow, said ",
        "Roe left, saying ",
        "said Gen. Roe was ",
        "added one to ",
        "For the head of ",
        "A. ",
        "Ann Roe ",
        "for ",
        "A left, saying ",
    ],
)
def test_a_long_statement_takes_no_long_time(piece: str) -> None:
    text = piece * (200_000 // len(piece)) + ', said the ministry: "No."'
    started = time.perf_counter()
    attributed(text)
    turn_labels([text])
    assert time.perf_counter() - started < 5
