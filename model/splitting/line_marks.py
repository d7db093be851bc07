"""What stands before the text of a line without belonging to it: the numbers of a transcript, the time of a message."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from detente.model.splitting.spans import Span

__all__ = ["STAMP", "counted_lines", "line_numbers"]

_DATE: Final = r"\d{1,4}[-./]\d{1,2}[-./]\d{1,4}"
_CLOCK: Final = r"\d{1,2}:\d{2}(?::\d{2})?(?:\s?[AaPp]\.?[Mm]\b\.?)?"
STAMP: Final = re.compile(
    rf"\[(?:{_DATE},?\s)?{_CLOCK}\]"
    rf"|\[{_CLOCK},?\s{_DATE}\]"
    rf"|(?:{_DATE},?[\sT])?{_CLOCK}\s?(?:-\s)?(?:<[^<>\n]{{1,40}}>|[A-Z][^:\n.,]{{0,30}}:)\s"
    rf"|{_DATE},?\s{_CLOCK}\s-\s"
)
"""The date and time that a chat puts before each message."""

_NUMBERED: Final = re.compile(r"^[ \t]{0,8}(\d{1,2})(?:[ \t]+(?=\S)|[ \t]*$)", re.MULTILINE)
_LISTED: Final = re.compile(r"\(?(\d{1,3})[.)][ \t]")
_REST: Final = re.compile(r"[^\n]*")
# So many lines in a row; of those, this share continues in the next.
_SHORTEST_RUN: Final = 8
_PROSE: Final = 0.2


def line_numbers(document: str) -> dict[int, int]:
    """Find the numbers before the lines of a transcript: where a line starts, and where its text does.

    What counts is a run of lines from 1 to 8 or more, each number one more than the last, where a fifth of the lines
    continue in the next; so a list does not.
    """
    found: dict[int, int] = {}
    run: list[Span] = []
    expected = 1
    for number in _NUMBERED.finditer(document):
        if int(number[1]) != expected:
            if int(number[1]) != 1:
                continue
            found.update(_accepted(document, run))
            run = []
        run.append(number.span())
        expected = int(number[1]) + 1
    found.update(_accepted(document, run))
    return found


def counted_lines(lines: Sequence[str]) -> set[int]:
    """Return which lines open with the numbers of a list: 1., 2. and so on, with other lines between them."""
    found: set[int] = set()
    run: list[int] = []
    for at, line in enumerate(lines):
        number = _LISTED.match(line)
        if number is None:
            continue
        if int(number[1]) != len(run) + 1:
            run = []
        if int(number[1]) == len(run) + 1:
            run.append(at)
        if len(run) > 1:
            found.update(run[-2:])
    return found


def _accepted(document: str, run: list[Span]) -> list[Span]:
    if len(run) < _SHORTEST_RUN:
        return []
    rests = (_REST.match(document, end) for _, end in run)
    texts = [rest[0].strip() for rest in rests if rest is not None]
    carried = sum(
        bool(line) and line[-1] not in ".?!:;" and following[:1].islower()
        for line, following in pairwise(texts)
    )
    return run if carried >= _PROSE * len(run) else []
