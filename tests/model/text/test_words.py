import pytest

from detente.model.text.words import without_unread, word_count


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("Seoul welcomed the offer - again.", 6),
        ("북한이 새 제안을 내놓았다.", 4),
        ("北 미사일 발사에 美국무부 우려", 5),
        ("首尔欢迎北京提出的新方案。", 6),
        ("外交部\n王毅说", 2),
        ("ソウルは新しい提案を歓迎した。", 7),
    ],
)
def test_words_are_counted_by_blanks_and_by_two_letters_where_there_are_none(text, count):
    assert word_count(text) == count


def test_a_chinese_translation_is_about_as_long_as_the_english():
    english = "South Korea and China agreed on Friday to resume talks between their defence ministers."
    assert abs(word_count("韩国和中国周五同意恢复两国国防部长之间的会谈。") - word_count(english)) <= 4


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Ann Roe (Ashby South) (Lab) asked Seoul.", "Ann Roe (Ashby      ) (Lab) asked Seoul."),
        ("Bo Lin (Stoke on the Marsh North) rose.", "Bo Lin (Stoke on the Marsh      ) rose."),
        ("The hon. Member for Milton South left.", "The hon. Member for Milton       left."),
        ("Write to ann@south.example (Seoul).", "Write to                   (Seoul)."),
    ],
)
def test_constituencies_and_addresses_are_not_read(text, read):
    assert without_unread(text) == read


@pytest.mark.parametrize(
    "text",
    [
        "The parties (North and South) met.",
        "The state (South Korea) agreed.",
        "The North (not the South) agreed.",
        "The Member for South Korea left.",
        "Members for Seoul, Tokyo and the South met.",
    ],
)
def test_the_two_koreas_are_read(text):
    assert without_unread(text) == text
