"""A date is read where it can mean one day, month or year only."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.model.dates.written_dates import is_either_way_round, written_date


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("2024년 5월 1일", (2024, 5, 1)),
        ("2024년 05월 01일 (수) 오후 3:20", (2024, 5, 1)),
        ("2024年5月1日", (2024, 5, 1)),
        ("2024年5月1日星期三", (2024, 5, 1)),
        ("2024年12月", (2024, 12, None)),
        ("2024년", (2024, None, None)),
        ("2024. 5. 1. 오전 10:30:00", (2024, 5, 1)),
        ("2024.05.01.(수) 오후 3:20", (2024, 5, 1)),
        ("2024-05-01(수)", (2024, 5, 1)),
        ("2024/5/1 下午 3:20:00", (2024, 5, 1)),
        ("2024年05月01日08:30 | 来源", (2024, 5, 1)),
        ("2024年5月1日（周三）上午", (2024, 5, 1)),
        ("2024年5月1号", (2024, 5, 1)),
        ("２０２４年５月１日　１０：３０", (2024, 5, 1)),
        ("주체113(2024)년 5월 1일", (2024, 5, 1)),
        ("주체113(2024년 5월 1일", None),
        ("2024)년 5월 1일", None),
        ("2024年13月", None),
        ("2024年5月1日至3日", None),
        ("2024年5月1日  至3日", None),
        ("2024년 5월 1일(수) ~ 3일(금)", None),
        ("2024.5.1.(수)~3.(금)", None),
        ("2024年5月1", None),
    ],
)
def test_dates_in_chinese_and_korean_are_read(text, numbers):
    assert written_date(text) == numbers


def test_korean_dates_are_read_whose_syllables_are_taken_apart():
    assert written_date(unicodedata.normalize("NFD", "2024년 5월 1일")) == (2024, 5, 1)


@pytest.mark.parametrize("text", ["05/05/2024", "5-5-2024", "05.05.2024"])
def test_equal_numbers_are_the_same_day_in_either_order(text):
    assert written_date(text) == (2024, 5, 5)
    assert not is_either_way_round(text)


@pytest.mark.parametrize(
    ("text", "is_so"),
    [
        ("03/04/2024", True),
        ("3-4-2024 08:00", True),
        ("03.04.2024", False),
        ("31/04/2024", False),
        ("32/13/2024", False),
        ("00/04/2024", False),
        ("2024-03-04", False),
        ("March 2024", False),
        ("03/04/2024 " + "0" * 99, False),
    ],
)
def test_only_two_numbers_that_could_both_be_the_month_are_either_way_round(text, is_so):
    assert is_either_way_round(text) is is_so


@given(st.dates(), st.sampled_from(["%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%d.%m.%Y"]))
def test_what_is_either_way_round_is_not_read(day, form):
    text = day.strftime(form)
    assert not (is_either_way_round(text) and written_date(text))


@pytest.mark.parametrize("text", ["06/07/24", "Q2 2024", "2024-Q2", "45123", "45123.0"])
def test_what_the_page_on_reports_calls_unread_is_not_read(text):
    assert written_date(text) is None


@pytest.mark.parametrize("text", ["2024-05-00", "2024-00", "0 May 2024", "2024/0/1", "00/00/2024"])
def test_nothing_is_made_of_a_day_or_month_zero(text):
    assert written_date(text) is None
