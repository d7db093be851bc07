"""A half of a year is read as what it is; a part of a year or month without fixed days as that year or month."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.measure.dates import read_date
from detente.model.dates.written_dates import written_date
from detente.model.dates.written_halves import written_half
from detente.model.dates.written_quarters import written_quarter


@pytest.mark.parametrize(
    "text",
    [
        *("H1 2003", "h1/2003", "H1, 2003", "1H 2003", "1H2003", "1H of 2003"),
        *("2003-H1", "2003H1", "2003 h1", "2003:H1", " 2003-H1 "),
        *("1st half 2003", "First half of 2003", "the first half, 2003", "2003, first half"),
        *("2003年上半年", "2003 年上半年", "2003년 상반기", "2003년상반기", "2003년 전반기"),
        unicodedata.normalize("NFD", "2003년 상반기"),
    ],
)
def test_a_half_of_a_year_is_read_in_the_forms_in_use(text: str) -> None:
    assert written_half(text) == (2003, 1)
    assert str(read_date(text)) == "2003-H1"
    assert written_date(text) == (2003, None, None)
    assert written_quarter(text) is None


@pytest.mark.parametrize("text", ["H2 2003", "second half of 2003", "2003年下半年", "2003년 하반기"])
def test_the_second_half_begins_in_july(text: str) -> None:
    found = read_date(text)
    assert found is not None
    assert date.fromordinal(found.day) == date(2003, 7, 1)
    assert [period for period in ("day", "month", "quarter", "year") if found.within(period)] == ["year"]


@pytest.mark.parametrize(
    "text",
    [
        "H3 2003",
        "H0 2003",
        "H1 03",
        "H1 0203",
        "H1",
        "half of 2003",
        "H1-H2 2003",
        "FY2003 H1",
        "first half of May 2003",
    ],
)
def test_what_is_no_half_of_a_calendar_year_is_not_read_as_one(text: str) -> None:
    assert written_half(text) is None
    assert written_date(text) is None


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("early 1994", (1994, None, None)),
        ("Mid-1994", (1994, None, None)),
        ("late 1994", (1994, None, None)),
        ("the end of 1994", (1994, None, None)),
        ("Fall 1994", (1994, None, None)),
        ("autumn of 1994", (1994, None, None)),
        ("1994 Spring", (1994, None, None)),
        ("1994년 초", (1994, None, None)),
        ("1994년말", (1994, None, None)),
        ("1994년 가을", (1994, None, None)),
        ("1994年初", (1994, None, None)),
        ("1994年年底", (1994, None, None)),
        ("1994年春季", (1994, None, None)),
        ("late May 1994", (1994, 5, None)),
        ("beginning of 1994-05", (1994, 5, None)),
        ("1994년 5월 하순", (1994, 5, None)),
        ("1994年5月上旬", (1994, 5, None)),
        ("1994年5月底", (1994, 5, None)),
    ],
)
def test_a_part_without_fixed_days_is_read_as_its_year_or_month(text: str, numbers: tuple[int, ...]) -> None:
    assert written_date(text) == numbers


@pytest.mark.parametrize(
    "text",
    [
        # Which of two years is not said.
        *("summer 1994", "winter 1994", "1994년 겨울", "1994年冬", "winter of 1994-95"),
        *("early 1990s", "1990년대 초", "1990年代初", "spring", "early", "late 94", "early 0994"),
        *(
            "early 3 May 1994",
            "spring May 1994",
            "1994年5月春",
            "1994年春节",
            "early late 1994",
            "late Q2 1994",
        ),
        "early Marsh 1994",
    ],
)
def test_a_part_of_what_is_no_year_or_month_is_not_read(text: str) -> None:
    assert written_date(text) is None


@given(
    st.dates(min_value=date(1000, 1, 1), max_value=date(2999, 12, 31)),
    st.sampled_from(["early", "mid-", "late"]),
)
def test_every_month_and_year_keeps_its_name_under_such_a_word(day: date, word: str) -> None:
    assert written_date(f"{word} {day:%B} {day.year}") == (day.year, day.month, None)
    assert written_date(f"{word} {day.year}") == (day.year, None, None)
    assert written_half(day.isoformat()) is None
    assert written_half(f"{day.year}-{day.month:02}") is None
