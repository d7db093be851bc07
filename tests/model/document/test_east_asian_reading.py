"""Korean and Chinese documents are read as a whole: who is meant, who speaks, and in which words."""

import time

import numpy as np
import pytest

from detente.model.document.facts import DocumentFacts
from detente.model.document.reader import DocumentReader
from detente.model.document.rules.east_asian import east_asian_rules
from detente.model.document.rules.english import english_rules
from detente.model.document.rules.known_rules import reading_language
from detente.model.document.scorers import Scorers
from detente.model.text.actor_finder import ActorFinder

# Every actor that the document names may be meant everywhere.
EVERYTHING = Scorers(meant={"bias": 9.0}, stance=np.zeros((7, 3)), source={}, threshold=0.5)
READER = DocumentReader(ActorFinder.from_files(), scorers=EVERYTHING)


def plans(language, *statements, **facts):
    return READER.read(statements, facts=DocumentFacts(**facts), language=language)


def meant(language, statements, code):
    """What the plan of the last statement says of a target: named, mention, and what it goes back to."""
    (found,) = (one for one in plans(language, *statements)[-1].targets if one.target == code)
    return found.named, found.mention, found.resolved_from


def voices(language, *statements, **facts):
    return [(one.voice, one.voice_by) for one in plans(language, *statements, **facts)]


@pytest.mark.parametrize(
    ("language", "statements", "code", "expected"),
    [
        ("ko", ["북한이 미사일을 쐈다.", "양국은 대화를 멈췄다."], "KP", (False, "양국", "북한")),
        (
            "ko",
            ["왕즈강 중국 외교부 부부장이 도착했다.", "그는 만족했다."],
            "CN",
            (False, "그는", "중국 외교부"),
        ),
        (
            "ko",
            ["중국의 왕즈강 부부장이 도착했다.", "왕즈강은 웃었다."],
            "CN",
            (False, "왕즈강", "왕즈강 부부장"),
        ),
        (
            "ko",
            ["중국의 왕즈강 부부장이 도착했다.", "왕 부부장은 웃었다."],
            "CN",
            (False, "왕 부부장", "왕즈강 부부장"),
        ),
        (
            "ko",
            ["천웨이궈 중국 외교부장이 왔다.", "천 부장은 웃었다."],
            "CN",
            (False, "천 부장", "천웨이궈 중국 외교부장"),
        ),
        (
            "ko",
            ["한국 외교부의 윤태식 1차관이 왔다.", "윤 차관은 웃었다."],
            "KR",
            (False, "윤 차관", "윤태식 1차관"),
        ),
        ("ko", ["서울은 기다렸다.", "남은 쟁점은 많다."], "KR", (False, None, "서울")),
        ("zh", ["美国宣布新关税。", "该国政府没有解释。"], "US", (False, "该国", "美国")),
        ("zh", ["中国外交部副部长韩志明抵达。", "韩志明很满意。"], "CN", (False, "韩志明", "副部长韩志明")),
        ("zh", ["中國外交部長王志剛抵達。", "王外長很滿意。"], "CN", (False, "王外長", "外交部長王志剛")),
        ("zh", ["韩国国防部长官申成植抵达。", "申长官很满意。"], "KR", (False, "申长官", "国防部长官申成植")),
        (
            "zh",
            ["美国国务卿约翰·史密斯抵达。", "史密斯很满意。"],
            "US",
            (False, "史密斯", "国务卿约翰·史密斯"),
        ),
        ("zh", ["平壤沉默。", "下了雨。"], "KP", (False, None, "平壤")),
    ],
)
def test_a_word_that_means_a_target_goes_back_to_its_name(language, statements, code, expected):
    assert meant(language, statements, code) == expected


@pytest.mark.parametrize(
    ("language", "statements", "expected"),
    [
        (
            "ko",
            ["중국 외교부 대변인은 훈련이 위험하다고 말했다.", "“우리는 반대한다”고 덧붙였다.", "비가 왔다."],
            [("CN", "statement"), ("CN", "statement"), (None, None)],
        ),
        (
            "ko",
            ["미국 국방부 당국자는 “우리는 준비됐다.", "북한은 이를 안다”고 말했다."],
            [("US", "statement"), ("US", "statement")],
        ),
        (
            "zh",
            ["美国国务院发言人表示，会谈有益。", "“我们会继续。”他说。", "天气很好。"],
            [("US", "statement"), ("US", "statement"), (None, None)],
        ),
        (
            "zh",
            ["日本首相表示关切。", "一名分析人士说，这没有用。"],
            [("JP", "statement"), ("other", "statement")],
        ),
    ],
)
def test_who_speaks_is_carried_on_to_the_next_statement(language, statements, expected):
    assert voices(language, *statements) == expected


