"""Of several holders that the words for a speaker name, the right one speaks: by order, office and introduction."""

import pytest
from voiced import voices


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("The Japanese ambassador to the United States said the pact was sound.", "JP"),
        ("Russia's envoy to North Korea said the drills had failed.", "RU"),
        ("A U.N. panel on North Korea said so.", "UN"),
        ("Chinese and Russian diplomats said the talks went well.", "CN"),
        ("The U.S. and Japanese defense ministers said Pyongyang must stop.", "US"),
        ("The foreign ministers of China and Russia said the talks went well.", "CN"),
    ],
)
def test_the_holder_named_first_speaks(words, code):
    assert voices([words]) == [(code, "statement")]


@pytest.mark.parametrize(
    ("statements", "code"),
    [
        (["South Korea's president flew to Tokyo.", "He said Pyongyang must disarm."], "KR"),
        (["The Chinese ambassador left Seoul.", "“The drills must stop,” he said."], "CN"),
        (["Japan's premier flew to Hanoi.", "He said Pyongyang must disarm."], "JP"),
    ],
)
def test_he_is_the_one_whom_the_statement_before_calls_by_an_office(statements, code):
    assert voices(statements)[-1] == (code, "statement")


def test_he_is_nobody_for_certain_where_two_offices_were_named():
    statements = ["South Korea's president met Japan's premier.", "He said Pyongyang must disarm."]
    assert voices(statements)[-1] == ("other", "statement")


@pytest.mark.parametrize(
    "last",
    [
        "Rep. Kim said Pyongyang lied.",
        "South Korean Rep. Park said Pyongyang lied.",
        "“Pyongyang lied,” said Rep. Park, a South Korean lawmaker.",
    ],
)
def test_a_representative_of_seoul_is_known_by_name_or_by_the_words_beside_it(last):
    first = "South Korean lawmaker Rep. Kim Ha-neul of the Democratic Party flew to Tokyo."
    assert voices([first, last])[-1] == ("KR", "statement")


def test_any_other_representative_sits_in_washington():
    assert voices(["Rep. Dale Orrin said Seoul was late."]) == [("US", "statement")]


@pytest.mark.parametrize(
    ("last", "code"),
    [
        ("The drills must stop, according to Mr. Wang.", "CN"),
        ("The plan helps nobody, according to Sen. Dale Orrin.", "US"),
        ("The plan helps nobody, according to Gen. Dale Orrin, the U.S. commander.", "US"),
    ],
)
def test_the_full_stop_of_a_title_does_not_end_who_it_is_according_to(last, code):
    statements = ["Chinese Foreign Minister Wang Yi arrived in Seoul.", last]
    assert voices(statements)[-1] == (code, "statement")


@pytest.mark.parametrize("title", ["DİPLOMAT", "mınister"])
def test_a_title_in_foreign_letters_is_nobodys(title):
    assert voices([f"The {title} said the talks with Seoul were over."]) == [None]
