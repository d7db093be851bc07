from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.measure.dates import DateReader, date_in_name, read_date
from detente.measure.periods import PERIODS


def row(document=None, **columns):
    return {"document": document, **columns}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("2019-03-04", "2019-03-04"),
        ("2019-03-04T23:59:59+09:00", "2019-03-04"),
        ("2019-03-04 08:00", "2019-03-04"),
        (" 2019-03 ", "2019-03"),
        ("1945", "1945"),
        ("20190304", "2019-03-04"),
        ("20190304T235959Z", "2019-03-04"),
        ("1945.0", "1945"),
        ("20190304.0", "2019-03-04"),
        ("Q2 2019", "2019-Q2"),
        ("2019Q4", "2019-Q4"),
    ],
)
def test_a_date_is_read_as_exactly_as_it_is_given(text, shown):
    assert str(read_date(text)) == shown
    assert str(DateReader().read(row(date=text))) == shown


def test_a_quarter_falls_in_its_quarter_and_year_and_in_nothing_shorter() -> None:
    found = read_date("2nd quarter 2019")
    assert found is not None
    assert date.fromordinal(found.day) == date(2019, 4, 1)
    assert [period for period in PERIODS if found.within(period)] == ["quarter", "year"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "summer 2019",
        "4 Marsh 2019",
        "31 February 2019",
        "March 2019 to May 2019",
        "32/13/2019",
        "4/3/19",
        "03/04/2019",
        "2019-02-30",
        "2019-13",
        "0219-03-04",
        "9999",
        "201903",
        "20191304",
        "2019.5",
        "2019-3",
        "19",
        "٢٠١٩",
        "2019-03-04x",
        "2019-03-04-05",
        "1" * 5000,
    ],
)
def test_what_is_no_clear_date_counts_as_undated(text):
    assert read_date(text) is None


@pytest.mark.parametrize(
    ("document", "shown"),
    [
        ("bulletins/2019-03-04-harbour.txt", "2019-03-04"),
        ("C:\\notes\\harbour_2019-03-04.md", "2019-03-04"),
        ("2019-02-30-or-2019-03-04.txt", "2019-03-04"),
        ("2019-03-04/harbour.txt", "None"),
        ("harbour-2019.txt", "None"),
        ("12019-03-045.txt", "None"),
    ],
)
def test_a_document_name_dates_its_rows_by_a_whole_date_only(document, shown):
    assert str(date_in_name(document)) == shown
    assert str(DateReader().read(row(document))) == shown


def test_the_column_comes_before_the_name_unless_it_is_empty():
    reader = DateReader("day")
    named = "2001-01-01.txt"
    assert str(reader.read(row(named, day="2002-02-02"))) == "2002-02-02"
    assert str(reader.read(row(named, day=None))) == str(reader.read(row(named, day=""))) == "2001-01-01"
    assert reader.read(row(named, day="soon")) is None
    assert (str(reader.first), str(reader.last)) == ("2001-01-01", "2002-02-02")


@pytest.mark.parametrize("value", [date(2019, 3, 4), datetime(2019, 3, 4, 5, 6), datetime(2019, 3, 4)])
def test_dates_of_parquet_files_are_dates(value):
    assert str(DateReader().read(row(date=value))) == "2019-03-04"


def test_a_year_may_be_a_number():
    for number in (2019, 2019.0):
        assert str(DateReader().read(row(date=number))) == "2019"


@given(st.recursive(st.none() | st.text() | st.floats() | st.booleans(), st.lists), st.none() | st.text())
def test_nothing_that_a_cell_holds_breaks_the_reader(value, document):
    reader = DateReader()
    assert reader.read(row(document, date=value)) == reader.read(row(document, date=value))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("12 March 2024", "2024-03-12"),
        ("12 Mar. 2024", "2024-03-12"),
        ("12-Mar-2024", "2024-03-12"),
        ("12mar2024", "2024-03-12"),
        ("Mar 12, 2024", "2024-03-12"),
        ("MARCH 12 2024", "2024-03-12"),
        ("the 3rd", "None"),
        ("3rd of September 2024", "2024-09-03"),
        ("Sept. 3rd, 2024, 08:00", "2024-09-03"),
        ("Tue, 12 Mar 2024 08:00:00 GMT", "2024-03-12"),
        ("Tuesday, March 12, 2024 at 8:00", "2024-03-12"),
        ("March 2024", "2024-03"),
        ("2024/3/12", "2024-03-12"),
        ("2024-3-12", "2024-03-12"),
        ("2024. 3. 12.", "2024-03-12"),
        ("31/12/2024", "2024-12-31"),
        ("12/31/2024 08:00", "2024-12-31"),
        ("31-12-2024", "2024-12-31"),
        ("03.04.2024", "2024-04-03"),
        ("12.31.2024", "2024-12-31"),
    ],
)
def test_dates_in_words_and_numbers_that_are_clear_are_read(text, shown):
    assert str(read_date(text)) == shown


@pytest.mark.parametrize(("order", "shown"), [("day-first", "2024-04-03"), ("month-first", "2024-03-04")])
def test_a_date_that_could_be_either_way_round_is_read_in_the_order_given(order, shown):
    for text in ("03/04/2024", "3-4-2024", "03.04.2024"):
        assert str(read_date(text, order=order)) == shown
    assert str(DateReader(order=order).read(row(date="03/04/2024"))) == shown
    wrong = "12/31/2024" if order == "day-first" else "31/12/2024"
    assert read_date(wrong, order=order) is None


def test_the_order_is_shown_by_dates_that_agree():
    reader = DateReader()
    for text in ("03/04/2024", "03/04/2024", "31/12/2024"):
        reader.read(row(date=text))
    assert (reader.unread.either_way_round, reader.shown_order()) == (2, "day-first")
    reader.read(row(date="12/31/2024"))
    assert reader.shown_order() is None


def test_dates_with_dots_keep_the_day_first_whatever_the_others_show():
    reader = DateReader()
    for text in ("03/04/2024", "12/31/2024"):
        reader.read(row(date=text))
    assert reader.shown_order() == "month-first"
    assert str(reader.read(row(date="03.04.2024"))) == "2024-04-03"
    assert reader.shown_order() is None
    alone = DateReader()
    alone.read(row(date="03.04.2024"))
    assert alone.shown_order() is None


@given(st.dates(min_value=date(1000, 1, 1), max_value=date(2999, 12, 31)))
def test_every_day_is_read_in_every_form(day):
    for form in ("%Y-%m-%d", "%d %B %Y", "%b %d, %Y", "%Y/%m/%d", "%d.%m.%Y"):
        assert str(read_date(day.strftime(form))) == str(day)
    assert str(read_date(day.strftime("%d/%m/%Y"), order="day-first")) == str(day)
    assert str(read_date(day.strftime("%m/%d/%Y"), order="month-first")) == str(day)
