"""Reads a half of a calendar year as it is written: H1 2024, first half of 2024, 2024년 상반기, 2024年上半年."""

import re
from functools import lru_cache
from typing import Final, NamedTuple

from detente.model.dates.date_forms import LONGEST_DATE, folded

_NUMBERS: Final = {
    **dict.fromkeys(("1", "first", "1st", "上", "상", "전"), 1),
    **dict.fromkeys(("2", "second", "2nd", "下", "하", "후"), 2),
}
_YEAR: Final = r"(?P<year>[12]\d{3})"
_SHORT: Final = r"(?:h\s?(?P<h>[12])|(?P<h2>[12])\s?h)"
_NAMED: Final = r"(?:the\s+)?(?P<h>first|second|1st|2nd)[\s-]+half"
_FORMS: Final = (
    rf"{_SHORT}(?:\s*[-/,]\s*|\s+(?:of\s+)?)?{_YEAR}",
    rf"{_YEAR}(?:\s*[-/:,.]\s*|\s+)?{_SHORT}",
    rf"{_NAMED}(?:,|\s+of)?\s+{_YEAR}",
    rf"{_YEAR},?\s+{_NAMED}",
    rf"{_YEAR}\s*年\s*(?P<h>[上下])半年",
    rf"{_YEAR}\s*년\s*(?P<h>[상하전후])반기",
)


class Half(NamedTuple):
    """A half of a calendar year; its `number` is 1 or 2."""

    year: int
    number: int

    @property
    def first_month(self) -> int:
        """The number of the month with which it begins."""
        return 6 * self.number - 5


# The rows of a table have their dates many times over.
@lru_cache(maxsize=1024)
def written_half(text: str) -> Half | None:
    """Read a half of a calendar year from 1000 to 2999; None where the text is something else."""
    if len(text) > LONGEST_DATE:
        return None
    text = folded(text).strip()
    for form in _FORMS:
        if (found := re.fullmatch(form, text, re.ASCII | re.IGNORECASE)) is not None:
            fields = found.groupdict()
            number = fields["h"] or fields["h2"]
            return Half(int(fields["year"]), _NUMBERS[number.casefold()])
    return None
