"""Names without a title are labels in a transcript, and headings in capitals are none."""

import pytest

from detente.model.splitting.speaker_labels import has_named_turns, is_heading
from detente.model.text.statements import split_statements

PRESS = """Spokesperson Bai Yulan meets the press

CCTV: Will the envoy go to Havana?

Bai Yulan: He will. Details will follow.

Yonhap News Agency: Seoul has protested.

Bai Yulan (via interpreter): We have taken note.

Follow-up: Is that all?

Bai Yulan: It is.
"""


def turns(document: str) -> list[tuple[str | None, str]]:
    return [(one.speaker, one.text) for one in split_statements(document)]


def test_a_name_that_comes_back_is_a_label_and_so_is_who_asks() -> None:
    assert turns(PRESS) == [
        (None, "Spokesperson Bai Yulan meets the press"),
        ("CCTV", "Will the envoy go to Havana?"),
        ("Bai Yulan", "He will."),
        ("Bai Yulan", "Details will follow."),
        ("Yonhap News Agency", "Seoul has protested."),
        ("Bai Yulan", "We have taken note."),
        ("Follow-up", "Is that all?"),
        ("Bai Yulan", "It is."),
    ]


@pytest.mark.parametrize(
    "document",
    [
        "Bai Yulan: We agree.\n\nTom Roe: Is that all?\n\nBai Yulan: It is.",  # twice is no transcript
        "Reuters: Rain.\n\nRodong Sinmun: Snow.\n\nYonhap: Hail.\n\nKyodo: Ice.\n\nRodong Sinmun: Fog.",
        "Bai Yulan lands in Hanoi\n\nReuters: Rain.\n\nBai Yulan: A Life",  # the head is of no transcript
        "Ann Roe: One.\n\nAnn Roe: Two.\n\nAnn Roe: Three.",  # nobody else speaks
        "South Korea: One.\n\nSouth Korea: Two.\n\nSouth Korea: Three.\n\nHanoi: Four.",
        "Read More: One.\n\nRead More: Two.\n\nRead More: Three.\n\nHanoi: Four.",
    ],
)
def test_a_colon_behind_a_name_is_no_label_elsewhere(document: str) -> None:
    assert {speaker for speaker, _ in turns(document)} == {None}


@pytest.mark.parametrize(
    "document",
    [
        "Spokesperson Bai Yulan's Press Conference on May 3\n\nThe Courier: Is that all?\n\nBai Yulan: It is.",
        "Reuters: Will you pay?\n\nBai Yulan: We will.\n\nLagos Star: Is that all?\n\nBai Yulan: It is.",
    ],
)
def test_one_who_replies_to_known_askers_or_is_named_in_the_head_makes_a_transcript(document: str) -> None:
    assert turns(document)[-1] == ("Bai Yulan", "It is.")


def test_a_label_keeps_the_brackets_that_tell_for_whom_somebody_speaks() -> None:
    record = (
        "Mr. Roe (Malta): Rain fell.\n\nMs. Su (China) (spoke in Chinese): Snow fell.\n\n"
        "MR. DOE (Chair of the Committee) (via video): Ice fell.\n\nMs. Su: It did."
    )
    assert turns(record) == [
        ("Mr. Roe (Malta)", "Rain fell."),
        ("Ms. Su (China)", "Snow fell."),
        ("MR. DOE (Chair of the Committee)", "Ice fell."),
        ("Ms. Su", "It did."),
    ]


def test_a_long_heading_that_stands_once_stays_before_its_sentence() -> None:
    sheet = (
        "FACT SHEET: A New Pact\n\nLOWERING COSTLY BARRIERS: Seoul will buy more rice.\n\n"
        "BUILDING SHIPS TOGETHER: The yards will grow."
    )
    assert turns(sheet) == [(None, line) for line in sheet.split("\n\n")]


def test_a_heading_is_no_label_between_turns_either() -> None:
    read = turns(PRESS + "\nMORE ABOUT RICE: Prices fell.\n")
    assert read[-1][1] == "MORE ABOUT RICE: Prices fell."


@pytest.mark.parametrize(
    ("label", "times", "heading"),
    [
        ("LOWERING COSTLY BARRIERS", 1, True),
        ("LOWERING COSTLY BARRIERS", 2, False),
        ("ANN ROE", 1, False),
        ("ANN J. ROE", 1, False),
        ("FOREIGN MINISTER ROE", 1, False),
        ("THE WHITE HOUSE", 1, False),
    ],
)
def test_a_heading_is_long_stands_once_and_has_no_title(label: str, times: int, heading: bool) -> None:
    assert is_heading(label, times) is heading


def test_a_label_in_capitals_does_not_make_names_labels() -> None:
    assert not has_named_turns(["MR. ROE"] * 4 + ["Media Note"])
    assert has_named_turns(["Mr. Roe"] * 3 + ["Reuters"])


@pytest.mark.parametrize("name", ["KIM YO JONG", "CHOE SON HUI", "WANG YI MIN"])
def test_a_korean_or_chinese_name_in_capitals_is_no_heading(name: str) -> None:
    document = f"RYU JIN: Rain fell.\n\n{name}: The wall must go.\n\nRYU JIN: It must."
    assert turns(document)[1] == (name, "The wall must go.")


HEARING = """    The Chairman. The committee will come to order. We meet about the
threat from North Korea.
    Mr. Holt. Thank you, Mr. Chairman. China has not done enough to stop the
North.
    General Marsh [presiding]. South Korea is our friend.
    Mr. Holt. I agree.
    [The prepared statement of General Marsh follows:]

    Our alliance with South Korea is strong.
"""


def test_in_a_hearing_of_congress_a_full_stop_ends_a_label() -> None:
    assert turns(HEARING) == [
        ("The Chairman", "The committee will come to order."),
        ("The Chairman", "We meet about the threat from North Korea."),
        ("Mr. Holt", "Thank you, Mr. Chairman."),
        ("Mr. Holt", "China has not done enough to stop the North."),
        ("General Marsh", "South Korea is our friend."),
        ("Mr. Holt", "I agree."),
        ("Mr. Holt", "[The prepared statement of General Marsh follows:]"),
        (None, "Our alliance with South Korea is strong."),
    ]


def test_in_a_hearing_of_congress_the_chairman_may_stand_in_capitals() -> None:
    document = "    The CHAIRMAN. We begin.\n\n    Mr. HOLT. Thank you.\n\n    The CHAIRMAN. We end."
    assert [speaker for speaker, _ in turns(document)] == ["The CHAIRMAN", "Mr. HOLT", "The CHAIRMAN"]


def test_a_title_and_name_alone_are_no_label_outside_of_a_hearing() -> None:
    document = "Who spoke first?\n\nMr. Holt. Nobody else dared.\n\nMr. Holt. He again."
    assert {speaker for speaker, _ in turns(document)} == {None}
