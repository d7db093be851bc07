"""Persons whom a Korean or a Chinese document introduces are known again, and speak for their state."""

import pytest

from detente.model.document.facts import DocumentFacts
from detente.model.document.reader import DocumentReader
from detente.model.text.actor_finder import ActorFinder

READER = DocumentReader(ActorFinder.from_files())


def persons(language, *statements):
    """The persons whom the last statement names: as it names them, their state, and how they were introduced."""
    found = READER.view(statements, language=language).persons[-1]
    return [(statements[-1][one.start : one.end], one.person.state, one.person.written) for one in found]


def voices(language, *statements, **facts):
    plans = READER.read(statements, facts=DocumentFacts(**facts), language=language)
    return [(one.voice, one.voice_by) for one in plans]


@pytest.mark.parametrize(
    ("language", "statements", "expected"),
    [
        (
            "ko",
            ["조선로동당 중앙위원회 부부장 리성학은 담화를 발표하였다.", "리부부장은 웃었다."],
            ("리부부장", "KP", "부부장 리성학"),
        ),
        (
            "ko",
            ["조선 외무상 박철룡동지가 도착하였다.", "박철룡은 웃었다."],
            ("박철룡", "KP", "외무상 박철룡"),
        ),
        ("ko", ["조태훈 주중대사가 한국을 떠났다.", "조태훈은 웃었다."], ("조태훈", "KR", "조태훈 주중대사")),
        ("zh", ["美国驻华大使柯克曼抵达。", "柯克曼很满意。"], ("柯克曼", "US", "大使柯克曼")),
        ("zh", ["朝鲜劳动党副部长李成学发表谈话。", "李副部长很满意。"], ("李副部长", "KP", "副部长李成学")),
    ],
)
def test_a_title_before_or_behind_a_name_introduces_a_person(language, statements, expected):
    assert persons(language, *statements) == [expected]


@pytest.mark.parametrize(
    ("language", "first", "second"),
    [
        ("ko", "한편 중국 외교부 대변인이 왔다.", "한 총리는 물러서지 않겠다고 강조했다."),
        ("ko", "조 장관은 중국 외교부장을 만났다.", "장관은 웃었다."),
        ("ko", "워싱턴을 찾아 미 상무장관과 만났다.", "찾아 나선 사람이 많다."),
        ("ko", "이날 중국 외교부 대변인이 왔다.", "이 대통령은 물러서지 않겠다고 말했다."),
        ("ko", "미국 대통령 전용기가 서울에 내렸다.", "전용기는 컸다."),
        ("ko", "북한 외무성 대변인 성명이 나왔다.", "성명이 길었다."),
        ("zh", "美国国务卿此前抵达。", "日本政府此前表示，会谈推迟。"),
        ("zh", "美国国务院发言人周四说，会谈推迟。", "朝鲜周四发射导弹。"),
        ("zh", "中国总理会见来宾，巴西总统也在场。", "巴西外长说，关税毫无道理。"),
        ("zh", "中国驻韩国大使馆关闭。", "大使馆表示，会谈推迟。"),
    ],
)
def test_an_adverb_or_a_body_is_no_person(language, first, second):
    view = READER.view([first, second], language=language)
    assert view.persons == [[], []]


@pytest.mark.parametrize(
    ("language", "statements", "expected"),
    [
        ("ko", ["북한 외무성 부상 마조욱은 떠났다.", "마조욱은 미국이 틀렸다고 말했다."], "KP"),
        ("ko", ["북한은 일본 총리 이시즈를 초청했다.", "이시즈는 거절한다고 말했다."], "JP"),
        ("zh", ["朝鲜邀请俄罗斯外长伊万诺夫。", "伊万诺夫说，制裁没有用。"], "RU"),
        ("zh", ["中国邀请韩国驻日本大使姜昌宇。", "姜昌宇说，会谈有益。"], "KR"),
    ],
)
def test_a_person_speaks_for_the_state_that_stands_beside_the_title(language, statements, expected):
    assert voices(language, *statements)[-1] == (expected, "statement")


@pytest.mark.parametrize(
    ("language", "statements", "expected"),
    [
        ("ko", ["한국 대변인은 안 된다고 말했다.", "트럼프는 된다고 말했다.", "그는 기쁘다고 말했다."], "US"),
        ("ko", ["한국 대변인은 안 된다고 말했다.", "북한은 된다고 말했다.", "그는 슬프다고 말했다."], "KR"),
        ("zh", ["中国外长说，不行。", "特朗普說，可以。", "他又称，很高兴。"], "US"),
        ("zh", ["中国外长说，不行。", "朝鲜称，可以。", "他还说，很遗憾。"], "CN"),
    ],
)
def test_he_is_the_leader_who_spoke_last_and_no_state(language, statements, expected):
    assert voices(language, *statements)[-1] == (expected, "statement")


@pytest.mark.parametrize(
    ("language", "statement", "expected"),
    [
        ("ko", "주한 중국대사는 조치가 지나치다고 말했다.", "CN"),
        ("ko", "주한미군사령관은 준비가 끝났다고 말했다.", "US"),
        ("ko", "주북 중국대사는 평양이 변했다고 말했다.", "CN"),
        ("ko", "미국 주재 한국대사는 협의가 끝났다고 말했다.", "KR"),
        ("zh", "美国驻华大使说，门是开的。", "US"),
    ],
)
def test_an_envoy_speaks_for_who_sent_him(language, statement, expected):
    assert voices(language, statement) == [(expected, "statement")]


def test_the_minister_of_a_document_of_his_own_state_needs_no_name_of_it():
    spoken = voices("zh", "商务部发言人何远航出席。", "何远航说，大门敞开。", publisher="新华社")
    assert spoken[1] == ("CN", "statement")
