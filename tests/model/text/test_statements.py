"""Documents become statements at the right places, whatever the text holds."""

import json
import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.model.splitting.spans import LONGEST
from detente.model.text.statements import split_statements

CASES = [
    json.loads(line)
    for path in sorted(Path(__file__).parent.glob("statement_cases*.jsonl"))
    for line in path.read_text(encoding="utf-8").splitlines()
]
PIECES = [
    *(
        "U.S. ",
        "D.P.R.K. ",
        "Mr. ",
        "China",
        "the ",
        "agreed",
        ". ",
        "? ",
        "! ",
        "; ",
        ", ",
        "…",
        "...",
        "\n",
        "\r\n",
    ),
    *(
        '"',
        "“",
        "”",
        "’",
        "(",
        ")",
        "[",
        "](",
        "**",
        "_",
        "# ",
        "- ",
        "1. ",
        "> ",
        "* * *\n",
        "\n\n",
        "\0",
        "\ud800",
    ),
    *(
        "Q  ",
        "Q. ",
        "A. ",
        "THE PRESIDENT: ",
        "MR. DOE:",
        "SEOUL (AP) -- ",
        "WASHINGTON — ",
        "#tag ",
        "🎉",
        "\ufeff",
    ),
    *(
        "will answer any attack by the enemy at once",
        "5 p.m. ",
        "Tuesday ",
        "中方。",
        "다.",
        "“",
        "「",
        "」",
        "《",
        "》라고 ",
        "한국 ",
        "（新华社北京1日电）",
        "홍길동 기자 = ",
        "\u2028",
        "\t",
        "\u00a0",
        "said",
    ),
]
DOCUMENTS = st.lists(st.sampled_from(PIECES), max_size=60).map("".join) | st.text(max_size=300)
# Nothing here is a mark, a label or a dateline.
PLAIN = st.text(alphabet="abcABC .,!?;\"'\n\t(", max_size=300)


def fold(text: str) -> str:
    return re.sub(r"[\s\0\ufeff]+", " ", text).strip()


@pytest.mark.parametrize("case", CASES, ids=[f"{case['why']}: {case['document'][:12]}" for case in CASES])
def test_case_splits_as_written(case: dict) -> None:
    found = split_statements(case["document"])

    assert [statement.text for statement in found] == case["statements"]
    if "speakers" in case:
        assert [statement.speaker for statement in found] == case["speakers"]


@given(DOCUMENTS)
def test_offsets_are_ordered_and_within_the_document(document: str) -> None:
    found = split_statements(document)

    ends = [0, *(statement.end for statement in found)]
    assert all(end <= statement.start < statement.end for end, statement in zip(ends, found, strict=False))
    assert ends[-1] <= len(document)


@given(DOCUMENTS)
def test_text_is_folded_and_holds_a_letter_or_digit(document: str) -> None:
    for statement in split_statements(document):
        assert statement.text == fold(statement.text)
        assert any(character.isalnum() for character in statement.text)
        assert len(statement.text) <= LONGEST


@given(DOCUMENTS)
def test_raw_text_begins_and_ends_as_the_statement_does(document: str) -> None:
    for statement in split_statements(document):
        raw = document[statement.start : statement.end]
        assert (raw[0], raw[-1]) == (statement.text[0], statement.text[-1])


@given(PLAIN)
def test_raw_text_of_plain_prose_is_the_statement(document: str) -> None:
    for statement in split_statements(document):
        assert fold(document[statement.start : statement.end]) == statement.text


@given(PLAIN)
def test_no_word_of_plain_prose_is_lost(document: str) -> None:
    kept = " ".join(statement.text for statement in split_statements(document))

    assert re.findall(r"\w", kept) == re.findall(r"\w", document)


@given(PLAIN)
def test_line_ends_of_windows_change_no_statement(document: str) -> None:
    unix = [statement.text for statement in split_statements(document)]

    assert [statement.text for statement in split_statements(document.replace("\n", "\r\n"))] == unix


@pytest.mark.parametrize("document", ["word " * 2000, "x" * 10_000, "talks; " * 2000])
def test_long_text_without_stops_is_cut_and_kept(document: str) -> None:
    found = split_statements(document)

    assert all(statement.end - statement.start <= LONGEST for statement in found)
    assert "".join(statement.text for statement in found).replace(" ", "") == document.replace(" ", "")
    assert len(found) <= len(document) / (LONGEST - 10) + 1


@pytest.mark.parametrize(
    "shape",
    [
        "a",
        "a;",
        "U.S. ",
        "hello\n",
        "(a ",
        '"a" ',
        " *a",
        "[a](b",
        "SEOUL, ",
        "MR. A",
        "Q  A? ",
        "x. #a! ",
        "it is; ",
        "中方。",
        "“我们。",
        '"다. ',
        "（是。）",
        "中方反对\n",
        "ab-\n",
        "a -->...",
        "<!-- a\n",
        "<!-- a -->b\n",
        "[a]: /b\n",
        "1 a b\n",
        "a\n\f",
        "1\n00:00:01,000 --> 00:00:02,000\na\n",
        "Mr. Holt. A. ",
        "\u1100\u1161",
    ],
)
def test_time_is_linear_in_the_length(shape: str) -> None:
    # The end is that of a comment, should one be open.
    document = shape * (150_000 // len(shape)) + "-->\n"
    started = time.process_time()

    split_statements(document)

    # Half a second or less; quadratic time would be ten seconds or more.
    assert time.process_time() - started < 5


def test_long_chinese_text_without_stops_is_cut_behind_a_comma() -> None:
    found = split_statements("中方表示坚决反对，" * 600)

    assert {statement.text[-1] for statement in found} == {"，"}
    assert all(LONGEST - 9 <= len(statement.text) <= LONGEST for statement in found[:-1])


def test_speaker_is_carried_to_the_end_of_the_turn() -> None:
    document = (
        "MS. ROE:  One came. Two came.\n\nThree came.\n\nQ  Who?\n\nPYONGYANG, May 2 (KCNA) -- Four came."
    )

    found = [(statement.speaker, statement.text) for statement in split_statements(document)]

    assert found == [
        ("MS. ROE", "One came."),
        ("MS. ROE", "Two came."),
        ("MS. ROE", "Three came."),
        ("Q", "Who?"),
        (None, "Four came."),
    ]


def test_offsets_stand_inside_marks() -> None:
    document = "> **China** [agreed](https://example.org).\n\nSEOUL (AP) -- Talks  began."

    raw = [document[statement.start : statement.end] for statement in split_statements(document)]

    assert raw == ["China** [agreed](https://example.org).", "Talks  began."]


def test_example_article_has_a_headline_and_no_dateline(root: Path) -> None:
    found = split_statements((root / "examples" / "article.txt").read_text(encoding="utf-8"))

    assert "invented" in found[0].text
    assert 18 <= len(found) <= 22
    assert found[2].text.startswith("South Korea on Tuesday welcomed")


@pytest.mark.parametrize("blank", ["\u00a0", "\u1680", "\u2009", "\u202f", "\u3000"])
def test_a_wide_blank_before_a_full_stop_breaks_nothing(blank: str) -> None:
    document = f"Washington chose Plan B{blank}. Seoul agreed."
    statements = split_statements(document)
    assert " ".join(s.text for s in statements) == "Washington chose Plan B . Seoul agreed."
