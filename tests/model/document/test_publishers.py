"""A publisher that speaks for a state is known, and the list can be extended."""

import pytest

from detente.model.document.publishers import Publishers
from detente.model.errors import ActorsError
from detente.model.text.actor_finder import ActorFinder
from detente.model.text.statements import split_statements

SHIPPED = Publishers.from_files()
FIND = ActorFinder.from_files().find


@pytest.mark.parametrize(
    ("publisher", "code"),
    [
        ("KCNA", "KP"),
        ("kcna watch", "KP"),
        ("The White House: remarks at noon", "US"),
        ("U.S. Department of State", "US"),
        ("Xinhua News Agency", "CN"),
        ("ROK Drop", "KR"),
        ("Ministry of National Defense of the People's Republic of China", "CN"),
        ("Ministry of National Defense", "KR"),
        ("人民日報", "CN"),
        ("韓國外交部", "KR"),
        ("國務院", "CN"),
        ("美国国务院", "US"),
        ("합동참모본부", "KR"),
        ("Rokfor Journal", None),
        ("Yonhap News Agency", None),
        ("", None),
        (None, None),
    ],
)
def test_a_publisher_speaks_for_its_state(publisher, code):
    assert Publishers.from_files().voice_of(publisher) == code


@pytest.mark.parametrize(
    ("publisher", "code"),
    [
        ("Republic of Korea Ministry of Unification", "KR"),
        ("Ministry of Foreign Affairs and Trade, Republic of Korea", "KR"),
        ("Ministry of Commerce of China", "CN"),
        ("Ministry of Foreign Affairs of the Russian Federation", "RU"),
        ("Prime Minister's Office of Japan", "JP"),
        ("Ministry of Foreign Affairs of Viet Nam", "other"),
        ("Permanent Mission of Japan to the United Nations", "JP"),
        ("Republic of Korea National Assembly", None),
        ("The China Quarterly", None),
        ("Governments of Japan and South Korea", None),
        ("Ministry of Silly Walks", None),
    ],
)
def test_an_office_that_names_its_state_speaks_for_it_without_being_listed(publisher, code):
    assert SHIPPED.voice_of(publisher, FIND) == code


@pytest.mark.parametrize(
    ("publisher", "code"),
    [
        ("Republic of Korea", "KR"),
        ("Democratic People's Republic of Korea", "KP"),
        ("The United States of America", "US"),
        ("Japan", "JP"),
        ("UN General Assembly (Republic of Korea)", "KR"),
        ("UN General Assembly (Russian Federation)", "RU"),
        ("United Nations Security Council (the Philippines)", "other"),
        ("United Nations Security Council", None),
        ("UN News (report on North Korea)", None),
        ("Japan Times", None),
        ("Joint statement (China)", None),
    ],
)
def test_a_record_of_speeches_speaks_for_the_state_that_it_names(publisher, code):
    assert SHIPPED.voice_of(publisher, FIND) == code


def test_a_list_says_more_of_an_office_than_its_name(tmp_path):
    own = tmp_path / "publishers.toml"
    own.write_text('[CN]\nvoice = ["Government of Hong Kong"]\n', encoding="utf-8")
    assert SHIPPED.voice_of("Government of Hong Kong", FIND) == "other"
    assert Publishers.from_files(own).voice_of("Government of Hong Kong", FIND) == "CN"


def test_an_own_file_adds_publishers_and_overrules_the_shipped_ones(tmp_path):
    own = tmp_path / "publishers.toml"
    own.write_text('[JP]\nvoice = ["Kantei"]\n[CN]\nvoice = ["KCNA"]\n', encoding="utf-8")
    publishers = Publishers.from_files(own)
    assert publishers.voice_of("Kantei press office") == "JP"
    assert publishers.voice_of("KCNA") == "CN"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("[JP]\nvoices = []\n", "JP"),
        ('JP = "Kantei"\n', "JP"),
        ("[JP]\n", "JP: not in the right form; accepted is a table with voice"),
        ('[JP]\nletterhead = "Kantei"\n', "JP: not in the right form; accepted is a table with voice"),
        ('[JP]\nletterhead = [" * "]\n', "JP.letterhead: ' [*] ' is not the line of a letterhead"),
        ("[JP]\nvoice = [1]\n", "JP.voice"),
        ("[JP\n", "not a TOML file"),
    ],
)
def test_a_file_of_another_form_is_refused_with_its_key(tmp_path, content, told):
    own = tmp_path / "publishers.toml"
    own.write_text(content, encoding="utf-8")
    with pytest.raises(ActorsError, match=told) as error:
        Publishers.from_files(own)
    assert str(own) in str(error.value)


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("ROK", "accepted are US, CN, KP, KR, JP, RU, UN, other$"),
        ("kr", "did you mean 'KR'"),
        ("author", "other$"),
    ],
)
def test_a_publisher_of_a_state_that_is_no_source_is_refused(tmp_path, code, told):
    own = tmp_path / "publishers.toml"
    own.write_text(f'[KP]\nvoice = ["Echo"]\n[{code}]\nvoice = ["Unification Board"]\n', encoding="utf-8")
    with pytest.raises(ActorsError, match=told) as error:
        Publishers.from_files(own)
    assert str(error.value).startswith(
        f"{own}: {code}: no state for which a publisher can speak; accepted are US"
    )


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(ActorsError, match="cannot read"):
        Publishers.from_files(tmp_path / "nowhere.toml")


