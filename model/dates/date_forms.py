"""Ways to write a date other than ISO 8601: in words, and as numbers with the year, the day or the month first."""

import re
import unicodedata
from functools import cache
from typing import Final, Literal, NamedTuple, Self

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

# What may stand behind a day in Korean and Chinese: its weekday, a half of the day or a time, and words.
_EAST_WEEKDAY: Final = (
    r"(?:\s*\([^()\d]{1,20}\)|\s*[월화수목금토일]요일|\s*(?:星期|[周週]|[礼禮]拜)[一二三四五六日天])?"
)
_EAST_HALF: Final = "오전|오후|새벽|아침|낮|저녁|밤|[上中下]午|午[前後后]|凌晨|[早晚]上|[早清]晨|傍晚|[晨晚]"
_EAST_TIME: Final = rf"(?:\s*(?:{_EAST_HALF})|\s*(?:{_EAST_HALF})?\s*\d{{1,2}}(?::\d\d|\s?[시时時點点]).*)?"
# Of several days none is the date: "5일 ~ 7일", "5日 至7日".
_EAST_WORDS: Final = r"(?:\s+(?!\s|[~∼〜–—-]|[至到]|부터|\d{1,2}\s?[일日]).*)?"
# North Korea counts its own years: 주체113(2024)년.
_JUCHE: Final = r"(?P<juche>(?:주체|主[体體])\s?\d{1,3}\s?\()?"

_FLAGS: Final = re.ASCII | re.IGNORECASE | re.DOTALL
_DATED: Final = (
    # In words.
    *(
        rf"\s*{_WEEKDAY}{form}{_TIME}\s*"
        for form in (
            rf"{_DAY}(?:\s+(?:of\s+)?|-)?{_MONTH}(?:,?\s+|-)?{_YEAR}",
            rf"{_MONTH}\s+{_DAY}(?:,\s*|\s+){_YEAR}",
            rf"{_MONTH},?\s+{_YEAR}",
        )
    ),
    # Year first.
    rf"\s*{_YEAR}(?P<mark>[/.-])\s?(?P<month>\d{{1,2}})(?P=mark)\s?(?P<day>\d{{1,2}})\.?"
    rf"(?:{_TIME}|{_EAST_WEEKDAY}{_EAST_TIME})\s*",
    # As in Chinese, Japanese and Korean.
    rf"\s*{_JUCHE}{_YEAR}(?(juche)\))\s*[年년]"
    rf"(?:\s*(?P<month>\d{{1,2}})\s*[月월](?:\s*(?P<day>\d{{1,2}})\s*[日일号號]{_EAST_WEEKDAY}{_EAST_TIME}{_EAST_WORDS})?)?\s*",
)
_YEAR_LAST: Final = (
    rf"\s*(?P<one>\d{{1,2}})(?P<mark>[/.-])\s?(?P<other>\d{{1,2}})(?P=mark)\s?{_YEAR}{_TIME}\s*"
)

# Longer texts are no dates, whatever they begin with.
LONGEST_DATE: Final = 64


class DateNumbers(NamedTuple):
    """Year, month and day as numbers, not checked against the calendar; a month has no day, a year neither."""

    year: int
    month: int | None
    day: int | None

    @classmethod
    def of(cls, year: str, month: str | None, day: str | None) -> Self:
        """Make numbers of digits; None or nothing for what a date does not name."""
        return cls(int(year), int(month) if month else None, int(day) if day else None)


class YearLast(NamedTuple):
    """Two numbers before a year, such as 03/04/2024, as they stand; `has_dots` tells 03.04.2024 from it."""

    one: int
    other: int
    year: int
    has_dots: bool

    @property
    def is_either_way_round(self) -> bool:
        """Tell whether the numbers are two dates, and nothing shows which is meant."""
        return self.one != self.other and 1 <= min(self[:2]) <= max(self[:2]) <= 12 and not self.has_dots

    def order(self) -> DateOrder | None:
        """Return the order that the numbers show, or their dots, with which the day is first; else None."""
        if self.other > 12 >= self.one:
            return "month-first"
        return "day-first" if self.has_dots or self.one > 12 >= self.other else None

    def in_order(self, order: DateOrder) -> DateNumbers:
        """Return the date that the numbers mean in this order."""
        day, month = (self.one, self.other) if order == "day-first" else (self.other, self.one)
        return DateNumbers(self.year, month, day)


def folded(text: str) -> str:
    """Return a date with plain digits, marks, blanks and syllables for those of full width or taken apart (NFKC)."""
    return text if text.isascii() else unicodedata.normalize("NFKC", text)


def numbers_of(text: str) -> DateNumbers | None:
    """Read a date in English words (12 March 2024, 12mar2024, Mar 12, 2024, March 2024) or year first (2024/3/12).

    The latter also as 2024年3月12日, 2024년 3월 and 주체113(2024)년. A weekday and a time beside it are passed over.
    None where the text, which is `folded`, is none of these.
    """
    for form in _compiled(_DATED):
        if (found := form.fullmatch(text)) is not None:
            fields = found.groupdict()
            month = (fields["month"] or "").casefold()
            numbers = DateNumbers.of(fields["year"], None if month in _NUMBERS else month, fields.get("day"))
            return numbers._replace(month=_NUMBERS.get(month, numbers.month))
    return None


def year_last(text: str) -> YearLast | None:
    """Read two numbers and a year (31/12/2024, 31.12.2024, 31-12-2024); None where the text is something else."""
    [form] = _compiled((_YEAR_LAST,))
    if len(text) > LONGEST_DATE or (found := form.fullmatch(folded(text))) is None:
        return None
    return YearLast(int(found["one"]), int(found["other"]), int(found["year"]), found["mark"] == ".")


@cache
def _compiled(forms: tuple[str, ...]) -> list[re.Pattern[str]]:
    # Only once a date is read: whoever has none does not wait for it.
    return [re.compile(form, _FLAGS) for form in forms]
