"""The head of a document: the lines and the dateline above its prose, where its own publisher puts a name."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from detente.model.splitting.datelines import agency_of, dateline_end

__all__ = ["BYLINE_WITHIN", "Head", "agencies", "head_of", "is_byline", "undated"]

_HEAD: Final = 4  # statements that are looked at
BYLINE_WITHIN: Final = 6
"""The first statements of a document, among which the line of a reporter shows a newspaper."""

# A headline has no stop at its end; what is shorter than this may be "Washington, D.C.".
_PROSE_WORDS: Final = 6
_STOPPED: Final = re.compile(r"[.:;…][\"'”’)\]]*$")
_STOPPED_EAST: Final = re.compile(r"[。！？：:][\"”’」』）)]*$|다\.[\"”’」』）)]*$")
_BYLINE: Final = re.compile(
    r"(?:By|BY)\s(?:[A-Z][\w.'’-]*+|and|AND|staff|reporters?|writers?|of|the|in|,|\s){1,20}"
)

_MONTH: Final = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?"
_DATE: Final = (
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s)?"
    rf"(?:{_MONTH}\s\d{{1,2}},?\s\d{{4}}|\d{{1,2}}\s{_MONTH},?\s\d{{4}}|\d{{4}}[-/.]\s?\d{{1,2}}[-/.]\s?\d{{1,2}}\.?"
    r"|\d{4}\s?[年년]\s?\d{1,2}\s?[月월]\s?\d{1,2}\s?[日일])"
)
_LONGEST: Final = 300
_DATED: Final = re.compile(
    rf"(?:{_DATE}\s?)?(?P<line>.*?)(?:\s?(?:[,|:–—-]|on\b|of\b)?\s?[(\[]?(?:{_DATE}|[Ee]xcerpts?)[)\]]?)?"
)


@dataclass(frozen=True, slots=True)
class Head:
    """What stands at the head of a document: its `lines` above the prose, and the `agency` of its dateline.

    `agency` is None where there is no dateline, or one without an agency. `has_byline` says that a reporter is named.
    """

    lines: tuple[str, ...]
    agency: str | None
    has_byline: bool


def head_of(statements: Sequence[str], datelines: Sequence[str | None] | None = None) -> Head:
    """Return the head of a document, given its first statements in order.

    `datelines` are those that were cut off the statements; one that a statement still begins with counts too. What
    stands below a sentence of prose belongs to no head: there a document quotes another one.
    """
    lines: list[str] = []
    agency = None
    for number, text in enumerate(statements[:_HEAD]):
        dateline = _dateline(text, None if datelines is None else datelines[number])
        if dateline is not None:
            agency = agency_of(dateline)
            break
        line = " ".join(text.split())
        if _is_prose(line):
            break
        lines.append(line)
    has_byline = any(map(is_byline, statements[:BYLINE_WITHIN]))
    return Head(tuple(lines), agency, has_byline)


def is_byline(statement: str) -> bool:
    """Tell whether a statement at the head of a document only names who wrote it: "By Ann Roe and Bo Lin in Seoul"."""
    return _BYLINE.fullmatch(" ".join(statement.split())) is not None


def agencies(statements: Sequence[str], datelines: Sequence[str | None] | None = None) -> Iterator[str]:
    """Yield the agency of every dateline in a document that names one; the arguments are those of `head_of`."""
    for number, text in enumerate(statements):
        dateline = _dateline(text, None if datelines is None else datelines[number])
        if dateline is not None and (agency := agency_of(dateline)) is not None:
            yield agency


def undated(line: str) -> str:
    """Return a line of a head without a date before or behind it."""
    found = _DATED.fullmatch(line) if len(line) <= _LONGEST else None
    return found["line"] if found else line


def _dateline(text: str, cut_off: str | None) -> str | None:
    if cut_off is not None:
        return cut_off
    end = dateline_end(text)
    return text[:end].strip() if end else None


def _is_prose(line: str) -> bool:
    if _STOPPED_EAST.search(line) and not line.isascii():
        return True
    return len(line.split()) >= _PROSE_WORDS and _STOPPED.search(line) is not None
