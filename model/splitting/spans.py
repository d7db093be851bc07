"""Stretches of a text: start and end in characters."""

from collections.abc import Iterable, Iterator
from typing import Final, TypeAlias

__all__ = ["BLANKS", "LONGEST", "Span", "between", "trim"]

LONGEST: Final = 2000
"""The longest statement, in characters."""

BLANKS: Final = frozenset(" \t\r\n\v\f\0\ufeff\x1c\x1d\x1e\x1f\x85\xa0\u2028\u2029\u200b\u2060")

Span: TypeAlias = tuple[int, int]


def between(cuts: Iterable[int], end: int, *, start: int = 0) -> Iterator[Span]:
    """Yield the spans between `start`, the cuts and `end`."""
    for cut in cuts:
        yield start, cut
        start = cut
    yield start, end


def trim(text: str, span: Span, *, blanks: frozenset[str] = BLANKS) -> Span:
    """Return the span without the blanks at its ends."""
    first, last = span
    while first < last and text[first] in blanks:
        first += 1
    while first < last and text[last - 1] in blanks:
        last -= 1
    return first, last
