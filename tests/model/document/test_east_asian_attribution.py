"""Whose words a Korean or a Chinese statement gives is found by the verb of saying and what stands before it."""

import time

import pytest

from detente.model.document.quotations import follow_quotations
from detente.model.document.rules.chinese_attribution import find_chinese_attribution
from detente.model.document.rules.korean_attribution import find_korean_attribution


def found(find, text):
    attribution = find(text, follow_quotations([text])[0])
    return None if attribution is None else text[attribution.start : attribution.end]


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("중국 외교부 대변인은 10일 훈련이 평화를 해친다고 밝혔다.", "중국 외교부 대변인"),
        ("“우리는 물러서지 않는다”고 외무성은 강조하였다.", "외무성"),
        ("왕 부장이 “대화가 유일한 길”이라고 말했다.", "왕 부장"),
        ("통일부에 따르면 회담은 연기됐다.", "통일부"),
        ("그는 협상이 끝났다고 덧붙였다.", "그"),
        ("한 전문가는 “조치가 위험하다”고 비판했다.", "한 전문가"),
        ("통일부 장관은 이렇게 말했다.", "통일부 장관"),
        ("“우리는 제재에 반대한다.” 마오원 중국 외교부 대변인의 말이다.", "마오원 중국 외교부 대변인"),
        ("국방성 대변인: “연습을 걷어치우라.”", "국방성 대변인"),
        ("단장은 연설에서 중국은 좋은 벗이라고 말했다.", "단장"),
        ("인도 외교부는 그렇지 않다고 밝혔다.", "인도 외교부"),
        (
            "훈련은 끝났다고 조한결 통일부 대변인이 이날 오후 기자들에게 밝혔다.",
            "조한결 통일부 대변인",
        ),
        ("북한이 새벽에 미사일을 쐈다고 합참이 밝혔다.", "합참"),
        ("북한은 새벽에 미사일을 쐈다고 합참은 기자들에게 알렸다.", "합참"),
        ("북한이 “미국은 적”이라고 주장했다고 통일부가 전했다.", "통일부"),
        ("관세를 거두지 않겠다고 미국이 밝혔다고 왕이 외교부장이 전했다.", "왕이 외교부장"),
        ("그는 북한이 미사일을 쐈다고 합참이 밝혔다고 전했다.", "그"),
        ("통일부는 이번 조치에 깊은 유감을 표명했다.", "통일부"),
        ("미국이 대화에 나설 수 있다는 뜻을 일본 총리가 전했다.", "일본 총리"),
        ("리부부장은 이어 《미국은 물러가라》고 말하였다.", "리부부장"),
        ("중국신문 《환구시보》는 제재가 실패하였다고 썼다.", "중국신문 《환구시보》"),
        ("《로동신문》은 제재가 실패하였다고 썼다.", "《로동신문》"),
        ("(서울=아무통신) 한도윤 기자 = 중국은 훈련에 반대한다고 밝혔다.", "중국"),
        ("북한은 미사일을 옮긴 것으로 정보당국은 보고 있다.", "정보당국"),
        (
            "회담이 열리고 있는 판문점에서 대변인은 합의가 가깝다고 말했다.",
            "회담이 열리고 있는 판문점에서 대변인",
        ),
    ],
)
def test_the_subject_of_a_korean_verb_of_saying_speaks(text, subject):
    assert found(find_korean_attribution, text) == subject


def test_a_korean_sentence_without_a_subject_has_an_attribution_without_words():
    assert found(find_korean_attribution, "“다음 달에 다시 만나자”고 말했다.") == ""


@pytest.mark.parametrize(
    "text",
    [
        "중국은 미사일을 쐈다.",
        "“미국은 떠나라고 말했다.”",
        "북한은 미사일을 옮긴 것으로 추정된다.",
        "중국이 뭐라고 답하던가요?",
        "비가 왔다.",
        "그렇다고 중국에 기대자는 주장은 위험하다.",
    ],
)
def test_a_korean_statement_in_which_nobody_says_anything_has_none(text):
    assert found(find_korean_attribution, text) is None


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("中国外交部发言人毛宁10日在例行记者会上表示，演习有害和平。", "中国外交部发言人毛宁"),
        ("“我们不会退让。”她说。", "她"),
        ("在谈到关税时，商务部发言人指出，美方应当取消限制。", "商务部发言人"),
        ("毛寧就美方言論指出，此舉錯誤。", "毛寧"),
        ("据韩国统一部消息，会谈推迟。", "韩国统一部"),
        ("朝鲜外务省称演习是战争预演。", "朝鲜外务省"),
        ("国防省发言人：“停止演习。”", "国防省发言人"),
        ("文在寅说，对话是唯一的路。", "文在寅"),
        ("【某报1日讯】（记者张三报导）美国国务卿史密斯发表演讲，称制裁有效。", "美国国务卿史密斯"),
        ("脱北者团体痛批制裁无效。", "脱北者团体"),
        ("据报道，美国国防部长哈里森称，演习照常。", "美国国防部长哈里森"),
        ("一名不愿透露姓名的美国官员说，谈判在继续。", "一名不愿透露姓名的美国官员"),
    ],
)
def test_the_subject_of_a_chinese_verb_of_saying_speaks(text, subject):
    assert found(find_chinese_attribution, text) == subject


@pytest.mark.parametrize(
    "text",
    [
        "中国发射了导弹。",
        "“美国说它会离开。”",
        "他的职称和名称都变了，小说出版了。",
        "朝鲜的核试验也必须受到谴责。",
        "中方愿同韩方一道，维护和平。",
        "我们欢迎各界人士来华访问。",
        "韩国外长上周来访，发言人能否介绍情况？",
    ],
)
def test_a_chinese_statement_in_which_nobody_says_anything_has_none(text):
    assert found(find_chinese_attribution, text) is None


@pytest.mark.parametrize("find", [find_korean_attribution, find_chinese_attribution])
@pytest.mark.parametrize(
    "part", ["그는 ", "대변인은 있는 ", "다고 ", "在，", "表示", "说，", "据", "“", "라고 말했다 "]
)
def test_a_long_statement_takes_linear_time(find, part):
    text = part * (40_000 // len(part))
    quoted = follow_quotations([text])[0]
    start = time.perf_counter()
    find(text, quoted)
    assert time.perf_counter() - start < 2
