"""Where statements end within a passage: the boundaries of sentencex, corrected for news and diplomacy.

sentencex knows abbreviations and sentence openers, but never splits within quotation marks. It is given
the passage with quotation marks and brackets blanked out; the corrections here then keep together what
belongs together, and split what it leaves whole.
"""

import re
from collections.abc import Iterable, Iterator

from sentencex import get_sentence_boundaries

__all__ = ["LONGEST", "statement_spans"]

LONGEST = 2000
_SHORTEST_CLAUSE = 8

_Span = tuple[int, int]

_BLANKED = str.maketrans(dict.fromkeys("\"“”„«»()\r\n\t\v\f\0\ufeff\x1c\x1d\x1e\x1f\x85\u2028\u2029", " "))
_SURROGATES = re.compile("[\ud800-\udfff]")
_CLOSERS = frozenset("\"'“”’»)]")
_BLANKS = frozenset(" \t\r\n\v\f\0\ufeff\x1c\x1d\x1e\x1f\x85\xa0\u2028\u2029")

_UNSTOPPED = re.compile(
    r"(?:\b(?:Amb|Brig|Spc|Secy|Atty|Gens|Cpt|Lieut|Mx|Messrs|Vol|Sect)\.|\b(?:approx|est)\.)$"
)
_CLOCK = re.compile(r"\b[ap]\.?m\.$")
_CLOCK_GOES_ON = re.compile(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|[A-Z]{1,2}[SD]?T\b|GMT\b|UTC\b|[A-Z][a-z]+ time\b"
)
_INITIAL = re.compile(r"\b[A-Z]\.$")
_QUOTED_END = re.compile(r"[\"”’»]$")
_URGENT_END = re.compile(r"(?:[?!…—]|--|\.\.)[\"”’»]$")
_SPEECH = (
    r"(?:said|says|asked|asks|told|tells|added|adds|warned|wrote|writes|replied|declared|insisted|shouted|"
    r"tweeted|posted|continued|demanded|wondered)"
)
_ATTRIBUTION = re.compile(rf"(?:[\w.'’-]+,? ){{1,6}}{_SPEECH}\b(?: [\w.'’-]+){{0,4}}[.!?:,]?$")
_ASIDE = re.compile(r"[(\[][^()\[\]]{1,40}[)\]][.!?]?$")
_TAG = re.compile(r"(?:(?:https?://|www\.|pic\.|t\.co/)\S+|[#@]\w+|[^\w\s]+|\s+)+$")
_WORD = re.compile(r"[^\W_]")

_QUOTATION = re.compile(r"(?<![^\s(\[—–-])(?:\"(?=\S)[^\"]{1,600}(?<=\S)\"|“[^“”]{1,600}”)(?!\w)")
_BRACKETED = re.compile(r"(?<=[^.!?\s])\s?\([^()]{1,400}\)|\([^()]{1,400}\)(?=,|;|\s[a-z])")
_GOES_ON = re.compile(r"\s?[a-z]")

_PUT_IN = re.compile(
    r"\b(?:no|art)\.\s(?=[A-Z])"
    r"|\bthe\s(?:[A-Z]\.){2,6}\s(?=(?:A|An|Beijing|Pyongyang|Seoul|Moscow|Tokyo|Chinese|Xinhua|Yonhap)\s)"
)
_FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|shall|should|must|can|could|may|might|do|does|did|cannot|"
    r"said|says|told|called|warned|urged|remains?|became|becomes|made|makes|took|takes)\b|n['’]t\b"
)
_CLAUSE_OPENS = re.compile(r"(?!Which|Who|And\b)(?:[A-Z\"“]|(?:the|this|that|these|those|it|he|she|they|we|i|you|its|"
                           r"their|our|his|her|there|no|all|both|if|when|however|moreover|therefore|instead)\b)")
_CLAUSE_LINKS = re.compile(r"(?:which|who|whose|including|especially|and|or|nor|as well as)\b", re.IGNORECASE)