def test_of_two_states_in_a_korean_phrase_the_last_one_speaks():
    assert voices("ko", "주미 중국대사는 제재에 반대한다고 말했다.") == [("CN", "statement")]
    assert voices("ko", "일본 외무성은 제재를 지지한다고 밝혔다.") == [("JP", "statement")]


@pytest.mark.parametrize(
    ("language", "first", "word"),
    [
        ("ko", "중국 외교부가 항의했다.", "위안부"),
        ("ko", "중국 외교부가 항의했다.", "선전포고"),
        ("ko", "북한이 항의했다.", "협의회"),
    ],
)
def test_a_short_word_within_a_longer_one_means_nobody(language, first, word):
    found = plans(language, first, f"{word} 문제가 남았다.")[-1].targets
    assert [one.mention for one in found] == [None]


@pytest.mark.parametrize(("language", "text"), [("ko", "날씨가 맑았다."), ("zh", "天气晴朗。")])
def test_a_publisher_that_speaks_for_a_state_is_the_narrator(language, text):
    assert voices(language, text, publisher="KCNA") == [("KP", "publisher")]


@pytest.mark.parametrize(
    ("statement", "language", "expected"),
    [
        ("Beijing waited.", "en", "en"),
        ("Pékin attend.", "fr", "en"),
        ("중국은 기다렸다.", "ko", "ko"),
        ("中方等待。", "zh", "zh"),
        ("日本は沈黙した。", "ja", None),
        ("Пекин ждал.", "ru", None),
    ],
)
def test_english_korean_and_chinese_have_rules_and_other_scripts_none(statement, language, expected):
    assert reading_language(statement, language) == expected


@pytest.mark.parametrize("language", ["ko", "zh"])
def test_the_kinds_of_words_are_those_of_english(language):
    ours, english = east_asian_rules(language).words, english_rules().words
    assert ours.cues.keys() == english.cues.keys()
    assert sorted(ours.pronouns) == sorted(english.pronouns)
    assert ours.listed.keys() == english.listed.keys()
    assert {code: set(kinds) for code, kinds in ours.kinds.items()} == {
        code: set(kinds) for code, kinds in english.kinds.items()
    }


def test_another_language_has_no_rules():
    with pytest.raises(KeyError):
        east_asian_rules("ja")


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("ko", "그는 양국이 중국과 대화할 것이라고 말했다."), ("zh", "他说，中国和对方将继续双方的对话。")],
)
def test_a_long_document_takes_linear_time(language, sentence):
    start = time.perf_counter()
    assert len(plans(language, *[sentence] * 4000)) == 4000
    assert time.perf_counter() - start < 20


def test_humanitarian_aid_is_not_from_india():
    view = READER.view(["북한에 인도적 지원을 했다.", "인도는 북한에 지원을 했다."], language="ko")
    assert [[code for _, code in one] for one in view.holders] == [["KP"], ["other", "KP"]]


def test_who_has_the_floor_is_told_by_labels_in_brackets_too():
    statements = ["[기자] 회담은 언제입니까?", "[대변인] 우리는 미국과 만납니다."]
    assert [voice for voice, _ in voices("ko", *statements, publisher="외교부")] == ["other", "KR"]


def test_a_korean_quotation_may_go_on_over_an_empty_statement():
    statements = ["“미국은 훈련을 멈춰야 한다.", "", "북한이 말했다.”"]
    assert [plan.statement for plan in plans("ko", *statements)] == statements


