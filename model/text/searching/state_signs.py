"""Tells where single Han signs that name states stand for them: "中美" in "中美会谈", not in "其中美国"."""

import re
from collections.abc import Iterator
from typing import Final

_STATES: Final = frozenset("中美韩朝日俄苏英法德欧台")

# Before these the sign ends another word: 其中, 今日, 北韩, 复苏, 清朝.
_WITHIN_ANOTHER_WORD: Final = {
    "中": frozenset("其集途程空眼"),
    "日": frozenset("0123456789今昨近周当次即本翌每生节假明整终平旧末烈一二三四五六七八九十"),
    "韩": frozenset("北南两"),
    "苏": frozenset("复江"),
    "朝": frozenset("王清明唐宋元今有本"),
    "台": frozenset("电平阳舞后前一央"),
    "法": frozenset("宪刑违非合司执立依无方办看说做想国安"),
    "德": frozenset("道品美功"),
    "英": frozenset("精"),
    "美": frozenset("完优精赞健审唯之最很更真秀壮柔鲜肥甜凄醇俊媲"),
}

# A name of several signs that begins with a state's sign, or a word that is no state at all.
_FULL_NAME: Final = re.compile(
    "[美中韩英法德俄]国(?![防家会务民力旗歌号土债])|日本|朝鲜|俄罗|苏联|欧[洲盟]|台[湾北海商胞]|日[前后起内常益趋夜期程]"
    "|[美韩日]元(?!首)|美(?:[洲丽味食女]|容(?![易忍纳])|景(?!气)|好[的生时])"
    "|中(?:[亚东央期]|西部|部(?![分署队门长级际委]))|朝[野阳]"
)


# A state's side, army, media or firms: a verb before it leaves it whole ("美方" in "反对美方"), another state
# shares it ("韩美军演").
_ITS_OWN: Final = re.compile("[美中韩朝俄日][方军媒企商国]")

# Whose a sign is among three or more in a row. 北, 南, 英 and others are too often parts of other words.
_OF_ROWS: Final = {"中": "CN", "美": "US", "朝": "KP", "韩": "KR", "日": "JP", "俄": "RU", "苏": "RU"}
_ANY: Final = f"[{''.join(_OF_ROWS)}]"
_ROW: Final = re.compile(f"{_ANY}(?:[、·]?{_ANY}){{2,}}")
_LEAST_IN_ROW: Final = 3


def rows_of_states(text: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Yield the span of each row of three signs of states or more ("中美俄", "朝、韩、美、中"), and their codes.

    `text` is in simplified signs. The last sign of another word ("今朝") and the first of a full name ("日本") belong
    to no row.
    """
    for row in _ROW.finditer(text):
        signs = [at for at in range(*row.span()) if text[at] in _OF_ROWS]
        if not _alone(text, signs[0]):
            del signs[0]
        if _FULL_NAME.match(text, signs[-1]):
            del signs[-1]
        codes = tuple(_OF_ROWS[text[at]] for at in signs)
        if len(codes) >= _LEAST_IN_ROW and len(set(codes)) == len(codes):
            yield signs[0], signs[-1] + 1, codes


def stands_for_states(text: str, start: int, end: int) -> bool:
    """Whether the phrase `text[start:end]` keeps together what belongs together among the signs of states.

    It does not if it takes one state out of several in a row ("美军" in "韩美军演"), or the first sign of a
    longer name or word ("对美" in "对美国", "在美" in "在美元", "中日" in "中日前往"), or the last of another
    word ("日韩" in "25日韩国"). A full name ("美国") counts wherever it stands.
    """
    first = text[start]
    if first in _STATES and not _FULL_NAME.match(text, start):
        if not _alone(text, start):
            return False
        if text[start + 1 : end][:1] not in _STATES and _alone(text, start - 1):
            return False
    if end - start == 1 or not _alone(text, end - 1):
        return True
    if _FULL_NAME.match(text, end - 1):
        return False
    in_a_pair = text[end - 2] in _STATES or text[end - 2] in "、·"
    if not in_a_pair and _ITS_OWN.match(text, end - 1):
        return False
    in_a_row = not in_a_pair and _alone(text, end)
    return not in_a_row or _FULL_NAME.match(text, end) is not None


def _alone(text: str, at: int) -> bool:
    """Whether the sign at `at` is one of a state and ends no other word."""
    if not 0 <= at < len(text) or text[at] not in _STATES:
        return False
    return at == 0 or text[at - 1] not in _WITHIN_ANOTHER_WORD.get(text[at], ())