def statement_spans(text: str) -> list[_Span]:
    """Find the statements of one passage.

    Returns their start and end in `text`, in order; what lies between two is white space. No span is
    longer than LONGEST characters. Raises nothing, whatever the text holds.
    """
    cuts = sorted({*_stops(text), *(found.end() for found in _PUT_IN.finditer(text))})
    sealed = _sealed(text)
    spans: list[_Span] = []
    for span in _between(_outside(cuts, sealed), len(text)):
        first, last = _trim(text, span)
        if first == last:
            continue
        if spans and _belongs(text, spans[-1], (first, last)):
            spans[-1] = spans[-1][0], last
        else:
            spans.append((first, last))
    clauses = (clause for span in spans for clause in _clauses(text, span, sealed))
    return [piece for clause in clauses for piece in _capped(text, clause)]


def _stops(text: str) -> Iterator[int]:
    """Where sentencex ends a sentence, moved behind the closing marks that were blanked out."""
    blanked = _SURROGATES.sub("\ufffd", text.translate(_BLANKED))
    for found in get_sentence_boundaries("en", blanked):
        at = found["end_index"]
        while at and blanked[at - 1].isspace():
            at -= 1
        while at < len(text) and text[at] in _CLOSERS:
            at += 1
        yield at


def _sealed(text: str) -> list[_Span]:
    """Quotations and brackets that are part of a sentence, so that it does not end within them."""
    spans = [found.span() for found in _BRACKETED.finditer(text)]
    for found in _QUOTATION.finditer(text):
        if found[0][-2] not in ",.!?…—-" and _GOES_ON.match(text, found.end()):
            spans.append(found.span())
    return sorted(spans)


def _outside(cuts: Iterable[int], sealed: list[_Span]) -> Iterator[int]:
    closed = iter(sealed)
    span = next(closed, None)
    for cut in cuts:
        while span and span[1] <= cut:
            span = next(closed, None)
        if not span or cut <= span[0]:
            yield cut


def _between(cuts: Iterable[int], end: int) -> Iterator[_Span]:
    start = 0
    for cut in cuts:
        yield start, cut
        start = cut
    yield start, end


def _trim(text: str, span: _Span) -> _Span:
    first, last = span
    while first < last and text[first] in _BLANKS:
        first += 1
    while first < last and text[last - 1] in _BLANKS:
        last -= 1
    return first, last


def _belongs(text: str, before: _Span, span: _Span) -> bool:
    """Tell whether what follows a boundary goes on with the statement before it."""
    tail, piece = text[max(before[0], before[1] - 40) : before[1]], text[span[0] : span[1]][: LONGEST + 1]
    if not _WORD.search(piece) or _TAG.match(piece) or _ASIDE.match(piece):
        return True
    if _UNSTOPPED.search(tail) or (_CLOCK.search(tail) and _CLOCK_GOES_ON.match(piece)):
        return True
    if before[1] == span[0] and _INITIAL.search(tail):
        return True
    if _QUOTED_END.search(tail) and piece[0].islower():
        return True
    return bool(_URGENT_END.search(tail) and _ATTRIBUTION.match(piece))


def _clauses(text: str, span: _Span, sealed: list[_Span]) -> Iterator[_Span]:
    """Split a statement at the semicolons with a main clause of some length on either side."""
    start, end = span
    semicolon = text.find(";", start, end)
    while semicolon != -1:
        right_end = text.find(";", semicolon + 1, end)
        left, right = text[start:semicolon], text[semicolon + 1 : end if right_end == -1 else right_end]
        if _is_clause(left) and _is_clause(right) and _opens_clause(right):
            yield start, semicolon + 1
            start = _trim(text, (semicolon + 1, end))[0]
        semicolon = right_end
    yield start, end


def _is_clause(text: str) -> bool:
    return len(text.split()) >= _SHORTEST_CLAUSE and bool(_FINITE.search(text))


def _opens_clause(text: str) -> bool:
    text = text.lstrip()
    return bool(_CLAUSE_OPENS.match(text)) and not _CLAUSE_LINKS.match(text)


def _capped(text: str, span: _Span) -> Iterator[_Span]:
    start, end = span
    while end - start > LONGEST:
        limit = start + LONGEST
        while limit > start and text[limit] not in _BLANKS:
            limit -= 1
        cut = limit if limit > start else start + LONGEST
        yield _trim(text, (start, cut))
        start = _trim(text, (cut, end))[0]
    yield start, end
