"""Lines that a file has for its programs or printer give no statement, and cut none in two."""

import pytest

from detente.model.text.statements import split_statements


def texts(document: str) -> list[str]:
    return [one.text for one in split_statements(document)]


def test_the_head_of_a_markdown_file_gives_its_title_alone() -> None:
    document = (
        "---\ntitle: Rice for the North\ntags: [china, north korea]\nby:\n  - Roe\n---\n\nSeoul sent rice.\n"
    )
    assert texts(document) == ["Rice for the North", "Seoul sent rice."]


def test_a_rule_above_prose_is_no_head() -> None:
    assert texts("---\nBeijing waits.\n---\nSeoul does not.") == ["Beijing waits.", "Seoul does not."]


def test_comments_and_addresses_of_markdown_are_unread() -> None:
    document = (
        "Seoul sent rice.\n\n<!-- China: check\nthis -->\n\nTokyo <!-- really? --> sent none.\n\n"
        '[ref]: https://example.org/china "China page"\n'
    )
    assert texts(document) == ["Seoul sent rice.", "Tokyo <!-- really? --> sent none."]


@pytest.mark.parametrize(
    ("line", "kept"),
    [("<!-- old --> Seoul waits.", "<!-- old --> Seoul waits."), ("<!-- Seoul waits.", "Seoul waits.")],
)
def test_a_comment_that_shares_its_line_with_text_or_never_ends_stays(line: str, kept: str) -> None:
    assert texts(f"Rice came.\n\n{line}\n") == ["Rice came.", kept]


def test_notes_tasks_and_numbers_of_headings_are_marks() -> None:
    document = "## 1. What Seoul did\n\n- [x] It sent rice.[^1] Beijing sent none[^b].\n\n[^1]: By ship.\n"
    assert texts(document) == ["What Seoul did", "It sent rice.", "Beijing sent none.", "By ship."]


PAGES = [
    "Policy Brief 14      June\n\nSeoul met the envoy of China twice, and he told those who were\n\n{}\n\n",
    "Policy Brief 14      June\n\nthere that rice would come. No ship came.\n\n{}\n\n",
    "Policy Brief 14      June\n\nBeijing was silent.\n\n{}\n\n",
]


def test_margins_of_pages_are_unread_and_a_sentence_goes_on_behind_them() -> None:
    document = "\f".join(page.format(number) for number, page in enumerate(PAGES, start=3))
    assert texts(document) == [
        "Seoul met the envoy of China twice, and he told those who were there that rice would come.",
        "No ship came.",
        "Beijing was silent.",
    ]


def test_without_form_feeds_a_line_that_comes_back_is_text() -> None:
    assert texts("Seoul waits.\n\nNo ship.\n\n" * 4) == ["Seoul waits.", "No ship."] * 4


SUBTITLES = """1
00:00:01,000 --> 00:00:04,200
The president of South Korea
said today that he will

2
00:00:04,200 --> 00:00:08,000
never trust a man from
Pyongyang.

3
00:00:08,100 --> 00:00:11,000
- <i>And Beijing?</i>
- He trusts it.
"""


def test_a_sentence_goes_on_from_subtitle_to_subtitle() -> None:
    assert texts(SUBTITLES) == [
        "The president of South Korea said today that he will never trust a man from Pyongyang.",
        "And Beijing?",
        "He trusts it.",
    ]


def test_subtitles_of_the_web_are_read_without_their_head_and_remarks() -> None:
    document = (
        "WEBVTT\nKind: captions\n\nNOTE China: check\n\n00:01.000 --> 00:02.000\n<v Ann>We told Beijing, and\n\n"
        "NOTE again\n\n00:02.000 --> 00:03.000\nPyongyang, to stop.\n"
    )
    assert texts(document) == ["We told Beijing, and Pyongyang, to stop."]


@pytest.mark.parametrize("lines", [3, 40])
def test_subtitles_without_stops_stay_lines(lines: int) -> None:
    times = (f"00:{number:02}.000 --> 00:{number:02}.900\nwe told them {number}\n" for number in range(lines))
    assert texts("\n".join(times)) == [f"we told them {number}" for number in range(lines)]