def inferred(text, publishers=SHIPPED):
    """The publisher that the head of a document shows, and the state for which it speaks."""
    statements = split_statements(text)
    name = publishers.inferred_from(
        [statement.text for statement in statements], [statement.dateline for statement in statements]
    )
    return name, publishers.voice_of(name)


@pytest.mark.parametrize(
    ("head", "name", "code"),
    [
        ("Puppets Hold Drill\n\nPyongyang, May 3 (KCNA) -- ", "KCNA", "KP"),
        ("BEIJING, May 3 (Xinhua) -- ", "Xinhua", "CN"),
        ("Envoys meet in Seoul\n\nSEOUL, May 3 (Xinhua News Agency) -- ", "Xinhua News Agency", "CN"),
        ("(평양 5월 3일발 조선중앙통신) 우리는 반대한다. ", "조선중앙통신", "KP"),
        ("新华社北京5月3日电（记者王五）中方表示反对。", "新华社", "CN"),
        ("FACT SHEET: A New Deal on Ships\n\nThe White House\nJuly 31, 2031\n\n", "The White House", "US"),
        ("THE WHITE HOUSE\nOffice of the Press Secretary\n\n", "THE WHITE HOUSE", "US"),
        (
            "Department Press Briefing – March 12, 2031\n\n",
            "Department Press Briefing – March 12, 2031",
            "US",
        ),
        (
            "Foreign Ministry Spokesperson Qin Lan’s Regular Press Conference on May 3, 2031\n\n",
            "Foreign Ministry Spokesperson Qin Lan’s Regular Press Conference on May 3, 2031",
            "CN",
        ),
        (
            "2031年5月3日外交部发言人秦兰主持例行记者会\n\n",
            "2031年5月3日外交部发言人秦兰主持例行记者会",
            "CN",
        ),
        ("外交部發言人秦蘭主持例行記者會\n\n", "外交部發言人秦蘭主持例行記者會", "CN"),
        ("통일부 대변인 논평\n\n", "통일부 대변인 논평", "KR"),
        ("KCNA Commentary\n\nPack of Gamblers\n\n", "KCNA Commentary", "KP"),
        ("Ministry of Unification\n3 May 2031\n\n", "Ministry of Unification", "KR"),
    ],
)
def test_the_head_of_a_document_shows_whose_it_is(head, name, code):
    assert inferred(f"{head}The enemy should stop its drill at once.") == (name, code)


@pytest.mark.parametrize(
    "text",
    [
        "KCNA reported that the drill had begun.\n\nNobody in Seoul answered.",
        "According to Xinhua, the envoy left Beijing.",
        "The launch failed (KCNA) and the sea was calm.",
        "SEOUL, May 3 (Yonhap) -- KCNA said that the drill was over.\n\nSeoul waited.",
        "SEOUL (Reuters) - The White House was silent.",
        "PYONGYANG, May 3 (KCNA via Newswire) -- The drill is over.",
        # A photo of another agency, in a Korean paper.
        "(평양 조선중앙통신=하나통신) 북한이 사진을 공개했다.",
        "(서울=하나통신) 홍길동 기자 = 조선중앙통신이 보도했다.",
        "据新华社北京5月3日电，中方表示反对。",
        # What stands below prose is quoted.
        "The paper prints the statement of the North in full today.\n\nPyongyang, May 3 (KCNA) -- We object.",
        "Two sides met in Geneva and parted without a word.\n\nThe White House\n\nNobody answered the phone.",
        # Names of offices and agencies above news and below photos.
        "White House\n\nEnvoy Leaves for Beijing\n\nThe envoy left on Friday.",
        "The White House\n\nEnvoy Leaves for Beijing\n\nBy Ann Roe\n\nThe envoy left on Friday.",
        "North fires a missile\n\nKCNA\n\nThe launch was the third of the year.",
        "The White House\n\nEnvoy leaves\n\nWASHINGTON (AP) — The envoy left.",
        # Titles that only begin like one, and what others call it.
        "The White House on July 31, 2031 announced a deal\n\nSeoul was glad.",
        "Department Press Briefing Ends in Uproar\n\nReporters left the room.",
        "Chinese Foreign Ministry Spokesperson Qin Lan's Regular Press Conference: Five Things to Know",
        "KCNA Commentary Angers Seoul\n\nThe South called it crude.",
        "One\n\nTwo\n\nThree\n\nFour\n\nThe White House",
        # A digest of several agencies.
        "Pyongyang, May 3 (KCNA) -- We object.\n\nSEOUL, May 3 (Yonhap) -- Seoul waits.",
        "Pyongyang, May 3 (KCNA) -- We object.\n\nBEIJING, May 3 (Xinhua) -- China waits.",
        "",
    ],
)
def test_who_is_only_mentioned_or_quoted_is_no_publisher(text):
    assert inferred(text) == (None, None)


def test_a_dateline_that_a_table_row_still_has_shows_the_publisher_too():
    rows = ["Puppets Hold Drill", "Pyongyang, May 3 (KCNA) -- The enemy should stop its drill.", "We object."]
    assert SHIPPED.inferred_from(rows) == "KCNA"


def test_an_own_file_adds_lines_of_letterheads(tmp_path):
    own = tmp_path / "publishers.toml"
    own.write_text('[JP]\nletterhead = ["Cabinet Secretary *\'s Morning Briefing"]\n', encoding="utf-8")
    publishers = Publishers.from_files(own)
    text = "Cabinet Secretary Ann Mori's Morning Briefing (May 3, 2031)\n\nWe object."
    assert inferred(text, publishers)[1] == "JP"
    assert inferred(text) == (None, None)
