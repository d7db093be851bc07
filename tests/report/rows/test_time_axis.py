"""The period and the periods of a page's time axis."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_rows import payload, predicted, row, start_of

from detente.measure.periods import PERIODS
from detente.model.errors import InputError
from detente.report.page import render_page
from detente.report.summary.report_page import report_page

# From the first day of a period into the next one.
STEPS = {name: timedelta(days) for name, days in zip(PERIODS, (1, 7, 31, 92, 366), strict=True)}


@given(st.lists(predicted, min_size=1, max_size=60), st.sampled_from(PERIODS))
def test_the_time_axis_reaches_from_the_first_period_with_rows_to_the_last_without_gaps(rows, period):
    starts = sorted(start_of(r["date"], period) for r in rows if r["date"])
    periods = payload(rows, period=period)["periods"]
    assert [*periods[:1], *periods[-1:]] == [*starts[:1], *starts[-1:]]
    assert set(starts) <= set(periods)
    following = [start_of(date.fromisoformat(one) + STEPS[period], period) for one in periods]
    assert following[:-1] == periods[1:]


def test_the_span_decides_the_period_unless_it_is_given():
    rows = [row(date="2001-01-01"), row(date="2004-01-01")] * 5
    assert payload(rows)["about"]["period"] == "month"
    assert len(payload(rows)["periods"]) == 37
    assert payload(rows, period="year")["periods"] == ["2001-01-01", "2002-01-01", "2003-01-01", "2004-01-01"]
    assert (payload(rows)["about"]["first"], payload(rows)["about"]["last"]) == ("2001-01-01", "2004-01-01")


def test_where_a_point_would_rest_on_few_rows_the_period_is_longer_as_long_as_some_are_left():
    rows = [row(date=f"{year}-{month:02}-09") for year in range(2001, 2006) for month in range(1, 13)]
    assert payload(rows)["about"]["period"] == "quarter"  # years would be five
    assert payload(rows * 2)["about"]["period"] == "quarter"
    assert payload(rows * 5)["about"]["period"] == "month"


def test_years_alone_make_a_timeline_of_years():
    made = payload([row(date="2001"), row(date="2002")] * 10 + [row(date="2002-05-06")])
    assert (made["about"]["period"], made["about"]["undated"]) == ("year", 0)


def test_a_rare_year_alone_is_undated_and_makes_no_peak_in_january():
    made = payload([row(date=f"2001-{month:02}-15") for month in range(1, 13)] * 3 + [row(date="2001")])
    assert (made["about"]["period"], made["about"]["undated"]) == ("month", 1)
    assert made["statements"][-1]["date"] == "2001"
    assert made["statements"][-1]["period"] is None


def test_rows_without_dates_have_no_timeline():
    made = payload([row()])
    assert (made["periods"], made["about"]["period"], made["about"]["undated"]) == ([], None, 1)


def test_more_periods_than_a_page_holds_are_refused_with_the_way_out():
    rows = [row(date="1900-01-01"), row(date="2000-01-01")]
    with pytest.raises(InputError, match=r"period day: 1900-01-01 to 2000-01-01 would be 36,525 periods"):
        payload(rows, period="day")


def test_a_period_shorter_than_any_date_is_refused_with_the_way_out():
    with pytest.raises(InputError, match=r"period day: no date is exact enough"):
        payload([row(date="2019-03"), row(date="2019-04")], period="day")


def test_more_points_than_a_page_holds_are_refused_with_the_way_out():
    days = [str(date(2001, 1, 1) + timedelta(n)) for n in range(2600)]
    rows = [row(target=target, date=day) for target in ("US", "CN", "KP", "KR") for day in days]
    with pytest.raises(InputError, match=r"period day: gives 10,400 points, and a page holds 10,000"):
        payload(rows, period="day")


@pytest.mark.parametrize(
    ("inexact", "period", "undated"),
    [(0, "day", 0), (4, "day", 4), (5, "day", 5), (6, "month", 0), (10, "month", 0)],
)
def test_where_more_than_5_in_100_dates_are_months_the_period_is_the_month(inexact, period, undated):
    days = [row(date=f"2001-03-{1 + n % 9:02}") for n in range(100 - inexact)]
    about = payload(days + [row(date="2001-03")] * inexact)["about"]
    assert (about["period"], about["undated"]) == (period, undated)


def test_quarters_alone_make_a_timeline_of_quarters_and_are_shown_as_quarters():
    made = payload([row(date="Q1 2001"), row(date="2001Q3")] * 10 + [row(date="2001-05-06")])
    assert (made["about"]["period"], made["about"]["undated"]) == ("quarter", 0)
    assert made["periods"] == ["2001-01-01", "2001-04-01", "2001-07-01"]
    assert (made["about"]["first"], made["about"]["last"]) == ("2001-Q1", "2001-Q3")
    assert "Q1 2001 – Q3 2001" in render_page(report_page(made))


def test_a_quarter_is_inside_a_window_with_all_its_months_only():
    rows = [row(date="2001-Q2"), row(date="2001-05-06")]
    assert payload(rows, since="2001-04", until="2001-06")["about"]["outside"] == 0
    assert payload(rows, since="2001-04", until="2001-06-29")["about"]["outside"] == 1
    assert payload(rows, since="2001-Q2", until="2001-Q2")["about"]["outside"] == 0


def test_halves_of_a_year_and_parts_of_one_are_counted_by_year():
    made = payload([row(date="H2 2001"), row(date="early 2003"), row(date="2003년 가을")] * 10)
    assert (made["about"]["period"], made["about"]["undated"]) == ("year", 0)
    assert made["periods"] == ["2001-01-01", "2002-01-01", "2003-01-01"]
    assert "H2 2001 – 2003" in render_page(report_page(made))


def test_a_half_of_a_year_is_inside_a_window_with_all_its_months_only():
    rows = [row(date="2001年下半年"), row(date="2001-12-06")]
    assert payload(rows, since="2001-07", until="2001-12")["about"]["outside"] == 0
    assert payload(rows, since="2001-08", until="2001-12")["about"]["outside"] == 1
    assert payload(rows, since="2001-H2", until="2001-H2")["about"]["outside"] == 0
