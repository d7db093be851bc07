"""Speaker labels in Korean and Chinese transcripts: 기자:, <질문>, Q., 김 대변인:, 问：, 林先生（中国）：."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

__all__ = ["EAST_ASIAN_LABEL", "EastAsianLabels"]

_COLON = r"\s?[:：]\s*"
_MARK = "(?:[○◇◆■□●▲△▶▷]\\s?)?"
_OF_PRESS = "《[\u4e00-\u9fffA-Za-z]{1,10}》|[\u4e00-\u9fffA-Za-z]{1,10}"
_ASKS = (
    "기자|질문|질의|문|앵커|사회자|진행자|(?:[가-힣A-Za-z]{2,12} ){1,3}기자|[가-힣]{1,4} (?:진행자|앵커|사회자)"
    f"|问|問|提问|提問|主持人|(?:{_OF_PRESS})?[记記]者"
)
_REPLIES = "답변|대답|답|대변인|부대변인|答|回答|发言人|發言人"
_HAN = "[\u4e00-\u9fff]"
_BODIES = "部社办辦局会會网網媒方评評报報院署台党黨团團军軍电電讯訊者"
_SAYS = "说說道称稱示写寫"
_STATES = (
    "[中美韩韓][国國]|朝[鲜鮮]|[南北][韩韓]|日本|俄[罗羅]斯|台[湾灣]|北京|首[尔爾]|平壤|[中美韩韓朝]方"
    "|한국|미국|중국|북한|남한|조선|일본|러시아|로씨야|대만|서울|워싱턴|베이징|평양|도쿄|모스크바"
)
_KOREAN_TITLES = (
    "대변인|부대변인|장관|국무장관|국방장관|외교장관|통일장관|부장관|차관|[12]차관|차관보|대통령|부통령|총리|연방총리|수상|주석|총서기|위원장|위원|대사|특사|대표|의원"
    "|상원의원|하원의원|의장|실장|국장|본부장|보좌관|부장|외무상|사무총장|사무차장보?|사령관|제독|장군|대장|중장|소장|준장|대령|중령|교수|박사|씨|경"
)
_CHINESE_TITLES = (
    "先生|女士|小姐|博士|教授|爵士|[总總][统統]|副[总總][统統]|[总總]理|首相|主席|委[员員][长長]|[国國][务務]卿|副?部[长長]|[长長]官|外[长長]|防[长長]|外相|大使|特使"
    "|代表|参议员|參議員|众议员|眾議員|[议議][员員]|[议議][长長]|司令|[将將][军軍]|[上中少][将將]|[大上中]校|[发發]言人|[顾顧][问問]|局[长長]|秘[书書][长長]|[书書][记記]"
)
# In the record of a council: 林先生（中国）, 림 대표(중국).
_BRACKET = r"(?:\s?[（(][^（）()\n]{1,40}[）)])?"
# A name and a title, or a Chinese name of two or three signs, which must not be that of a body or a state.
_NAMED = (
    rf"[가-힣]{{1,8}}(?: [가-힣]{{1,6}})? (?:{_KOREAN_TITLES}){_BRACKET}"
    rf"|[\u4e00-\u9fff·]{{1,9}}(?:{_CHINESE_TITLES}){_BRACKET}"
    rf"|(?!(?:{_STATES})\s?[:：])(?!{_HAN}{{1,3}}[{_BODIES}]|{_HAN}{{1,2}}[{_SAYS}]){_HAN}{{2,3}}"
)
_SPEAKS = "기자|앵커|리포터|인터뷰|사회자|진행자|대변인|질문|질의|답변|응답|[문답问問答]"
_BRACKETED = rf"[\[‹<〈【](?P<bracketed>{_SPEAKS})[\]›>〉】]\s?[:：]?\s*"
# "질문)", "Q.", "A:" before what is not Latin.
_ENDS = r"\s?[)）.:：]\s*(?![A-Za-z])"
_LETTERED = rf"(?P<question>질문(?=\s?[)）])|Q){_ENDS}|(?P<returns>답변(?=\s?[)）])|A){_ENDS}"

EAST_ASIAN_LABEL = re.compile(
    rf"{_MARK}(?:{_BRACKETED}|{_LETTERED}|(?P<asks>{_ASKS}){_COLON}|(?P<replies>{_REPLIES}){_COLON}|(?P<named>{_NAMED}){_COLON})(?=\S)"
)
"""A label at the head of a turn; it counts in a transcript alone, since headlines have the same form."""

# What may be a name without a title: it counts where it comes back, or replies to somebody who asks.
_BARE = re.compile(
    rf"{_MARK}(?P<bare>(?!(?:{_STATES})\s?[:：])(?!{_HAN}{{1,8}}[{_BODIES}{_SAYS}]\s?[:：])"
    rf"(?:[가-힣]{{2,6}}(?: [가-힣]{{2,6}})?|{_HAN}[\u4e00-\u9fff·]{{0,9}})){_COLON}(?=\S)"
)
_WHO_ASKS = frozenset({"asks", "bracketed", "question"})
_INDENT = re.compile(r"[ \t]{0,8}")


class EastAsianLabels:
    """The labels of one document, given the lines that may begin with one; `match` finds none outside a transcript.

    A transcript has two labels or more, one of them of somebody who asks, or two with the name of a state in brackets.
    """

    def __init__(self, lines: Iterable[str]) -> None:
        heads = [] if (given := list(lines)) and all(map(str.isascii, given)) else given
        found = [_at_head(EAST_ASIAN_LABEL, line) for line in heads]
        kinds = [None if one is None else one.lastgroup for one in found]
        labels = [one[one.lastgroup or 0] for one in found if one is not None]
        of_states = sum(label.endswith((")", "）")) for label in labels)
        asked = not _WHO_ASKS.isdisjoint(kinds)
        self._bare = _names(heads, kinds) if asked else frozenset[str]()
        self._counts = (asked and len(labels) + len(self._bare) > 1) or of_states > 1

    def match(self, text: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
        """Return the label at `start`; its `lastgroup` is the group of the name."""
        if not self._counts:
            return None
        last = len(text) if end is None else end
        if (label := EAST_ASIAN_LABEL.match(text, start, last)) is not None:
            return label
        name = _BARE.match(text, start, last)
        return name if name is not None and name["bare"] in self._bare else None


def _names(lines: Sequence[str], kinds: Sequence[str | None]) -> frozenset[str]:
    """The names without a title that come back, or stand behind a line of somebody who asks."""
    times: Counter[str] = Counter()
    after_asking = False
    for line, kind in zip(lines, kinds, strict=True):
        if kind is None and (name := _at_head(_BARE, line)) is not None:
            times[name["bare"]] += 2 if after_asking else 1
        if line.strip():
            after_asking = kind in _WHO_ASKS
    return frozenset(name for name, often in times.items() if often > 1)


def _at_head(pattern: re.Pattern[str], line: str) -> re.Match[str] | None:
    indent = _INDENT.match(line)
    return pattern.match(line, indent.end() if indent else 0)
