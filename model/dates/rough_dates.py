"""Reads the year or month of a date that names no fixed days: early 2024, late May 2024, spring 2024, 2024년 초.

Summer and winter are not read: one of them lies in two years, and which one depends on the side of the globe.
"""

import re
from typing import Final, Literal, NamedTuple

# What a date may name that has such a word.
Whole = Literal["year", "month"]


class RoughDate(NamedTuple):
    """The date without the word that makes it rough, such as "early", and what that date may name."""

    date: str
    names: tuple[Whole, ...]


_EITHER: Final[tuple[Whole, ...]] = ("year", "month")
_FORMS: Final[tuple[tuple[str, tuple[Whole, ...]], ...]] = (
    (r"(?:early|mid|late)(?:\s*-\s*|\s+)(?:in\s+)?(?P<date>.+)", _EITHER),
    (r"(?:the\s+)?(?:beginning|start|middle|end)\s+of\s+(?P<date>.+)", _EITHER),
    (r"(?:the\s+)?(?:spring|fall|autumn)(?:,|\s+of)?\s+(?P<date>\d{4})", ("year",)),
    (r"(?P<date>\d{4}),?\s+(?:spring|fall|autumn)", ("year",)),
    (r"(?P<date>.+[년월])\s*(?:초|초반|중반|후반|말)", _EITHER),
    (r"(?P<date>.+년)\s*(?:봄|가을)(?:철)?", ("year",)),
    (r"(?P<date>.+월)\s*(?:초순|중순|상순|하순)", ("month",)),
    (r"(?P<date>.+年)\s*(?:年[初中底末]|[春秋][季天]?)", ("year",)),
    (r"(?P<date>.+[年月])\s*(?:初|中|底|末)", _EITHER),
    (r"(?P<date>.+月)\s*[上中下]旬", ("month",)),
)


def rough_date(text: str) -> RoughDate | None:
    """Take the rough word off a date, which is `folded`; None where it has none."""
    text = text.strip()
    for form, names in _FORMS:
        if (found := re.fullmatch(form, text, re.ASCII | re.IGNORECASE | re.DOTALL)) is not None:
            return RoughDate(found["date"], names)
    return None
