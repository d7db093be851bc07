"""Lines of a file that its reader does not see as text: Markdown's head, comments and addresses, and page numbers."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from detente.model.splitting.spans import Span

__all__ = ["is_subtitled", "unread_lines"]

_HEAD: Final = re.compile(
    r"\ufeff?---[ \t]*\r?\n(?P<lines>(?:(?!---)[^\n]{0,500}\n){1,60})(?:---|\.\.\.)[ \t]*\r?(?:\n|\Z)"
)
_KEY: Final = re.compile(r"[\w-]{1,40}:(?:\s|$)|[ \t]+\S|-[ \t]|#|\s*$")
# What a page shows of its head, without quotation marks around it.
_SHOWN: Final = re.compile(r"(?:title|subtitle|headline|description|summary):[ \t]+(?=[^\s|>])")
_ADDRESS: Final = re.compile(
    r"^[ ]{0,3}\[[^\[\]^\n][^\[\]\n]{0,200}\]:[ \t]+<?(?:https?://|www\.|mailto:|[/#])\S+"
    r"(?:[ \t]+[\"'(][^\n]{0,200}[\"')])?[ \t]*$",
    re.MULTILINE,
)
# The number of a subtitle and when it is shown.
_SHOWN_WHEN: Final = re.compile(
    r"^(?:[ \t]*\d+[ \t]*\r?\n)?[ \t]*(?:\d+:)?\d\d:\d\d[.,]\d{3}[ \t]+-->[ \t]+(?:\d+:)?\d\d:\d\d[.,]\d{3}[^\n]*$",
    re.MULTILINE,
)
_WEBVTT: Final = ("WEBVTT", "\ufeffWEBVTT")
_REMARK: Final = re.compile(r"^NOTE\b[^\n]*", re.MULTILINE)
_SENTENCE_ENDS: Final = re.compile(r"[.?!…。？！][^\s\w]{0,9}$", re.MULTILINE)
_COMMENT_OPENS: Final = re.compile(r"^[ \t]{0,80}<!--", re.MULTILINE)
_LINE_ENDS: Final = re.compile(r"[ \t\r]{0,80}$", re.MULTILINE)
_SUBTITLES_A_SENTENCE: Final = 10
_LINE: Final = re.compile(r"[^\r\n\f]*[^\s\0\ufeff][^\r\n\f]*")
_NUMBER: Final = re.compile(r"\d+")
_PAGE_NUMBER: Final = re.compile(r"(?:[Pp]age |[Pp]\. ?)?[-–—|]?\s?#\s?(?:(?:of|/)\s?#\s?)?[-–—|]?")
_LONGEST_MARGIN: Final = 120
_FEWEST_PAGES: Final = 3


def unread_lines(document: str) -> dict[int, int | None]:
    """Return for lines of a document, by their start, where their text starts, and None where they have none.

    Unread are the head of a Markdown file but for its title, comments that fill their lines, definitions of links, the
    numbers and times of subtitles, and, at the top and bottom of pages that a form feed ends, page numbers and lines
    that come back on half of the pages.
    """
    found: dict[int, int | None] = {}
    if (head := _HEAD.match(document)) is not None:
        lines = list(_line_spans(document, *head.span("lines")))
        if all(_KEY.match(document, *span) for span in lines):
            for start, end in lines:
                shown = _SHOWN.match(document, start, end)
                found[start] = shown.end() if shown else None
    if "-->" in document:
        found.update((start, None) for start in _timing_lines(document))
    if "]:" in document:
        found.update((address.start(), None) for address in _ADDRESS.finditer(document))
    if "<!--" in document:
        found.update((start, None) for start in _comment_lines(document))
    if document.count("\f") >= _FEWEST_PAGES - 1:
        found.update((start, None) for start in _margins(document))
    return found


def is_subtitled(document: str) -> bool:
    """Tell whether a document is subtitles with full stops, so that what has none continues in the next."""
    if "-->" not in document:
        return False
    shown = sum(1 for _ in _SHOWN_WHEN.finditer(document))
    return 0 < shown <= _SUBTITLES_A_SENTENCE * sum(1 for _ in _SENTENCE_ENDS.finditer(document))


def _timing_lines(document: str) -> Iterator[int]:
    head = document.startswith(_WEBVTT)
    for shown in _SHOWN_WHEN.finditer(document):
        start = 0 if head else shown.start()
        head = False
        yield from (first for first, _ in _line_spans(document, start, shown.end()))
    if document.startswith(_WEBVTT):
        yield from (remark.start() for remark in _REMARK.finditer(document))


def _line_spans(document: str, start: int, end: int) -> Iterator[Span]:
    for line in document[start:end].splitlines(keepends=True):
        yield start, start + len(line)
        start += len(line)


def _comment_lines(document: str) -> Iterator[int]:
    """The starts of the lines of comments that share no line with text."""
    end = 0
    while (opens := _COMMENT_OPENS.search(document, end)) and (
        closes := document.find("-->", opens.end())
    ) >= 0:
        end = closes + 3
        if _LINE_ENDS.match(document, end):
            yield from (first for first, _ in _line_spans(document, opens.start(), end))


def _margins(document: str) -> Iterator[int]:
    """The starts of lines at the top and bottom of pages that are page numbers or come back."""
    pages: list[list[re.Match[str]]] = []
    start = 0
    for page in document.split("\f"):
        lines = list(_LINE.finditer(document, start, start + len(page)))
        pages.append(lines if len(lines) <= 4 else [*lines[:2], *lines[-2:]])
        start += len(page) + 1
    shapes = Counter(shape for lines in pages for shape in {_shape(line[0]) for line in lines})
    least = max(_FEWEST_PAGES, sum(map(bool, pages)) / 2)
    for lines in pages:
        for line in lines:
            shape = _shape(line[0])
            if len(shape) <= _LONGEST_MARGIN and (shapes[shape] >= least or _PAGE_NUMBER.fullmatch(shape)):
                yield line.start()


def _shape(line: str) -> str:
    return _NUMBER.sub("#", " ".join(line.split()))
