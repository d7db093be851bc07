"""Lines that a publisher puts below a text and that say nothing of it: who wrote it, whose copyright it is."""

import re
from typing import Final

__all__ = ["is_boilerplate"]

_LONGEST: Final = 300

_ROLES: Final = r"(?:reporting|writing|editing|compiled|translated|photography|graphics)"
_NAME: Final = r"(?:[A-Z][\w.'’-]*|[a-z]{2}-[A-Z]\w*)"
_NAMES: Final = rf"{_NAME}(?:(?:,?\sand|,|\sin|\sat|,?\sand\sthe|\sof|\sthe)?\s{_NAME}){{0,24}}"
_ROLE: Final = rf"(?:additional\s|further\s)?{_ROLES}(?:\sand\s{_ROLES})?"
_CREDIT: Final = rf"(?i:{_ROLE})\sby\s{_NAMES}"
_CREDITS: Final = rf"{_CREDIT}(?:[;,.]\s{_CREDIT})*"

# Who may have contributed beside a person. A state or ministry that contributed is news.
_STATE: Final = (
    r"(?:the\s)?(?:(?:North|South)\s)?(?:China|Korea|Koreas|Japan|Russia|Beijing|Pyongyang|Seoul|Tokyo|Moscow|Washington|"
    r"Iran|Israel|Ukraine|India|Taiwan|Hamas|Hezbollah|Germany|France|Britain|Australia|Canada|United\s(?:States|Nations|Kingdom)|U\.?S\.?|U\.?N\.?|E\.?U\.?|D\.?P\.?R\.?K\.?|R\.?O\.?K\.?|White\sHouse|Pentagon|CIA|NATO)"
)
_STATE_ONLY: Final = rf"(?!(?i:the\s)?{_STATE}(?:,?\s(?:and|in)\s{_STATE})*\s(?:reported|contributed))"
_STAFF: Final = (
    r"(?:staff|news|video|senior|writers?|reporters?|correspondents?|researchers?|journalists?|editors?|producers?|"
    r"in|from|and|of|the|an?)"
)
_PEOPLE: Final = rf"(?:The\s)?{_NAME}(?:,?\s(?:{_NAME}|{_STAFF})){{1,24}}"
_AGENCY: Final = r"(?:The\s)?(?:AP|AFP|Reuters|Bloomberg|Yonhap|Xinhua|Kyodo|Associated\sPress)"
_NO_SURNAME: Final = (
    r"(?:China|Korea|KCNA|Xinhua|Yonhap|TASS|Reuters|AFP|AP|CNN|BBC|He|She|It|They|We|I|Who|Nobody)\b"
)
_SURNAME: Final = rf"(?!{_NO_SURNAME})[A-Z][\w'’-]+"
_TOWNS: Final = r"[A-Z][\w.’'-]*(?:,?\s(?:and\s)?[A-Z][\w.’'-]*){0,5}"
_SURNAMES: Final = (
    rf"{_SURNAME}(?:\s{_SURNAME}){{0,2}}(?:(?:,|,?\sand)\s{_SURNAME}(?:\s{_SURNAME}){{0,2}}){{0,4}}"
)

_YEAR: Final = r"(?:19|20)\d\d"
_SIGN: Final = r"(?:©|ⓒ|\([cC]\))"
# A notice names a year or the sign, and its owner in a few words; a longer one says that rights are reserved.
_NOTICE: Final = (
    rf"(?:Copyright\s?{_SIGN}|Copyright\s{_YEAR}(?!\s[a-z])|{_SIGN}\s?Copyright|[©ⓒ]|\([cC]\)\s?{_YEAR})"
    rf"(?:\s?{_YEAR}(?:[-–]{_YEAR})?)?"
)
_OWNER: Final = 5

