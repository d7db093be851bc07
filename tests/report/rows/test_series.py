from collections import Counter
from datetime import date, timedelta

from detente.measure.dates import DateReader
from detente.measure.periods import first_day
from detente.report.rows import series as series_module
from detente.report.rows.series import SeriesTable


def test_many_dates_are_put_together_without_losing_a_row(monkeypatch):
    monkeypatch.setattr(series_module, "_MANY_DATES", 300)
    dates = DateReader()
    table = SeriesTable(dates.usual_period)
    expected = Counter()
    for n in range(3000):
        text = f"{1950 + n % 50}-{n % 12 + 1:02}-{n % 28 + 1:02}"
        found = dates.read({"document": None, "date": text})
        table.count(table.find("CN", "US", "hostile"), found)
        expected[first_day(found.day, "year")] += 1
    (one,) = table
    assert len(one.dates) <= 350
    together = Counter()
    for start, rows in one.dates.items():
        together[first_day(start.day, "year")] += rows
    assert together == expected


def test_days_of_a_weekly_period_stay_days_as_weeks_lie_across_months(monkeypatch):
    monkeypatch.setattr(series_module, "_MANY_DATES", 50)
    dates = DateReader()
    table = SeriesTable(dates.usual_period)
    expected = Counter()
    for n in range(1000):
        # The span is 600 days from the first two rows on, too long for days and too short for months.
        day = str(date(2001, 1, 1) + timedelta(n * 599 % 600))
        table.count(table.find("CN", "US", "hostile"), dates.read({"document": None, "date": day}))
        expected[day] += 1
    assert dates.usual_period() == "week"
    (one,) = table
    assert {str(day): rows for day, rows in one.dates.items()} == expected


def test_targets_and_sources_beyond_the_bound_are_counted_with_the_others():
    table = SeriesTable(lambda: None)
    for n in range(1000):
        table.count(table.find(f"target {n}", f"source {n}", "hostile"), None)
    assert len({one.target for one in table}) == 29  # beside the four of the codebook, and None for the rest
    assert len({one.source for one in table}) == 8
    assert sum(one.rows for one in table) == 1000
