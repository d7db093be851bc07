"""Credits and notices of copyright are no statements of a document; a sentence that only begins so is one."""

import time

import pytest

from detente.model.splitting.boilerplate import is_boilerplate
from detente.model.text.letterhead import head_of
from detente.model.text.statements import split_statements

CREDITS = [
    "(Reporting by Ann Roe in Tokyo and Bo Lin in Wuhan; Editing by Sam Doe)",
    "(Reporting by Ann Roe; additional reporting by Bo Lin)",
    "Reporting by Ann Roe in Seoul; Editing by Sam Doe",
    "Additional reporting by Josh Poe.",
    "Kim reported from Seoul.",
    "Roe and Lee reported from Washington.",
    "Roe reported from Seoul and Doe from Tokyo.",
    "Staff writer Ann Roe in Tokyo contributed to this report.",
    "Ann Roe contributed reporting from Seoul.",
    "Reuters contributed to this report.",
    "Copyright (C) Korean Central News Agency.",
    "Copyright 2031 The Harbour Gazette. All rights reserved.",
    "(c) 2031 Harbour Wire.",
    "© Harbour Wire 2031.",
    "Copyright Yonhap News Agency.",
    "(C) Yonhap",
    "Image copyright Harbour Images",
    "Photo by Ann Roe/Harbour Wire in Seoul",
    "(Photo by Ann Roe/Harbour Wire)",
    "All rights reserved.",
    "Copyright (c) Harbour Corporation. All Rights Reserved.",
    "Reproduction without permission is prohibited.",
    "저작권자(c) 하나통신, 무단 전재-재배포 금지",
    "<저작권자(c) 하나통신, 무단 전재-재배포 금지> 2031/03/05 17:20 송고",
    "저작권자 ⓒ 하나일보(www.hana.example) 무단전재 및 재배포 금지",
    "(끝)",
    "版权所有，不得转载",
    "版權所有，不得轉載。",
    "（责任编辑：张三、李四）",
    "(記者陳大文)",
    "（来源：新华社）",
    "（作者为北方某大学教授）",
    "（完）",
    "（譯者：陳大文／核稿：林小○）1120315",
    "（本文轉自海港新聞）",
    "【我要纠错】",
    "홍길동 기자 hong@hana.example",
    "서울=홍길동 특파원",
    "◎바른말 하나통신 hong@hana.example",
    "사진=하나통신",
    "평 양(끝)",
    "끝.",
    "Enditem",
    "-0-",
    "Wonju -0-",
    "Source: Harbour Wire | 2031-03-05 17:20:00 | Editor: roe",
    "Date: 05/03/2031 | Source: harbour.example (En) | Read the original there",
    "Editor: roe",
    "-30-",
    "--END--",
    "/END/",
    "(ends)",
    "ENDS",
    "www.harbourwire.example",
    "(roe@harbourwire.example)",
    "roe@harbourwire.example",
    "www.harbourwire.example (2031.03.05.)",
]
STATEMENTS = [
    "Reporting by foreign media on the camp was blocked by Beijing.",
    "Reporting by Foreign Media Blocked in Beijing",
    "Editing by Beijing of the draft angered Seoul.",
    "The end.",
    "Korean War Ends",
    "Source: Beijing to cut tariffs | Harbour Wire",
    "Date: Washington and Seoul set one for the summit.",
    "30 ships.",
    "Kim reported from Seoul that the North had fired a missile.",
    "KCNA reported from Pyongyang.",
    "North Korea contributed to this report.",
    "The U.S. military contributed to this report.",
    "The spy agency of Seoul contributed to this report on missile parts.",
    "Copyright theft by Chinese firms costs billions.",
    "Copyright Law Reform in China Stalls",
    "Copyright Law Angers Chinese Press Abroad",
    "Photo by North Korea Shows Missile",
    "Video by North Korea",
    "Copyright 2031 rules hurt Chinese firms.",
    "Washington insists that all rights reserved by the treaty hold.",
    "来源：白宫称将制裁中国",
    "编辑部认为中国应当让步。",
    "编辑：中国必须立即停手",
    "（记者问中方是否报复）",
    "（本文反對美國制裁中國）",
    "북한은 한국 기자 두 명을 추방했다.",
    "북한 협박 메일은 hong@hana.example 앞으로 왔다.",
    "사진=북한이 공개한 미사일이 한국을 겨누고 있다.",
    "미국은 끝.",
    "作者为中国辩护。",
    "중국, 북한산 수산물 수입 금지",
    "저작권자 보호를 위해 중국은 복제를 금지했다",
    "The North runs a page at www.harbourwire.example, Seoul said.",
]


