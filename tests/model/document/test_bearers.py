"""Who bears a title or a body, and who "both sides" are, is remembered through a document."""

import time

import pytest
from voiced import voices


@pytest.mark.parametrize("both", ["Both sides", "The two sides", "The two Presidents", "Both"])
def test_both_sides_speak_as_the_first_of_the_two_joined_last(both):
    found = voices(
        ["China said so.", "Washington and Seoul held talks.", f"{both} condemned it.", "They urged calm."]
    )
    assert found[2:] == [("US", "statement"), ("US", "statement")]


@pytest.mark.parametrize(
    ("introduction", "said", "code"),
    [
        ("Seoul's top envoy Han Bo-ra met Chinese Foreign Minister Bai Yulan.", "The envoy", "KR"),
        (
            "Defense Minister Han Bo-ra of South Korea met U.S. Secretary of War Tom Brandt.",
            "The minister",
            "KR",
        ),
        ("Bai Yulan, premier of the State Council of China, arrived.", "The premier", "CN"),
        ("The Chinese Foreign Ministry summoned the U.S. ambassador.", "The ambassador", "US"),
        ("Chinese Foreign Minister Bai Yulan met the Japanese Foreign Minister.", "The minister", "US"),
    ],
)
def test_the_bearer_of_a_title_speaks_before_whoever_spoke_last(introduction, said, code):
    assert voices([introduction, "Washington praised it.", f"{said} condemned the launch."])[2] == (
        code,
        "statement",
    )


def test_a_bare_ministry_is_of_the_country_that_the_last_heading_names():
    told = [
        "Washington urged Seoul to pay.",
        "Vietnam protests",
        "A ship sank.",
        "The ministry condemned it.",
    ]
    assert voices(told)[3] == ("other", "statement")
    spoken = [*told[:2], "Washington said it was sorry.", told[3]]
    assert voices(spoken)[3] == ("US", "statement")


def test_a_heading_that_names_somebody_else_ends_the_floor_of_the_last_speaker():
    told = ["Washington urged Seoul to pay.", "Rice for Pyongyang", "Officials said it was late."]
    assert voices(told)[2] is None
    assert voices([told[0], "NEW PLANS", told[2]])[2] == ("US", "statement")


@pytest.mark.parametrize(
    ("before", "code"),
    [
        (["South Korea watched."], "KR"),
        (["The U.S. Joint Chiefs of Staff met.", "South Korea watched."], "US"),
        (["China watched."], "other"),
    ],
)
def test_the_joint_chiefs_are_those_of_seoul_unless_others_are_named(before, code):
    said = "The Joint Chiefs of Staff said a missile fell."
    assert voices([*before, said])[-1] == (code, "statement")


def test_a_title_of_two_states_is_of_who_spoke_last():
    told = ["The U.S. ambassador met the Chinese ambassador.", "Seoul praised it.", "The ambassador said no."]
    assert voices(told)[2] == ("KR", "statement")


@pytest.mark.parametrize(
    "piece", ["the foreign minister ", "China's envoy and Seoul's envoy ", "Aa bb ", "A"]
)
def test_a_long_statement_takes_no_long_time(piece):
    text = piece * (100_000 // len(piece))
    started = time.perf_counter()
    voices([text, f"The envoy said {text}"])
    assert time.perf_counter() - started < 10
