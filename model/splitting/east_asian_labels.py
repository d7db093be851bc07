"""Speaker labels in Korean and Chinese transcripts: 기자:, <질문>, Q., 대변인:, 问：, 韩联社记者：, 林剑：."""

import re
from collections.abc import Iterable

__all__ = ["EAST_ASIAN_LABEL", "are_turns", "is_east_asian_transcript"]

_COLON = r"\s?[:：]\s*"
_MARK = "(?:[○◇◆■□●▲△▶▷]\\s?)?"
_OF_PRESS = "《[\u4e00-\u9fffA-Za-z]{1,10}》|[\u4e00-\u9fffA-Za-z]{1,10}"
_ASKS = f"기자|질문|질의|문|앵커|사회자|진행자|问|問|提问|提問|主持人|(?:{_OF_PRESS})?[记記]者"
_REPLIES = "답변|답|대변인|부대변인|答|发言人|發言人"
_HAN = "[\u4e00-\u9fff]"
_BODIES = "部社办辦局会會网網媒方评評报報院署台党黨团團军軍电電讯訊者"
_STATES = "[中美韩韓][国國]|朝[鲜鮮]|[南北][韩韓]|日本|俄[罗羅]斯|台[湾灣]|北京|首[尔爾]|平壤|[中美韩韓朝]方"
# A name and a Korean title, or a Chinese name of two or three signs, which must not be that of a body or a state.
_NAMED = (
    "[가-힣]{2,4} (?:대변인|부대변인|장관|차관|대통령|위원장|대사|의원|총리|실장|교수|기자|앵커)"
    rf"|(?!(?:{_STATES})\s?[:：])(?!{_HAN}{{1,3}}[{_BODIES}]){_HAN}{{2,3}}"
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

_WHO_ASKS = frozenset({"asks", "bracketed", "question"})
_LINE = re.compile(rf"^[ \t]{{0,8}}{EAST_ASIAN_LABEL.pattern}", re.MULTILINE)


def is_east_asian_transcript(document: str) -> bool:
    """Tell whether two lines or more of a document have labels, and one of them is of somebody who asks."""
    if document.isascii():
        return False
    return are_turns(label.lastgroup for label in _LINE.finditer(document))


def are_turns(kinds: Iterable[str | None]) -> bool:
    """Tell whether labels, each by the name of its group in EAST_ASIAN_LABEL or None, are those of a transcript."""
    found = [kind for kind in kinds if kind is not None]
    return len(found) > 1 and not _WHO_ASKS.isdisjoint(found)