@pytest.mark.parametrize("line", CREDITS)
def test_a_credit_or_notice_below_a_document_is_no_statement(line: str) -> None:
    found = split_statements(f"The allies met in Seoul on Friday.\n\n{line}")
    assert [statement.text for statement in found] == ["The allies met in Seoul on Friday."]


@pytest.mark.parametrize("sentence", STATEMENTS)
def test_a_sentence_that_only_begins_like_a_credit_is_a_statement(sentence: str) -> None:
    assert [statement.text for statement in split_statements(sentence)] == [sentence]


def test_a_credit_behind_the_last_sentence_is_cut_off_it() -> None:
    document = "The allies met in the capital on Friday and agreed on nothing. (Reporting by Ann Roe)"
    found = [statement.text for statement in split_statements(document)]
    assert found == ["The allies met in the capital on Friday and agreed on nothing."]


def test_the_dateline_is_kept_beside_the_statement_that_it_stood_before() -> None:
    english = "Drill Ends\n\nPyongyang, May 3 (KCNA) --  China saw it. It left."
    document = f"{english}\n\n新华社北京1月1日电（记者张三）中方反对。"
    found = [(statement.text, statement.dateline) for statement in split_statements(document)]
    assert found == [
        ("Drill Ends", None),
        ("China saw it.", "Pyongyang, May 3 (KCNA) --"),
        ("It left.", None),
        ("中方反对。", "新华社北京1月1日电（记者张三）"),
    ]


@pytest.mark.parametrize(
    "dateline",
    [
        "(평양 5월 3일발 조선중앙통신)",
        "（新华社北京1月1日电）",
        "(서울=하나통신) 김하나 기자 =",
        "[하나뉴스]",
        "（中央社首爾12日綜合外電報導）",
        "PYONGYANG, May 3 (KCNA) --",
    ],
)
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_dateline_on_a_line_of_its_own_is_that_of_the_statement_below(dateline: str, gap: str) -> None:
    [found] = split_statements(f"{dateline}{gap}Seoul waited.")
    assert found.text == "Seoul waited."
    assert found.dateline in (dateline, dateline.removesuffix(" --"))


@pytest.mark.parametrize("shape", ["(Reporting by {}", "{}contributed to this x", "A reported from {}x"])
@pytest.mark.parametrize("word", ["A ", "Aa, ", "Roe and "])
def test_a_long_line_of_names_takes_no_time(shape: str, word: str) -> None:
    started = time.process_time()
    assert not is_boilerplate(shape.format(word * (260 // len(word))))
    assert time.process_time() - started < 1


@pytest.mark.parametrize(
    "news",
    [
        "Copyright 2024: China rejects the U.S. claims.",
        "Copyright 2024 US sanctions on China were condemned by Beijing.",
        "© The United States condemns the drills of China near Taiwan.",
        "Iran and Israel contributed to this report.",
        "(c) China must stop the drills.",
    ],
)
def test_news_that_begins_like_a_notice_is_none(news: str) -> None:
    assert not is_boilerplate(news)


@pytest.mark.parametrize(
    "line", ["By " + "A" * 300, "BY KIM TONG-HYUNG, ASSOCIATED PRESS CORRESPONDENT © 2024!"]
)
def test_a_line_in_capitals_takes_no_time_at_the_head(line: str) -> None:
    started = time.process_time()
    head_of([line])
    assert time.process_time() - started < 1
