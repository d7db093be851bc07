"""Follows quotations over the statements of a document."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

__all__ = ["Quoted", "follow_quotations"]

# A quotation that is never closed ends after so many statements: a mark may have been lost.
_LONGEST: Final = 8
_OPENS: Final = "“„«「『《"
_CLOSES: Final = "”»」』》"
_STRAIGHT: Final = '"'


@dataclass(frozen=True, slots=True)
class Quoted:
    """What of a statement stands in quotation marks.

    `spans` are in characters of the statement. `continued` says that it begins within a quotation that an earlier
    statement opened, `open` that the quotation goes on behind it. `share` is the part of its characters that is quoted.
    """

    spans: tuple[tuple[int, int], ...]
    continued: bool
    open: bool
    share: float


def follow_quotations(statements: Sequence[str]) -> list[Quoted]:
    """Return what of each statement is quoted, in order; time is linear in their length.

    Straight marks open and close in turn; one that stands before a letter and after white space opens. A new
    paragraph of a quotation may open it again without closing it. A quotation left open for more than eight
    statements counts as closed.
    """
    followed: list[Quoted] = []
    opened = 0  # statements for which the quotation has been open; 0: none is
    for text in statements:
        inside = 0 < opened <= _LONGEST
        spans, ends_open = _spans(text, inside=inside)
        quoted = sum(end - start for start, end in spans)
        followed.append(
            Quoted(
                tuple(spans),
                inside and bool(spans) and spans[0][0] == 0,
                ends_open,
                quoted / max(1, len(text)),
            )
        )
        opened = opened + 1 if ends_open and inside else int(ends_open)
    return followed


def _spans(text: str, *, inside: bool) -> tuple[list[tuple[int, int]], bool]:
    spans: list[tuple[int, int]] = []
    start = 0 if inside else -1
    for at, letter in enumerate(text):
        if letter in _OPENS:
            start = at if start < 0 else start
        elif letter in _CLOSES:
            if start >= 0:
                spans.append((start, at + 1))
            start = -1
        elif letter == _STRAIGHT:
            opens = (at == 0 or not text[at - 1].isalnum()) and text[at + 1 : at + 2].strip() != ""
            first = at == 0 and inside
            if start < 0:
                if opens:
                    start = at
            elif not first and not (opens and at and text[at - 1].isspace()):
                spans.append((start, at + 1))
                start = -1
    if 0 <= start < len(text):
        spans.append((start, len(text)))
    return spans, start >= 0
