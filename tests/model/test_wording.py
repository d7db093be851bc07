"""How a pair is put to the network."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from detente.model.text.actor_finder import Mention
from detente.model.wording import CHARACTERS_A_TOKEN, Wording


def test_every_mention_of_the_target_is_marked() -> None:
    statement = "China said that China would wait."
    mentions = [Mention("CN", 0, 5), Mention("CN", 16, 21)]
    worded = Wording().word(statement, "China", mentions=mentions, max_tokens=64)
    assert worded == ("[ China ] said that [ China ] would wait.", "China", False, 0)


def test_marks_and_target_phrase_are_those_of_the_wording() -> None:
    wording = Wording(opening="<", closing=">", target="toward {name}")
    worded = wording.word("On Seoul.", "South Korea", mentions=[Mention("KR", 3, 8)], max_tokens=64)
    assert worded[:2] == ("On <Seoul>.", "toward South Korea")


def test_an_over_long_statement_is_cut_around_its_first_mention_and_says_so() -> None:
    statement = "x " * 5000 + "Beijing objected." + " y" * 5000
    start = statement.index("Beijing")
    worded = Wording().word(statement, "China", mentions=[Mention("CN", start, start + 7)], max_tokens=64)
    assert worded.cut
    assert "[ Beijing ] objected" in worded.text
    assert len(worded.text) <= 64 * CHARACTERS_A_TOKEN + 4


def test_the_network_reads_whole_syllables_where_the_statement_has_them_taken_apart() -> None:
    apart = unicodedata.normalize("NFD", "정부는 북한과 북한군을")
    start, width = (
        apart.index(unicodedata.normalize("NFD", "북한")),
        len(unicodedata.normalize("NFD", "북한")),
    )
    again = apart.rindex(apart[start : start + width])
    mentions = [Mention("KP", start, start + width), Mention("KP", again, again + width)]
    worded = Wording().word(apart, "North Korea", mentions=mentions, max_tokens=64)
    assert worded == ("정부는 [ 북한 ]과 [ 북한 ]군을", "North Korea", False, 4)


@given(st.text(max_size=80), st.data())
def test_taking_the_marks_out_gives_the_statement_back(statement: str, data: st.DataObject) -> None:
    bounds = sorted(data.draw(st.sets(st.integers(0, len(statement)), max_size=6)))
    mentions = [Mention("US", a, b) for a, b in zip(bounds[::2], bounds[1::2], strict=False)]
    wording = Wording(opening="\x01", closing="\x02")
    marked = wording.mark(statement, mentions)
    assert marked.count("\x01") - statement.count("\x01") == len(mentions)
    if "\x01" not in statement and "\x02" not in statement:
        assert marked.replace("\x01", "").replace("\x02", "") == statement
