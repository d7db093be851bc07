"""Korean and Chinese transcripts and wrapped paragraphs: labels go to the speaker, lines join, headlines stay."""

import unicodedata

import pytest

from detente.model.text.statements import split_statements

PRESS = """외교부 정례브리핑

기자: 북한의 담화에 대한 입장은 무엇입니까?
○ 대변인: 정부는 북한의 주장을 일축합니다. 대화의 문은 열려 있습니다.
"""
CHINESE = """法新社记者：美方加征关税，中方有何评论？
林剑：中方坚决反对。

韩联社记者：韩国总统何时访华？
林剑：请向韩方了解。
"""


def turns(document: str) -> list[tuple[str | None, str]]:
    return [(one.speaker, one.text) for one in split_statements(document)]


def test_a_korean_label_is_the_speaker_and_no_part_of_the_statement() -> None:
    assert turns(PRESS) == [
        (None, "외교부 정례브리핑"),
        ("기자", "북한의 담화에 대한 입장은 무엇입니까?"),
        ("대변인", "정부는 북한의 주장을 일축합니다."),
        ("대변인", "대화의 문은 열려 있습니다."),
    ]


def test_a_chinese_name_is_a_label_where_somebody_asks() -> None:
    assert turns(CHINESE) == [
        ("法新社记者", "美方加征关税，中方有何评论？"),
        ("林剑", "中方坚决反对。"),
        ("韩联社记者", "韩国总统何时访华？"),
        ("林剑", "请向韩方了解。"),
    ]
    assert turns("问：有何评论？\n答：一贯反对。") == [("问", "有何评论？"), ("答", "一贯反对。")]
    assert turns("[앵커] 미사일이 발사됐습니다.\n[기자] 합참은 규탄했습니다.") == [
        ("앵커", "미사일이 발사됐습니다."),
        ("기자", "합참은 규탄했습니다."),
    ]


@pytest.mark.parametrize(
    ("question", "reply", "asks", "replies"),
    [
        ("<질문> ", "<답변> ", "질문", "답변"),
        ("질문) ", "답변) ", "질문", "답변"),
        ("Q. ", "A. ", "Q", "A"),
        ("Q：", "A：", "Q", "A"),
    ],
)
def test_the_marks_of_question_and_reply_in_a_briefing_are_labels(
    question: str, reply: str, asks: str, replies: str
) -> None:
    document = f"{question}미국과 협의했습니까?\n{reply}긴밀히 소통합니다. 북한도 나와야 합니다."
    assert turns(document) == [
        (asks, "미국과 협의했습니까?"),
        (replies, "긴밀히 소통합니다."),
        (replies, "북한도 나와야 합니다."),
    ]


def test_an_english_initial_in_a_korean_transcript_is_no_label() -> None:
    assert turns("기자: 누구입니까?\n대변인: 이렇습니다.\nA. B. Smith 대사입니다.")[2] == (
        "대변인",
        "A. B. Smith 대사입니다.",
    )


@pytest.mark.parametrize(
    "document",
    [
        "商务部：停征特别港务费\n社评：韩国不应随美起舞\n林剑：中方坚决反对",  # headlines, and nobody asks
        "记者：美方有何打算？",  # a single line is no transcript
        "대변인: 사실무근\n장관: 유감",
    ],
)
def test_a_headline_with_a_colon_keeps_what_stands_before_it(document: str) -> None:
    assert turns(document) == [(None, line) for line in document.split("\n")]


def test_a_state_is_no_speaker_even_in_a_transcript() -> None:
    read = turns("记者：立场如何？\n韩国：不予置评。\n记者：为何？\n外交部：正在研究。")
    assert read == [
        ("记者", "立场如何？"),
        ("记者", "韩国：不予置评。"),
        ("记者", "为何？"),
        ("记者", "外交部：正在研究。"),
    ]


def test_a_paragraph_wrapped_over_two_lines_is_one() -> None:
    korean = (
        "북한이 14일 평양 인근에서 동해상으로 단거리 탄도미사일로 추정되는 미사일 여러 발을",
        "발사했다.",
    )
    chinese = (
        "外交部发言人在例行记者会上表示，中方坚决反对任何形式的官方往来，反对美方对",
        "台军售。",
    )
    assert turns("\n".join(korean)) == [(None, " ".join(korean))]
    assert turns("\n".join(chinese)) == [(None, "".join(chinese))]


def test_a_headline_above_its_sentence_is_not_joined_with_it() -> None:
    lines = [
        "北, 동해상으로 탄도미사일 발사",
        "북한이 14일 동해상으로 탄도미사일을 발사했다고 합참이 밝혔다.",
    ]
    assert turns("\n".join(lines)) == [(None, line) for line in lines]


def test_a_document_whose_syllables_are_taken_apart_has_the_same_statements_with_spans_of_its_own() -> None:
    apart = unicodedata.normalize("NFD", PRESS)
    found = split_statements(apart)
    assert [(one.speaker, one.text) for one in found] == turns(PRESS)
    assert [unicodedata.normalize("NFC", apart[one.start : one.end]) for one in found] == [
        one.text for one in found
    ]


@pytest.mark.parametrize(
    "document",
    [
        "CCTV 기자: 입장은 무엇입니까?\n한성우 차관보: 변함이 없습니다.",
        "기자: 입장은 무엇입니까?\n루건화: 변함이 없습니다.",
        "记者：有何评论？\n科尔曼先生：没有变化。",
        "记者：有何评论？\n拉扎列夫：没有变化。",
        "림 대표(중국): 우리는 반대합니다.\n한 대표(대한민국): 우리는 찬성합니다.",
        "林先生（中国）：我们反对。\n韩女士（大韩民国）：我们赞成。",
    ],
)
def test_a_name_with_a_title_or_behind_a_question_is_a_label(document: str) -> None:
    assert [speaker for speaker, _ in turns(document)] == [
        line.partition(":")[0].partition("：")[0] for line in document.splitlines()
    ]


@pytest.mark.parametrize(
    "document",
    [
        "기자: 입장은?\n대변인: 없습니다.\n주의: 이 글은 번역입니다.",
        "记者：有何评论？\n发言人：没有。\n他还说：没有。",
    ],
)
def test_a_bare_word_that_does_not_come_back_is_no_label(document: str) -> None:
    assert turns(document)[2][1] == document.splitlines()[2]
