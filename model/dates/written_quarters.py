"""Reads a quarter of a calendar year as it is written: Q2 2024, 2024Q2, second quarter of 2024, 2024년 2분기."""

import re
from functools import lru_cache
from typing import Final, NamedTuple

from detente.model.dates.date_forms import LONGEST_DATE, DateNumbers, folded
from detente.model.dates.written_dates import on_calendar

_WORDS: Final = ("first", "second", "third", "fourth")
_ORDINALS: Final = ("1st", "2nd", "3rd", "4th")
_EAST: Final = "一二三四"
_NUMBERS: Final = {
    name: str(n) for names in (_WORDS, _ORDINALS, _EAST) for n, name in enumerate(names, start=1)
}

_YEAR: Final = r"(?P<year>\d{4})"
_SHORT: Final = r"(?:q\s?(?P<q>[1-4])|(?P<q2>[1-4])\s?q)"
_NAMED: Final = rf"(?:the\s+)?(?P<q>{'|'.join((*_WORDS, *_ORDINALS))})[\s-]+quarter"
_FORMS: Final = (
    rf"{_SHORT}(?:\s*[-/,]\s*|\s+(?:of\s+)?)?{_YEAR}",
    rf"{_YEAR}(?:\s*[-/:,.]\s*|\s+)?{_SHORT}",
    rf"{_NAMED}(?:,|\s+of)?\s+{_YEAR}",
    rf"{_YEAR},?\s+{_NAMED}",
    rf"{_YEAR}\s*年\s*第?\s?(?P<q>[1-4{_EAST}])\s?季度?",
    rf"{_YEAR}\s*년\s*(?:제\s?)?(?P<q>[1-4])(?:/4)?\s?분기",
)


class Quarter(NamedTuple):
    """A quarter of a calendar year; its `number` is from 1 to 4."""

    year: int
    number: int

    @property
    def first_month(self) -> int:
        """The number of the month with which it begins."""
        return 3 * self.number - 2


# The rows of a table have their dates many times over.
@lru_cache(maxsize=1024)
def written_quarter(text: str) -> Quarter | None:
    """Read a quarter of a calendar year from 1000 to 2999; None where the text is something else."""
    if len(text) > LONGEST_DATE:
        return None
    text = folded(text).strip()
    for form in _FORMS:
        if (found := re.fullmatch(form, text, re.ASCII | re.IGNORECASE)) is not None:
            fields = found.groupdict()
            number = (fields["q"] or fields["q2"]).casefold()
            quarter = Quarter(int(fields["year"]), int(_NUMBERS.get(number, number)))
            return None if on_calendar(DateNumbers(quarter.year, None, None)) is None else quarter
    return None