# Without year or sign a notice ends with who owns a text or picture: "Image copyright Harbour Images".
_PRESS: Final = (
    r"(?:Agency|News|Images|Press|Times|Post|Herald|Daily|Media|Wire|Inc\.?|Corp\.?|Corporation|Ltd\.?|AP|AFP|EPA|Reuters|"
    r"Yonhap|Xinhua|Kyodo|KCNA|Bloomberg)"
)
_TO_PRESS: Final = rf"(?:[A-Z][\w.’'&-]*\s){{0,4}}{_PRESS}"
_PICTURE: Final = r"(?i:photos?|images?|pictures?|video|graphics?)"

# Fields in a row below a title: when a text was published, where and by whom.
_FIELD: Final = r"\s?\|[^|]{1,60}"
_TIME: Final = r"[\d/.:,\s-]{8,30}"
_LABELLED: Final = r"(?i:Source|Date|Editor|Author|Writer|Updated|Published|Time):\s?[^|]{1,60}"

_OPEN: Final = r"[<(\[〈《＜（【]?\s?"
_CLOSE: Final = r"\s?[>)\]〉》＞）】]?"
_DESK: Final = "(?:社|[网網]|[报報]|台|[视視]|部|[办辦]|刊|[新時时][闻聞报報]|客[户戶]端|微博|微信)"
_HAN_NAMES: Final = r"[\u4e00-\u9fff]{2,4}(?:[、\s][\u4e00-\u9fff]{2,4}){0,5}"
_ADDRESS: Final = r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
_TOWN: Final = r"(?:[가-힣]{2,6}=)?"
_REPORTER: Final = r"(?:[가-힣]{2,4}\s(?:(?:선임|인턴|객원|전문|수습)\s?)?(?:기자|특파원))"
_EAST_ASIAN_LINES: Final = (
    # <저작권자(c) 하나통신, 무단 전재-재배포 금지> 2031/03/05 17:20 송고
    rf"{_OPEN}(?:무단\s?(?:전재|복제)[^.]{{0,30}}|저작권자\s?(?:{_SIGN}.{{0,90}}|[^.]{{0,60}}))금지\.?{_CLOSE}(?:\s?[\d/.:\s-]{{8,20}}송고)?",
    rf"{_OPEN}版[权權]所有[^。]{{0,40}}。?",
    # （责任编辑：张三）, （記者陳大文）, 来源：新华社, （作者为某大学教授）
    rf"{_OPEN}(?:[责責]任)?(?:[编編][辑輯]|[责責][编編]|校[对對])\s?[：:]\s?{_HAN_NAMES}{_CLOSE}",
    rf"[（(]\s?(?:本[报報])?[记記]者\s?[：:]?\s?(?![问問说說提]){_HAN_NAMES}[）)]",
    rf"{_OPEN}(?:文章|稿件)?[来來]源\s?[：:]\s?[^。，：:]{{0,16}}{_DESK}{_CLOSE}",
    r"[（(]\s?(?:本文)?作者[为為系係是：:][^（）()。]{2,60}。?[）)]",
    r"[（(]本文(?:[来來]自|[转轉]自)[：:]?\s?[^（）()。]{2,20}[）)]",
    # （譯者：陳大文／核稿：林小明）1120315, 【纠错】
    r"[（(](?:[译譯]者|核稿|[编編][辑輯])\s?[：:][^（）()。]{2,40}[）)]\s?\d{0,8}",
    r"[【\[](?:我要)?[纠糾][错錯][】\]]",
    # 홍길동 기자 hong@wire.example, 서울=홍길동 특파원, 사진=하나통신
    rf"{_TOWN}{_REPORTER}(?:\s?[/(]?\s?{_ADDRESS}\)?)?|(?:[가-힣]{{2,8}}\s){{1,3}}[/(]?{_ADDRESS}\)?",
    r"[(\[]?(?:사진|영상|그래픽)\s?=\s?[^.=]{2,20}[)\]]?",
    # The mark of the end, in the North behind the town.
    r"(?:평\s?양\s?)?[<(\[（【]\s?(?:끝|완|完)\s?[>)\]）】]|끝\.",
)

