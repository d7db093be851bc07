"""Where statements end within a Korean, Chinese or Japanese passage.

sentencex, which splits the other languages, cuts the Korean particle off a quotation ("..."라고 말했다) and
never splits within one, so these languages have rules of their own. A semicolon splits nothing: it parts
the members of a list more often than two sentences.
"""

import re
from collections.abc import Iterable, Iterator

from detente.model.splitting.enclosures import CLOSES, OPENS, Enclosure, find_enclosures
from detente.model.splitting.spans import BLANKS, LONGEST, Span, between, trim

__all__ = ["east_asian_spans"]

_BLANKS = BLANKS | {"\u3000"}

_STOP = re.compile(r"[。｡．.!！?？…]+")
_FULL = re.compile(r"[。｡！？]")
_SIGN = "\u1100-\u11ff\u3005-\u3007\u3041-\u30ff\u3131-\u318e\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff"
_IS_SIGN = re.compile(f"[{_SIGN}]")

# A Korean sentence ends so; in front of a stop without white space behind it, nothing else is sure to.
# Canada, Uganda and Rwanda end alike, and lists of countries have full stops: "미국.캐나다.멕시코".
_KOREAN_END = re.compile(
    r"(?:(?<!캐나)(?<!우간)(?<!르완)다|[습니]까|[세어아해예에네군지데워와져]요|[시십]시오|[었았]음|[했됐]음)$"
)
_ABBREVIATION = re.compile(
    r"(?:^|[^A-Za-z])(?:[A-Za-z]|Mr|Mrs|Ms|Dr|St|Inc|Ltd|Corp|Co|No|vs|Jr|Sr|Prof|Gen|Rep|Sen|U\.[SNK])$"
)
_HEADLINE = 80  # characters; a longer passage without a final stop is a sentence that was cut
_STOPPED = re.compile(r"[。｡．.!！?？…:：;；][\"'”’」』》〉≫）)\]】]*(?:\s?[（(\[][^（）()]{1,20}[）)\]])?$")

# Words that say who spoke, behind the quotation that they end.
_SPOKE = re.compile(
    r"[^，,。：:“「『]{0,30}(?:[说說称稱]|表示|指出|[强強][调調]|[写寫答]道|[^频頻渠街轨軌知]道|[^访訪疑]问|[^访訪疑]問|回应|回應"
    r"|[补補]充|解[释釋])[。.！]?$"
    r"|[^,.“\"‘《]{0,30}(?:말했|밝혔|전했|강조했|주장했|덧붙였|지적했|설명했|비난했|답했|물었|썼|외쳤|경고했|촉구했|호소했|언급했|언명했|선언했|토로했)(?:습니)?다\.?$"
    r"|[^、。「『]{0,30}(?:述べた|語った|話した|強調した|指摘した|訴えた|答えた|説明した|主張した|尋ねた|叫んだ)[。.]?$"
)
_LONE_BRACKET = re.compile(r"[（(\[【][^（）()\[\]【】]{1,20}[）)\]】][。.]?$")
_WORD = re.compile(r"[^\W_]")
_HAS_CLOSED = re.compile(r"[。！？!?….][”」』》\"]$")

_COMMAS = frozenset("，、；,;") | _BLANKS


def east_asian_spans(text: str) -> list[Span]:
    """Find the statements of one passage in Korean, Chinese or Japanese.

    Returns their start and end in `text`, in order; what lies between two is white space, and mostly nothing.
    No span is longer than LONGEST characters. Raises nothing, whatever the text holds. Time is linear.
    """
    enclosures = find_enclosures(text)
    sealed = [each for each in enclosures if each.is_sealed(text)]
    closes = {each.end for each in enclosures}
    cuts = _outside(_stops(text, closes), sealed)
    spans = _joined(text, between(cuts, len(text)))
    return [capped for span in spans for capped in _capped(text, span)]


def _stops(text: str, closes: set[int]) -> Iterator[int]:
    """Where a sentence ends, behind the marks that close a quotation; `closes` are the ends of those that pair."""
    is_headline = len(text) <= _HEADLINE and not _STOPPED.search(text.rstrip())
    for found in _STOP.finditer(text):
        at = found.end()
        while at < len(text) and (text[at] in CLOSES or at + 1 in closes):
            at += 1
        # A mark may stand apart from what it closes.
        if at + 1 < len(text) and text[at] == " " and (at + 2 in closes and text[at + 1] not in OPENS):
            at += 2
        if _ends(text, found.span(), at, is_headline=is_headline):
            yield at


def _ends(text: str, stop: Span, at: int, *, is_headline: bool) -> bool:
    """Tell whether the stop ends a sentence; `at` is behind the marks that close after it."""
    start, end = stop
    before, after = text[start - 1 : start], text[at : at + 1]
    is_apart = at > end or not after or after.isspace()
    if _FULL.search(text, start, end):
        return True
    if "!" in text[start:end] or "?" in text[start:end]:
        return is_apart or bool(_IS_SIGN.match(before))
    if is_headline:
        return False
    tail = text[max(0, start - 8) : start]
    if end - start > 1 or text[start] == "…":
        return after.isspace() and at == end and bool(_KOREAN_END.search(tail))
    if before.isdigit():
        return False
    if before.isascii() and before.isalpha():
        return is_apart and not _ABBREVIATION.search(tail)
    return is_apart or bool(_KOREAN_END.search(tail))


def _outside(cuts: Iterable[int], sealed: Iterable[Enclosure]) -> Iterator[int]:
    """The cuts that are not within an enclosure, nor at the end of one that the sentence carries on behind."""
    closed = iter(sealed)
    each = next(closed, None)
    for cut in cuts:
        while each and each.end < cut:
            each = next(closed, None)
        if not each or cut <= each.start:
            yield cut


def _joined(text: str, stretches: Iterable[Span]) -> list[Span]:
    """The spans between boundaries; what belongs to the span before is joined to it."""
    spans: list[Span] = []
    for stretch in stretches:
        first, last = trim(text, stretch, blanks=_BLANKS)
        if first == last:
            continue
        if spans and _belongs(text[max(0, spans[-1][1] - 2) : spans[-1][1]], text[first:last]):
            spans[-1] = spans[-1][0], last
        else:
            spans.append((first, last))
    return spans


def _belongs(before: str, text: str) -> bool:
    """Tell whether a stretch is no statement: who spoke, a bracket such as "(끝)", or no words."""
    if len(text) > LONGEST:
        return False
    if not _WORD.search(text) or _LONE_BRACKET.fullmatch(text):
        return True
    return bool(_HAS_CLOSED.search(before) and _SPOKE.fullmatch(text))


def _capped(text: str, span: Span) -> Iterator[Span]:
    start, end = span
    while end - start > LONGEST:
        limit = start + LONGEST
        while limit > start and text[limit - 1] not in _COMMAS:
            limit -= 1
        cut = limit if limit > start else start + LONGEST
        yield trim(text, (start, cut), blanks=_BLANKS)
        start = trim(text, (cut, end), blanks=_BLANKS)[0]
    yield start, end
