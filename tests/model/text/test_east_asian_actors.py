"""The finder finds whom Korean and Chinese statements mention, and where."""

import json
import time
import unicodedata
from pathlib import Path

import pytest

from detente.model.errors import ActorsError
from detente.model.text.actor_finder import ActorFinder, Mention

HERE = Path(__file__).parent
CASES = {
    language: [
        json.loads(line)
        for line in (HERE / f"actor_cases_{language}.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    for language in ("ko", "zh")
}
FINDER = ActorFinder.from_files()


def found_texts(
    finder: ActorFinder, statement: str, targets: list[str] | None = None
) -> dict[str, list[str]]:
    texts: dict[str, list[str]] = {}
    for mention in finder.find(statement, targets):
        texts.setdefault(mention.target, []).append(statement[mention.start : mention.end])
    return texts


def own_list(folder: Path, text: str) -> Path:
    path = folder / "own.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("language", CASES)
def test_of_150_cases_a_language_every_one_is_right(language):
    cases = CASES[language]
    assert len({case["statement"] for case in cases}) == len(cases) >= 150
    wrong = [
        case["statement"] for case in cases if found_texts(FINDER, case["statement"]) != case["mentions"]
    ]
    assert wrong == []


@pytest.mark.parametrize("statement", [case["statement"] for case in CASES["ko"][:60]])
def test_hangul_taken_apart_gives_the_same_mentions(statement):
    apart = unicodedata.normalize("NFD", statement)
    assert {
        code: [unicodedata.normalize("NFC", text) for text in texts]
        for code, texts in found_texts(FINDER, apart).items()
    } == found_texts(FINDER, statement)


def test_full_width_letters_and_compatible_signs_are_read_as_plain_ones():
    assert found_texts(FINDER, "ＵＳＴＲ은 \uf963의 요청을 거절했다") == {
        "US": ["ＵＳＴＲ"],
        "KP": ["\uf963"],
    }


@pytest.mark.parametrize(
    ("traditional", "simplified"),
    [("中國與韓國", "中国与韩国"), ("駐韓美軍", "驻韩美军"), ("習近平", "习近平")],
)
def test_both_chinese_scripts_give_the_same_spans(traditional, simplified):
    assert FINDER.find(traditional) == FINDER.find(simplified) != []


def test_english_words_beside_korean_and_chinese_letters_are_whole_words():
    assert found_texts(FINDER, "KCNA는 UN에서 Washington을") == {"KP": ["KCNA"], "US": ["Washington"]}
    assert found_texts(FINDER, "KCNAX는 NONUS를") == {}


def test_english_statements_are_searched_without_the_other_lists(monkeypatch):
    finder = ActorFinder.from_files()

    def refuse(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(finder, "_read", refuse)
    assert found_texts(finder, "China’s envoy left Seoul") == {"CN": ["China"], "KR": ["Seoul"]}


def test_other_known_actors_are_found_only_when_asked_for():
    assert found_texts(FINDER, "일본은 러시아와 만났다") == {}
    assert found_texts(FINDER, "일본은 러시아와 만났다", ["JP", "RU"]) == {"JP": ["일본"], "RU": ["러시아"]}
    assert found_texts(FINDER, "日本與俄羅斯", ["JP", "RU"]) == {"JP": ["日本"], "RU": ["俄羅斯"]}


@pytest.mark.parametrize(("name", "code"), [("북한", "KP"), ("美國", "US"), ("중국", "CN"), ("韩国", "KR")])
def test_an_actor_goes_by_its_korean_and_chinese_names(name, code):
    assert FINDER.resolve(name).code == code


def test_a_free_name_of_two_signs_is_found_beside_other_letters_and_particles():
    assert found_texts(FINDER, "越南總理訪問河內", ["越南"]) == {"越南": ["越南"]}
    assert found_texts(FINDER, "몽골은 몽골어와 신몽골을", ["몽골"]) == {"몽골": ["몽골", "몽골"]}
    with pytest.raises(ActorsError, match="2 in Korean and Chinese"):
        FINDER.resolve("越")


def test_an_own_list_in_these_languages_follows_the_same_rules(tmp_path):
    text = """
    [AT]
    name = "Atlantis"
    default = true
    names = ["아틀란티스", "亚特兰蒂斯"]
    nicknames = ["심해"]
    exact = ["海"]
    [KP]
    not = ["평양"]
    [[AT.when]]
    phrases = ["섬나라"]
    words = ["삼지창"]
    """
    finder = ActorFinder.from_files(own_list(tmp_path, text))
    assert found_texts(finder, "대아틀란티스는 심해에, 수심해도 심해어") == {
        "AT": ["아틀란티스", "심해", "심해"]
    }
    assert found_texts(finder, "亞特蘭蒂斯、海、海洋") == {"AT": ["亞特蘭蒂斯", "海"]}
    assert found_texts(finder, "평양의 섬나라") == {}
    assert found_texts(finder, "삼지창을 든 섬나라") == {"AT": ["섬나라"]}


def test_an_own_phrase_that_a_shipped_one_contradicts_is_refused_at_once(tmp_path):
    with pytest.raises(ActorsError, match="'북한' already mentions KP"):
        ActorFinder.from_files(own_list(tmp_path, '[AT]\nname = "Atlantis"\nnames = ["북한"]\n'))


def test_a_long_text_is_searched_in_linear_time():
    statement = "한미 정상과 中国 대표가 만났다. " * 5_000
    mentions = FINDER.find(statement)
    assert len(mentions) == 15_000
    assert mentions[0] == Mention("US", 0, 2)


@pytest.mark.parametrize("part", ["中美", "공화국은 조선의 괴뢰를 국회에서 규탄했다. "])
def test_overlapping_and_conditional_names_take_linear_time(part):
    statement = part * (40_000 // len(part))
    started = time.perf_counter()
    assert FINDER.find(statement)
    assert time.perf_counter() - started < 5
