"""Follows quotations over the statements of a document."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

__all__ = ["Quoted", "follow_quotations"]

# A quotation that is never closed ends after so many statements: a mark may have been lost.
_LONGEST: Final = 8
_OPENS: Final = "“„«「『《"
_CLOSES: Final = "”»」』》"
_STRAIGHT: Final = '"'
_MARK: Final = re.compile(f"[{_OPENS}{_CLOSES}{_STRAIGHT}]")


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


_NOTHING: Final = Quoted((), continued=False, open=False, share=0.0)


def follow_quotations(statements: Sequence[str]) -> list[Quoted]:
    """Return what of each statement is quoted, in order; time is linear in their length.

    Straight marks open and close in turn; one that stands before a letter and after white space opens. A new
    paragraph of a quotation may open it again without closing it. A quotation left open for more than eight
    statements counts as closed, and one that has lost its end, where another opens, as one of its first statement.
    """
    followed: list[Quoted] = []
    opened = 0  # statements for which the quotation has been open; 0: none is
    for number, text in enumerate(statements):
        inside = 0 < opened <= _LONGEST
        if inside and _has_lost_its_end(statements[number : number + _LONGEST]):
            followed[-opened:] = [replace(followed[-opened], open=False), *[_NOTHING] * (opened - 1)]
            inside = False
        spans, ends_open = _spans(text, inside=inside)
        quoted = sum(end - start for start, end in spans)
        followed.append(
            Quoted(
                tuple(spans),
                inside and (not text or (bool(spans) and spans[0][0] == 0)),
                ends_open,
                quoted / max(1, len(text)),
            )
        )
        opened = opened + 1 if ends_open and inside else int(ends_open)
    return followed


def _has_lost_its_end(statements: Sequence[str]) -> bool:
    """Tell whether the quotation that is open was closed by a mark that is gone, as the first statement may show.

    There another one opens, behind its head, and no mark is left for the end of the outer one.
    """
    if _MARK.search(statements[0]) is None:
        return False
    depth = 1
    for number, text in enumerate(statements):
        for at, letter in enumerate(text):
            if letter in _OPENS or (letter == _STRAIGHT and _opens(text, at)):
                if number == at == 0:
                    return False
                depth += 1
            elif letter in _CLOSES or letter == _STRAIGHT:
                depth -= 1
            if depth == 0:
                return False
    return True


def _opens(text: str, at: int) -> bool:
    """Whether the straight mark at `at` may open a quotation."""
    return (at == 0 or not text[at - 1].isalnum()) and text[at + 1 : at + 2].strip() != ""


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
            opens = _opens(text, at)
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
