"""The finder finds who is mentioned and where, and its lists are checked and can be extended."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.model.errors import ActorsError
from detente.model.labels import TARGETS
from detente.model.text.actor_finder import ActorFinder, Mention

CASES = [
    json.loads(line)
    for line in (Path(__file__).parent / "actor_cases.jsonl").read_text(encoding="utf-8").splitlines()
]
FINDER = ActorFinder.from_files()

# Texts made of what the lists hold, so that random ones meet phrases, false friends and rules.
PIECES = [
    "the North",
    "South",
    "China",
    "Sea",
    "U.S.",
    "US",
    "S.R.",
    "Korea",
    "'s",
    "-",
    " ",
    " ",
    ".",
    "é",
    "🇺🇸",
    "İ",
]
EAST_ASIAN_PIECES = [
    *("미국", "북", "한", "미", "남북", "·", "-", "은", "산", "中", "美", "北", "韓", "朝鲜", "中国", "日"),
    *("其", "方", "国", "對", "US", " ", "、", "\u1112\u1161\u11ab", "ＵＳ", "\uf963", "\ud800"),
]
ANY_TEXT = st.one_of(
    st.text(st.characters(codec=None, exclude_categories=())),
    st.lists(st.sampled_from(PIECES)).map("".join),
    st.lists(st.sampled_from(EAST_ASIAN_PIECES)).map("".join),
)


def found_texts(
    finder: ActorFinder, statement: str, targets: list[str] | None = None
) -> dict[str, list[str]]:
    texts: dict[str, list[str]] = {}
    for mention in finder.find(statement, targets):
        texts.setdefault(mention.target, []).append(statement[mention.start : mention.end])
    return texts


def own_file(folder: Path, text: str) -> Path:
    path = folder / "own.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_cases_are_many_and_differ():
    assert len({case["statement"] for case in CASES}) == len(CASES) >= 240


def test_every_case_is_right():
    wrong = [
        case["statement"] for case in CASES if found_texts(FINDER, case["statement"]) != case["mentions"]
    ]
    assert wrong == []


@given(ANY_TEXT)
def test_any_text_gives_sorted_spans_in_range_that_do_not_overlap_for_one_actor(statement):
    mentions = FINDER.find(statement, list(FINDER.actors))
    assert mentions == sorted(mentions, key=lambda mention: mention.start)
    for code in FINDER.actors:
        end = 0
        for mention in (mention for mention in mentions if mention.target == code):
            assert end <= mention.start < mention.end <= len(statement)
            end = mention.end


@given(ANY_TEXT)
def test_a_finding_for_one_target_is_its_part_of_the_finding_for_all(statement):
    everybody = FINDER.find(statement, list(TARGETS))
    for code in TARGETS:
        assert FINDER.find(statement, code) == [mention for mention in everybody if mention.target == code]


@given(st.text(alphabet="é🇺ß語İ\u0301 "))
def test_offsets_count_characters_whatever_stands_before(prefix):
    statement = prefix + " China"
    assert FINDER.find(statement) == [Mention("CN", len(prefix) + 1, len(statement))]


@pytest.mark.parametrize("statement", ["\ud800China\udfff", "\ud83d\ude00 China", "\0China\0", "China\0\0"])
def test_lone_surrogates_and_nuls_do_not_move_a_mention(statement):
    start = statement.index("China")
    assert FINDER.find(statement) == [Mention("CN", start, start + 5)]


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("It said that Se\u00adoul erred.", [("KR", "Se\u00adoul")]),
        (
            "\ufeffBei\u200bjing and Py\u00adong\u00adyang met.",
            [("CN", "Bei\u200bjing"), ("KP", "Py\u00adong\u00adyang")],
        ),
        ("中\u200b国谴责了演习。", [("CN", "中\u200b国")]),
        ("ＳＥＯＵＬ and Ｃｈｉｎａ met.", [("KR", "ＳＥＯＵＬ"), ("CN", "Ｃｈｉｎａ")]),
    ],
)
def test_signs_that_nobody_sees_hide_no_actor(statement, found):
    mentions = ActorFinder.from_files().find(statement)
    assert [(mention.target, statement[mention.start : mention.end]) for mention in mentions] == found


def test_a_phrase_for_two_actors_gives_each_a_mention_with_one_span():
    assert FINDER.find("Both Koreas") == [Mention("KP", 0, 11), Mention("KR", 0, 11)]


@pytest.mark.parametrize(
    ("target", "code"),
    [
        *(("Chnia", "CN"), ("north koera", "KP"), (" Untied States", "US")),
        *(("China", None), ("KR", None), ("Chile", None), ("Mozambique", None), ("Mars", None)),
    ],
)
def test_a_misspelt_actor_is_recognised_and_another_name_is_left_alone(target, code):
    nearest = FINDER.nearest(target)
    assert (nearest and nearest.code) == code


def test_default_actors_are_the_four_targets():
    assert tuple(code for code, actor in FINDER.actors.items() if actor.default) == TARGETS


def test_other_known_actors_are_found_only_when_asked_for():
    statement = "Tokyo and Moscow signed in Taipei"
    assert FINDER.find(statement) == []
    assert found_texts(FINDER, statement, ["JP", "RU"]) == {"JP": ["Tokyo"], "RU": ["Moscow"]}


def test_a_false_friend_of_one_actor_can_be_the_name_of_another():
    assert found_texts(FINDER, "The U.S.S.R. agreed", ["US", "RU"]) == {"RU": ["U.S.S.R."]}


def test_a_free_name_is_found_as_whole_words_in_its_case_or_in_capitals():
    statement = "Atlantis, ATLANTIS and atlantis met the Atlantisians"
    assert found_texts(FINDER, statement, ["Atlantis"]) == {"Atlantis": ["Atlantis", "ATLANTIS"]}


def test_a_free_name_in_lower_case_is_found_in_any_case():
    assert found_texts(FINDER, "Atlantis and ATLANTIS", ["atlantis"]) == {
        "atlantis": ["Atlantis", "ATLANTIS"]
    }


@pytest.mark.parametrize("target", ["KP", "kp", "North Korea", "north korea", " DPRK "])
def test_an_actor_goes_by_its_code_and_its_names(target):
    assert FINDER.resolve(target).code == "KP"


def test_an_unknown_name_is_an_actor_of_its_own():
    actor = FINDER.resolve("Atlantis")
    assert (actor.code, actor.name, actor.default) == ("Atlantis", "Atlantis", False)


@pytest.mark.parametrize("target", ["", "  ", "ZZ"])
def test_an_unknown_code_or_empty_text_is_refused_with_the_known_codes(target):
    with pytest.raises(ActorsError, match="US, CN, KP, KR"):
        FINDER.resolve(target)
    with pytest.raises(ActorsError):
        FINDER.find("China", [target])


def test_an_own_file_extends_a_known_actor(tmp_path):
    finder = ActorFinder.from_files(
        str(own_file(tmp_path, '[KR]\nnicknames = ["Land of Kimchi"]\nnot = ["Yonhap"]\n'))
    )
    assert found_texts(finder, "Yonhap says the Land of Kimchi and Seoul agree") == {
        "KR": ["Land of Kimchi", "Seoul"]
    }
    assert finder.actors["KR"] == FINDER.actors["KR"]


@pytest.mark.parametrize(
    ("code", "phrase", "seen"),
    [("KR", "Seoul", "Seoul"), ("US", "American", "American"), ("CN", "Beijing", "beijing")],
)
def test_a_capital_or_demonym_is_hidden_in_any_case(tmp_path, code, phrase, seen):
    finder = ActorFinder.from_files(own_file(tmp_path, f'[{code}]\nnot = ["{phrase}"]\n'))
    for spelled in (seen, seen.lower(), seen.upper()):
        statement = f"The {spelled} side agreed"
        assert found_texts(FINDER, statement) == {code: [spelled]}
        assert found_texts(finder, statement) == {}


def test_a_false_friend_of_one_word_that_is_no_name_is_hidden_as_it_is_written(tmp_path):
    finder = ActorFinder.from_files(own_file(tmp_path, '[KR]\nnot = ["Yonhap"]\nexact = ["yonhap"]\n'))
    for spelled, seen in (("Yonhap", {}), ("YONHAP", {}), ("yonhap", {"KR": ["yonhap"]})):
        assert found_texts(finder, f"The {spelled} report") == seen


def test_an_own_file_adds_an_actor_with_rules(tmp_path):
    text = """
    [AT]
    name = "Atlantis"
    default = true
    [[AT.when]]
    phrases = ["the Deep"]
    words = ["trident"]
    [[shared]]
    actors = ["AT", "JP"]
    phrases = ["the island states"]
    """
    finder = ActorFinder.from_files(own_file(tmp_path, text))
    assert found_texts(finder, "ATLANTIS: the Deep lost a trident") == {"AT": ["ATLANTIS", "the Deep"]}
    assert found_texts(finder, "The Deep is dark") == {}
    assert found_texts(finder, "The island states met", ["JP"]) == {"JP": ["The island states"]}


def test_a_rule_is_off_beside_a_word_under_unless_and_needs_no_words_of_its_own(tmp_path):
    text = """
    [AT]
    name = "Atlantis"
    [[AT.when]]
    phrases = ["the Deep"]
    unless = ["Purple"]
    [[AT.when]]
    exact = ["the Reef"]
    words = ["trident"]
    """
    finder = ActorFinder.from_files(own_file(tmp_path, text))
    assert found_texts(finder, "the deep is dark", ["AT"]) == {"AT": ["the deep"]}
    assert found_texts(finder, "purple songs of the Deep", ["AT"]) == {}
    assert found_texts(finder, "The Reef, the reef: a trident", ["AT"]) == {"AT": ["The Reef"]}
    assert found_texts(finder, "The Reef", ["AT"]) == {}


def test_an_exact_false_friend_hides_only_what_is_written_so(tmp_path):
    finder = ActorFinder.from_files(own_file(tmp_path, '[KR]\nexact_not = ["Seoul Food"]\n'))
    assert found_texts(finder, "Seoul Food sells Seoul food and SEOUL FOOD") == {"KR": ["Seoul"]}


def test_a_bare_surname_is_not_somebody_elses_before_a_given_name():
    assert found_texts(FINDER, "Trump met Kim") == {"US": ["Trump"], "KP": ["Kim"]}
    assert found_texts(FINDER, "Trump met Kim Min-soo") == {"US": ["Trump"]}


def test_later_files_may_change_what_is_looked_for_by_default(tmp_path):
    finder = ActorFinder.from_files(own_file(tmp_path, "[JP]\ndefault = true\n[US]\ndefault = false\n"))
    assert found_texts(finder, "Tokyo told Washington") == {"JP": ["Tokyo"]}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[US", "not a TOML file"),
        ('[AT]\nname = "Atlantis"\nleader = ["Poseidon"]', "AT.leader: unknown key; did you mean 'leaders'"),
        ('[AT]\nname = "Atlantis"\nqqq = 1', "AT.qqq: unknown key; accepted: name"),
        ('[AT]\nname = " "', "AT.name"),
        ('[AT]\nnames = ["Atlantis"]', "AT.name"),
        ('[AT]\nname = "Atlantis"\ndefault = "yes"', "AT.default"),
        ('[AT]\nname = "Atlantis"\ncapitals = "Poseidonis"', "AT.capitals"),
        ('[AT]\nname = "Atlantis"\ncapitals = ["--"]', "AT.capitals"),
        ('[AT]\nname = "Atlantis"\ncapitals = [7]', "AT.capitals"),
        ('[AT]\nname = "Atlantis"\ncapitals = ["Beijing"]', "AT.capitals: 'beijing' already mentions CN"),
        ('[AT]\nname = "Atlantis"\n[[AT.when]]\nphrases = ["Deep"]', "AT.when 1.words"),
        ('[AT]\nname = "Atlantis"\n[[AT.when]]\nphrase = ["Deep"]', "AT.when 1.phrase: unknown key"),
        ('[AT]\nname = "Atlantis"\nwhen = 3', "AT.when"),
        ('[[shared]]\nactors = ["US", "ZZ"]\nphrases = ["we two"]', "shared 1.actors: unknown actor 'ZZ'"),
        ('[[shared]]\nphrases = ["we two"]', "shared 1.actors"),
        ('[shared]\nactors = ["US"]', "shared"),
        ('name = "Atlantis"', "name is not a table"),
    ],
)
def test_a_list_with_a_fault_is_refused_with_file_and_key(tmp_path, text, message):
    path = own_file(tmp_path, text)
    with pytest.raises(ActorsError) as caught:
        ActorFinder.from_files(path)
    assert str(path) in str(caught.value)
    assert message in str(caught.value)


def test_a_missing_file_is_refused_by_name(tmp_path):
    with pytest.raises(ActorsError, match=r"absent\.toml"):
        ActorFinder.from_files(tmp_path / "absent.toml")


def test_a_very_long_text_is_searched_in_linear_time():
    statement = "The US and China talked. " * 20_000
    assert len(FINDER.find(statement)) == 40_000
