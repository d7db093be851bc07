"""A word that a hyphen divides at the end of a line is whole in its statement."""

import pytest

from detente.model.text.statements import split_statements


def text(document: str) -> str:
    return " ".join(one.text for one in split_statements(document))


@pytest.mark.parametrize(
    ("left", "right", "joined"),
    [
        ("dis", "cuss", "discuss"),  # the document divides words: "sup-\nport" below
        ("Pyong", "yang", "Pyongyang"),
        ("nuclear", "armed", "nuclear-armed"),
        ("Seoul", "based", "Seoul-based"),
        ("anti", "American", "anti-American"),
        ("U.S.", "South", "U.S.-South"),
        ("Kim Jong", "un", "Kim Jong-un"),
        ("south", "east", "south-east"),  # so it is written below
    ],
)
def test_a_hyphen_that_only_divides_is_dropped_and_that_of_a_compound_stays(
    left: str, right: str, joined: str
) -> None:
    document = (
        f"They met for a week in the port and all of them would {left}-\n{right} as long as the coun-\n"
        "tries gave their sup-\nport to it. Rain came from the south-east, and the countries are wet.\n"
    )
    assert f" would {joined} as long as the countries gave their support to it." in text(document)


def test_lines_that_break_behind_hyphens_alone_keep_them() -> None:
    document = (
        "The envoy of China called the ships that had come a threat of the cutting-\nedge kind and went home."
    )
    assert "the cutting-edge kind" in text(document)


def test_a_hyphen_that_stands_for_a_word_keeps_its_blank() -> None:
    document = (
        "The North fired what the South took to be one of its many short-\nand longer-range missiles at noon."
    )
    assert "short- and longer-range" in text(document)


def test_a_soft_hyphen_is_no_letter() -> None:
    (statement,) = split_statements("Pyong\xadyang thanked Bei\xadjing.")
    assert statement.text == "Pyongyang thanked Beijing."
    assert (statement.start, statement.end) == (0, 28)