# Each is a whole statement: a sentence that only begins so has more to say.
_LINE: Final = re.compile(
    "|".join(
        (
            # (Reporting by A. Roe in Seoul; editing by B. Doe)
            rf"[(\[]{_CREDITS}\.?[)\]]\.?",
            # Without brackets a stop or a second role tells it from a headline.
            rf"{_CREDITS}\.|{_CREDIT}[;,]\s{_CREDIT}",
            # Roe reported from Seoul and Doe from Tokyo.
            rf"{_STATE_ONLY}{_SURNAMES}\sreported\sfrom\s{_TOWNS}?(?:,?\sand\s{_SURNAMES}\sfrom\s{_TOWNS}?)?\.",
            # Staff writer A. Roe in Tokyo contributed to this report.
            rf"{_STATE_ONLY}(?:{_PEOPLE}|{_AGENCY})\scontributed\s"
            rf"(?:(?:reporting\s)?to\sthis\s(?:report|article|story)|reporting(?:\sfrom\s{_TOWNS})?)\.?",
            rf"{_NOTICE}(?:[,\s]+[\w.,&'’-]+){{0,{_OWNER}}}\.?|{_NOTICE}[^!?:]{{0,120}}\s(?:[Rr]ights\s)?[Rr]eserved\.?",
            rf"(?:{_PICTURE}\s)?(?i:copyright)\s(?:by\s)?{_TO_PRESS}\.?|\([cC]\)\s{_TO_PRESS}\.?",
            # (Photo by Ann Roe), Photo by Ann Roe/Yonhap in Seoul
            rf"[(\[]{_PICTURE}\sby\s{_NAMES}(?:/{_NAMES})?\.?[)\]]|{_PICTURE}\sby\s{_NAMES}/{_NAMES}\.?",
            r"(?:(?:Copyright\s)?[A-Z][\w.’' -]{0,60}\.?\s)?(?:All [Rr]ights [Rr]eserved|ALL RIGHTS RESERVED)\.?",
            r"Reproduction without (?:prior )?(?:written )?permission is (?:strictly )?(?:prohibited|forbidden)\.?",
            *_EAST_ASIAN_LINES,
            # The mark of the end: END, -30-, and Wonju -0- with a town.
            r"(?i:[(\[]?END(?:S|\s?ITEM)?[)\]]?|/ENDS?/|-{1,3}(?:0|30|ENDS?)-{1,3})\.?",
            rf"{_TOWNS}\s-{{1,3}}0-{{1,3}}",
            # Source: Wire | 2031-03-05 17:20:00 | Editor: roe
            rf"{_LABELLED}(?:{_FIELD}){{0,3}}?\s?\|\s?(?:{_LABELLED}|{_TIME})(?:{_FIELD}){{0,3}}",
            r"(?i:Source|Editor):\s[\w.-]{2,20}",
            # An address that stands alone: (roe@wire.example), www.wire.example (2031.03.05.)
            r"[(<\[]?[\w.+-]+@[\w-]+(?:\.[\w-]+)+[)>\]]?|(?:https?://|www\.)\S+(?:\s\([^()]{0,20}\d[\d.]{0,9}\))?",
        )
    )
)
_MAY_BE: Final = re.compile(
    r" by |-0-|-30-|source:|editor:|\||@|www\.|https?:"
    r"|reported from|contributed|©|ⓒ|\(c\)|copyright|rights reserved|permission|END"
    r"|금지|版[权權]|[(（<\[【]\s?[끝완完]|끝\.|기자|특파원|사진|영상|그래픽|本文|[译譯]者|核稿|[纠糾][错錯]|[编編][辑輯]|[责責][编編]|校[对對]|[记記]者|作者|[来來]源",
    re.IGNORECASE,
)


def is_boilerplate(statement: str) -> bool:
    """Tell whether a statement of a document is a credit, a notice of copyright or the like, and nothing more.

    "(Reporting by A. Roe in Seoul; editing by B. Doe)" is, and "Reporting by foreign media was blocked." is not.
    """
    if len(statement) > _LONGEST or not _MAY_BE.search(statement):
        return False
    return _LINE.fullmatch(statement) is not None
