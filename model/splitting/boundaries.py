"""Where statements end within a passage: the boundaries of sentencex, corrected for news and diplomacy.

sentencex knows abbreviations and sentence openers, but never splits within quotation marks. It reads
the passage with quotation marks and brackets blanked out; the corrections here then join and split what it
got wrong.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple, Self

from sentencex import get_sentence_boundaries

from detente.model.splitting.continuations import TAIL, continues
from detente.model.splitting.spans import BLANKS, LONGEST, Span, between, trim

__all__ = ["statement_spans"]

_SHORTEST_CLAUSE = 8  # words
_LONGEST_HEADLINE = 300
_TITLE_CASE = 0.75

# Blanks of other widths too: before a full stop they make sentencex panic.
_WIDE_BLANKS = map(chr, (0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000))
_BLANKED = str.maketrans(
    dict.fromkeys(_WIDE_BLANKS, " ")
    | dict.fromkeys('"“”„«»()\r\n\t\v\f\0\ufeff\x1c\x1d\x1e\x1f\x85\u2028\u2029', " ")
)
_SURROGATES = re.compile("[\ud800-\udfff]")
_CLOSERS = frozenset("\"'”’»)]¹²³⁰⁴⁵⁶⁷⁸⁹")

_STOPPED = re.compile(r"[.!?…。！？][\"'”’)\]]*$")
# Without any of these, and without other scripts, sentencex has nothing to split.
_MAY_STOP = re.compile(r"[.!?;]|[^\x00-\x7f]")
_INLINE_BULLET = re.compile(r"(?:--+\s*|[-–—•·*]\s+)(?=[^\W_]|[\"“'‘(])")
_SEMICOLON = re.compile(r";(?=\s)")

_QUOTATION = re.compile(r"(?<![^\s(\[—–-])(?:\"(?=\S)[^\"]{1,600}(?<=\S)\"|“[^“”]{1,600}”)(?!\w)")
_BRACKETED = re.compile(r"(?<=[^.!?\s])\s?\([^()]{1,400}\)|\([^()]{1,400}\)(?=,|;|\s[a-z])")
_CONTINUES = re.compile(r"\s?[a-z]")

_PUT_IN = re.compile(
    r"\b(?:no|art)\.\s(?=[A-Z])|…[\"”’)]?\s(?=[A-Z\"“])"
    # "In the U.S. China is feared" is one sentence, and "the U.S. China Commission" one name.
    r"|\b(?<!In )(?<!For )(?<!From )(?<!Across )(?<!Like )the\s(?:[A-Z]\.){2,6}\s(?=(?:A|An|Beijing|Pyongyang|Seoul|"
    r"Moscow|Tokyo|Chinese|Xinhua|Yonhap)\s|(?:China|Japan|Russia|Taiwan|Iran|(?:North|South)\sKorea)"
    r"(?:['’]s\s|\s(?:is|was|has|had|will|would|can|could|may|might|should|did|does|said|says|also)\b))"
)
# The number of a note, printed behind a sentence: "They agreed.3 Seoul did not."
_NOTE_NUMBER = re.compile(
    r"(?:(?<=[a-z]{3}[.!?])|(?<=[.!?][\"”’]))\d{1,3}(?:,\d{1,3}){0,3}(?=\s+[A-Z\"“]|\s*$)"
)
_FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|shall|should|must|can|could|may|might|do|does|did|cannot|"
    r"said|says|told|called|warned|urged|remains?|became|becomes|made|makes|took|takes)\b|n['’]t\b"
)
_CLAUSE_OPENS = re.compile(
    r"(?!Which|Who|And\b)(?:[A-Z\"“]|(?:the|this|that (?:is|was)|these|those|it|he|she|they|we|i|you|its|"
    r"their|our|his|her|there|no|all|both|if|when|however|moreover|therefore|instead)\b)"
)
_CLAUSE_LINKS = re.compile(r"(?:which|who|whose|including|especially|and|or|nor|as well as)\b", re.IGNORECASE)


def statement_spans(text: str) -> list[Span]:
    """Find the statements of one passage.

    Returns their start and end in `text`, in order; what lies between two is white space. No span is
    longer than LONGEST characters. Raises nothing, whatever the text holds.
    """
    if len(text) <= LONGEST and not _MAY_STOP.search(text):
        whole_text = trim(text, (0, len(text)))
        return [whole_text] if whole_text[0] < whole_text[1] else []
    notes = dict(found.span() for found in _NOTE_NUMBER.finditer(text))
    ends = (notes.get(stop, stop) for stop in _stops(text))
    cuts = sorted({*ends, *notes.values(), *(found.end() for found in _PUT_IN.finditer(text))})
    if _is_headline(text):
        cuts = [cut for cut in cuts if "?" in text[cut - 2 : cut] or "!" in text[cut - 2 : cut]]
    spans = _joined(text, between(_outside(cuts, _sealed(text)), len(text)))
    whole = sorted(found.span() for pattern in (_BRACKETED, _QUOTATION) for found in pattern.finditer(text))
    clauses = (clause for span in spans for clause in _clauses(text, span, whole))
    return [capped for clause in clauses for capped in _capped(text, clause)]


def _joined(text: str, stretches: Iterable[Span]) -> list[Span]:
    """The spans between boundaries; one that continues the span before is joined to it."""
    spans: list[Span] = []
    for span in stretches:
        first, last = trim(text, span)
        if first == last:
            continue
        if not spans:
            spans.append((first, last))
            continue
        start, end = spans[-1]
        before, after = text[max(start, end - TAIL) : end], text[first : min(last, first + LONGEST)]
        if continues(before, after, touching=end == first):
            spans[-1] = start, last
        else:
            bullet = _INLINE_BULLET.match(text, first, last)
            spans.append((bullet.end() if bullet else first, last))
    return spans


def _stops(text: str) -> Iterator[int]:
    """Where sentencex ends a sentence, moved behind the closing marks that were blanked out."""
    blanked = _SURROGATES.sub("\ufffd", text.translate(_BLANKED))
    for found in get_sentence_boundaries("en", blanked):
        at = found["end_index"]
        while at and blanked[at - 1].isspace():
            at -= 1
        # Of two straight marks that touch, the second opens what follows.
        while at < len(text) and text[at] in _CLOSERS and text[at - 1 : at + 1] != '""':
            at += 1
        if text[at : at + 2] in (" ”", " ’"):
            at += 2
        yield at


def _sealed(text: str) -> list[Span]:
    """Quotations and brackets that are part of a sentence, so that it does not end within them."""
    spans = [found.span() for found in _BRACKETED.finditer(text)]
    for found in _QUOTATION.finditer(text):
        if found[0][-2] not in ",.!?…—-" and _CONTINUES.match(text, found.end()):
            spans.append(found.span())
    return sorted(spans)


def _outside(cuts: Iterable[int], sealed: list[Span]) -> Iterator[int]:
    closed = iter(sealed)
    span = next(closed, None)
    for cut in cuts:
        while span and span[1] <= cut:
            span = next(closed, None)
        if not span or cut <= span[0]:
            yield cut


def _is_headline(text: str) -> bool:
    """Tell a headline, whose full stops are all of abbreviations: in title case, without a final stop."""
    if len(text) > _LONGEST_HEADLINE or _STOPPED.search(text):
        return False
    words = [word for word in text.split() if len(word) > 3 and word[0].isalpha()]
    capitals = sum(word[0].isupper() for word in words)
    return len(words) > 2 and capitals >= _TITLE_CASE * len(words)


class _Clause(NamedTuple):
    """A stretch between semicolons: its span, its length in words, and whether it has a finite verb."""

    start: int
    end: int
    words: int
    is_finite: bool

    @classmethod
    def of(cls, text: str, span: Span) -> Self:
        content = text[slice(*span)]
        return cls(*span, len(content.split()), bool(_FINITE.search(content)))

    def joined(self, other: Self) -> Self:
        return type(self)(self.start, other.end, self.words + other.words, self.is_finite or other.is_finite)

    def is_full(self) -> bool:
        """Whether it could stand as a statement of its own."""
        return self.words >= _SHORTEST_CLAUSE and self.is_finite


def _clauses(text: str, span: Span, sealed: list[Span]) -> Iterator[Span]:
    """Split a statement at the semicolons with a main clause of some length on either side."""
    start, end = span
    if text.find(";", start, end) == -1:
        yield span
        return
    inner = [found.end() for found in _SEMICOLON.finditer(text, start, end)]
    left, *rest = (_Clause.of(text, each) for each in between(_outside(inner, sealed), end, start=start))
    for right in rest:
        if left.is_full() and right.is_full() and _opens_clause(text[right.start : right.end]):
            yield trim(text, (left.start, left.end))
            left = right
        else:
            left = left.joined(right)
    yield trim(text, (left.start, left.end))


def _opens_clause(text: str) -> bool:
    text = text.lstrip()
    return bool(_CLAUSE_OPENS.match(text)) and not _CLAUSE_LINKS.match(text)


def _capped(text: str, span: Span) -> Iterator[Span]:
    start, end = span
    while end - start > LONGEST:
        limit = start + LONGEST
        while limit > start and text[limit] not in BLANKS:
            limit -= 1
        cut = limit if limit > start else start + LONGEST
        yield trim(text, (start, cut))
        start = trim(text, (cut, end))[0]
    yield start, end