@pytest.mark.parametrize(
    ("language", "statements", "publisher", "expected"),
    [
        (
            "ko",
            ["기자: 언제 만납니까?", "한 차관보: 곧 만납니다.", "서두르지 않겠습니다."],
            "외교부",
            ["other", "KR", "KR"],
        ),
        (
            "zh",
            ["记者：何时会谈？", "科尔曼先生：很快。", "不着急。"],
            "The White House",
            ["other", "US", "US"],
        ),
        ("ko", ["림 대표(중국): 반대합니다.", "한 대표(일본): 찬성합니다."], None, ["CN", "JP"]),
        ("zh", ["林先生（中国）：我们反对。", "韩先生（法国）：我们赞成。"], None, ["CN", "other"]),
        ("ko", ["중국 신화통신 기자: 언제입니까?", "한 차관보: 곧입니다."], "외교부", ["other", "KR"]),
    ],
)
def test_a_label_with_a_title_has_the_floor(language, statements, publisher, expected):
    assert [voice for voice, _ in voices(language, *statements, publisher=publisher)] == expected


@pytest.mark.parametrize(
    ("language", "statements", "expected"),
    [
        ("ko", ["북한이 쏘았다.", "한국과 미국의 장관이 만났다.", "양측은 만족했다."], {"KR", "US"}),
        ("ko", ["북한이 쏘았다.", "한국은 일본과 회담했다.", "두 정상은 만족했다."], {"KR"}),
        ("ko", ["중국과 미국이 만났다.", "쌍방향 도로가 열렸다."], {"CN", "US"}),
        (
            "ko",
            ["한국 장관이 미국 장관과 통화하고 북핵을 논의했다.", "중국은 기다렸다.", "양측은 만족했다."],
            {"KR", "US"},
        ),
        ("ko", ["중국은 미국 장관과 전화 통화를 하고 북핵을 논의했다.", "양측은 만족했다."], {"CN", "US"}),
        (
            "ko",
            ["미국은 기다렸다.", "한국 장관이 중국 장관과 회담했다.", "양 장관은 북한의 발사를 규탄했다."],
            {"CN", "KP", "KR"},
        ),
        ("ko", ["한국 및 미국 장관이 중국의 반응을 논의했다.", "양측은 만족했다."], {"KR", "US"}),
        ("zh", ["朝鲜发射导弹。", "韩国和美国的部长举行会谈。", "双方感到满意。"], {"KR", "US"}),
        ("zh", ["朝鲜发射导弹。", "韩国与日本举行会谈。", "两国感到满意。"], {"KR"}),
    ],
)
def test_the_two_sides_are_those_named_together_last(language, statements, expected):
    last = plans(language, *statements)[-1]
    assert {one.target for one in last.targets} == expected


@pytest.mark.parametrize(
    ("language", "statements", "publisher", "expected"),
    [
        ("ko", ["미국 국무장관은 유감이라고 말했다.", "대변인은 믿지 않는다고 말했다."], "KCNA", "KP"),
        ("zh", ["美国国务卿表示遗憾。", "发言人说，我们不相信。"], "新华社", "CN"),
        ("ko", ["미국 국무장관은 유감이라고 말했다.", "대변인은 믿지 않는다고 말했다."], None, "US"),
        (
            "ko",
            ["북한은 옳다고 주장했다.", "어부 한도윤 씨가 서 있었다.", "그는 싫다고 말했다."],
            None,
            "other",
        ),
    ],
)
def test_an_office_is_that_of_the_document_and_he_a_person_named_since(
    language, statements, publisher, expected
):
    assert voices(language, *statements, publisher=publisher)[-1] == (expected, "statement")


@pytest.mark.parametrize(
    ("language", "statement", "expected"),
    [
        ("ko", "유엔 전문가들은 북한이 돈을 훔쳤다고 말했다.", "UN"),
        ("ko", "한 전문가는 북한이 돈을 훔쳤다고 말했다.", "other"),
        ("ko", "공화당의 존 밀러 의원은 중국이 틀렸다고 말했다.", "US"),
        ("ko", "미 인도태평양사령부는 준비됐다고 말했다.", "US"),
        ("ko", "국제사회는 북한이 틀렸다고 비난했다.", "other"),
        ("zh", "美国印度-太平洋司令部说，一切就绪。", "US"),
        ("zh", "国际社会普遍批评，朝鲜违反了禁令。", "other"),
        ("zh", "联合国专家说，朝鲜违反了禁令。", "UN"),
        ("zh", "一名专家说，朝鲜违反了禁令。", "other"),
        ("zh", "共和党参议员米勒说，中国错了。", "US"),
        ("zh", "在首尔，国防部说，朝鲜发射了导弹。", "KR"),
    ],
)
def test_experts_of_the_un_a_party_and_a_capital_tell_who_speaks(language, statement, expected):
    assert voices(language, statement) == [(expected, "statement")]
