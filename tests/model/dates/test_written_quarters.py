"""A quarter of a year is read as what it is, not as one of its days or months."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.model.dates.written_dates import written_date
from detente.model.dates.written_quarters import written_quarter
from detente.model.document.facts import day_of


@pytest.mark.parametrize(
    "text",
    [
        *("Q2 2024", "q2/2024", "Q2, 2024", "Q2-2024", "2Q 2024", "2Q2024", "2Q of 2024"),
        *("2024-Q2", "2024Q2", "2024 q2", "2024:Q2", "2024/2Q", " 2024-Q2 "),
        *("2nd quarter 2024", "Second quarter of 2024", "the second quarter, 2024", "2024, second quarter"),
        *(
            "2024年第二季度",
            "2024年二季度",
            "2024年第2季",
            "2024년 2분기",
            "2024년 2/4분기",
            "2024년 제2분기",
        ),
    ],
)
def test_a_quarter_is_read_in_the_forms_in_use(text: str) -> None:
    assert written_quarter(text) == (2024, 2)
    assert written_date(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "Q5 2024",
        "Q0 2024",
        "Q2 24",
        "Q2 0024",
        "Q2",
        "H1 2024",
        "spring 2024",
        "Q1-Q2 2024",
        "2024-2",
        "12Q2024",
        "FY2024 Q2",
    ],
)
def test_what_is_no_quarter_of_a_calendar_year_is_not_read_as_one(text: str) -> None:
    assert written_quarter(text) is None


@given(st.dates(min_value=date(1000, 1, 1), max_value=date(2999, 12, 31)))
def test_no_day_or_month_is_read_as_a_quarter(day: date) -> None:
    assert written_quarter(day.isoformat()) is None
    assert written_quarter(f"{day.year}-{day.month:02}") is None
    assert written_quarter(f"{day.day} {day:%B} {day.year}") is None


def test_a_document_of_a_quarter_is_read_as_of_its_middle() -> None:
    assert day_of("2024-Q1") == date(2024, 2, 15)
    assert day_of("Q4 2024") == date(2024, 11, 15)
