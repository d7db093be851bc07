"""Ways to write a date other than ISO 8601: in words, and as numbers with the day or the month first."""

import re
from typing import Final, Literal, NamedTuple

# Which number of 03/04/2024 is the day's.
DateOrder = Literal["day-first", "month-first"]

_MONTHS: Final = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_NUMBERS: Final = {
    short: number
    for number, name in enumerate(_MONTHS, start=1)
    for short in {name, name[:3], *(["sept"] if name == "september" else [])}
}
_MONTH: Final = rf"(?P<month>{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})\.?"
_DAY: Final = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_WEEKDAY: Final = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
_TIME: Final = r"(?:(?:,|\s|,?\s+at\s)\s*\d{1,2}:\d\d.*|T\d\d:\d\d.*)?"
_YEAR: Final = r"(?P<year>\d{4})"

_FLAGS: Final = re.ASCII | re.IGNORECASE | re.DOTALL
_IN_WORDS: Final = tuple(
    re.compile(rf"\s*{_WEEKDAY}{form}{_TIME}\s*", _FLAGS)
    for form in (
        rf"{_DAY}(?:\s+(?:of\s+)?|-)?{_MONTH}(?:,?\s+|-)?{_YEAR}",
        rf"{_MONTH}\s+{_DAY}(?:,\s*|\s+){_YEAR}",
        rf"{_MONTH},?\s+{_YEAR}",
    )
)
_YEAR_FIRST: Final = re.compile(
    rf"\s*{_YEAR}(?P<mark>[/.-])\s?(?P<month>\d{{1,2}})(?P=mark)\s?(?P<day>\d{{1,2}})\.?{_TIME}\s*", _FLAGS
)
_YEAR_LAST: Final = re.compile(
    rf"\s*(?P<one>\d{{1,2}})(?P<mark>[/.-])\s?(?P<other>\d{{1,2}})(?P=mark)\s?{_YEAR}{_TIME}\s*", _FLAGS
)


class DateNumbers(NamedTuple):
    """Year, month and day as numbers, not checked against the calendar; `day` is None for a month."""

    year: int
    month: int
    day: int | None


class YearLast(NamedTuple):
    """Two numbers before a year, such as 03/04/2024, as they stand; `has_dots` tells 03.04.2024 from it."""

    one: int
    other: int
    year: int
    has_dots: bool

    def order(self) -> DateOrder | None:
        """Return the order that the numbers show, or their dots, with which the day is first; else None."""
        if self.other > 12 >= self.one:
            return "month-first"
        return "day-first" if self.has_dots or self.one > 12 >= self.other else None

    def in_order(self, order: DateOrder) -> DateNumbers:
        """Return the date that the numbers mean in this order."""
        day, month = (self.one, self.other) if order == "day-first" else (self.other, self.one)
        return DateNumbers(self.year, month, day)


def numbers_of(text: str) -> DateNumbers | None:
    """Read a date in English words (12 March 2024, 12mar2024, Mar 12, 2024, March 2024) or year first (2024/3/12).

    A weekday before it and a time after it are passed over. None where the text is none of these.
    """
    for form in (*_IN_WORDS, _YEAR_FIRST):
        if (found := form.fullmatch(text)) is not None:
            fields = found.groupdict()
            month = fields["month"].casefold()
            day = fields.get("day")
            number = _NUMBERS[month] if month in _NUMBERS else int(month)
            return DateNumbers(int(fields["year"]), number, int(day) if day else None)
    return None


def year_last(text: str) -> YearLast | None:
    """Read two numbers and a year (31/12/2024, 31.12.2024, 31-12-2024); None where the text is something else."""
    found = _YEAR_LAST.fullmatch(text)
    if found is None:
        return None
    return YearLast(int(found["one"]), int(found["other"]), int(found["year"]), found["mark"] == ".")
