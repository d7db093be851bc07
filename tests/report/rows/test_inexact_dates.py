"""The period of a timeline is one that nearly all dates are exact enough for."""

import pytest
from made_rows import payload, row


@pytest.mark.parametrize(
    ("inexact", "period", "undated"),
    [(0, "day", 0), (4, "day", 4), (5, "day", 5), (6, "month", 0), (10, "month", 0)],
)
def test_where_more_than_5_in_100_dates_are_months_the_period_is_the_month(inexact, period, undated):
    days = [row(date=f"2001-03-{1 + n % 9:02}") for n in range(100 - inexact)]
    about = payload(days + [row(date="2001-03")] * inexact)["about"]
    assert (about["period"], about["undated"]) == (period, undated)
