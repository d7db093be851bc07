"""What a report decides before and after its rows are counted."""

from pathlib import Path

import pytest
from made_rows import row

from detente.model.errors import InputError
from detente.report.summary.from_files import ReportSettings, summarise_files

FILES = [Path("rows.jsonl")]


class Rows:
    """Rows with these dates, which count how often they are read."""

    def __init__(self, *dates: str) -> None:
        self.dates, self.readings = dates, 0

    def __call__(self, files):
        assert files == FILES
        self.readings += 1
        return (row(date=date, position=number) for number, date in enumerate(self.dates, 1))


@pytest.mark.parametrize(
    ("dates", "order", "readings", "first"),
    [
        (("03/04/2024", "31/12/2024"), None, 2, "2024-04-03"),
        (("03/04/2024", "31/12/2024"), "day-first", 1, "2024-04-03"),
        (("2024-04-03", "31/12/2024"), None, 1, "2024-04-03"),
        (("03/04/2024", "2024-05-01"), None, 1, "2024-05-01"),
    ],
)
def test_rows_are_read_again_only_where_an_order_of_dates_turned_out(dates, order, readings, first):
    rows = Rows(*dates)
    about = summarise_files(FILES, rows, settings=ReportSettings(date_order=order)).about
    assert (rows.readings, about["first"], about["inputs"]) == (readings, first, ["rows.jsonl"])


def test_events_that_cannot_be_read_are_told_before_the_rows_are_read():
    rows = Rows("2024-05-01")
    with pytest.raises(InputError, match=r"nowhere\.csv: no such file"):
        summarise_files(FILES, rows, settings=ReportSettings(events="nowhere.csv"))
    assert rows.readings == 0


def test_settings_of_the_page_and_of_the_rows_are_given_as_one(tmp_path: Path):
    events = tmp_path / "events.csv"
    events.write_text("date,label\n2024-02-28,Talks end\n", encoding="utf-8")
    settings = ReportSettings(period="year", until="2024", events=str(events), names="ko")
    summary = summarise_files(FILES, Rows("2024-05-01", "2025-05-01"), settings=settings)
    assert summary.periods == ["2024-01-01"]
    assert summary.events == [{"date": "2024-02-28", "label": "Talks end"}]
    assert summary.names["CN"] == "중국"
