from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.measure.periods import PERIODS, choose_period, first_day, number_of_periods, period_starts

days = st.dates(date(1000, 1, 1), date(2999, 12, 31)).map(date.toordinal)


@given(days, st.integers(0, 4000), st.sampled_from(PERIODS))
def test_periods_have_no_gaps_and_hold_every_day(first, span, period):
    last = first + span
    starts = period_starts(first, last, period)
    assert starts == sorted({first_day(day, period) for day in range(first, last + 1)})
    assert len(starts) == number_of_periods(first, last, period)


@given(days)
def test_weeks_begin_on_monday_and_months_and_years_on_the_first(day):
    assert date.fromordinal(first_day(day, "week")).weekday() == 0
    assert 0 <= day - first_day(day, "week") < 7
    assert date.fromordinal(first_day(day, "month")) == date.fromordinal(day).replace(day=1)
    quarter = date.fromordinal(first_day(day, "quarter"))
    assert (quarter.month, quarter.day) in {(1, 1), (4, 1), (7, 1), (10, 1)}
    assert quarter.toordinal() <= day < quarter.toordinal() + 92
    assert date.fromordinal(first_day(day, "year")) == date.fromordinal(day).replace(month=1, day=1)


@pytest.mark.parametrize(
    ("span", "period"),
    [
        (1, "day"),
        (119, "day"),
        (121, "week"),
        (800, "week"),
        (900, "month"),
        (3600, "month"),
        (3700, "quarter"),
        (11_100, "year"),
    ],
)
def test_the_span_decides_the_period(span, period):
    first = date(2001, 3, 4)
    assert choose_period(first.toordinal(), (first + timedelta(span)).toordinal()) == period


@given(days, st.integers(100, 43_000))
def test_a_reader_sees_about_12_to_120_points(first, span):
    last = first + span
    assert 10 <= number_of_periods(first, last, choose_period(first, last)) <= 120
