"""The line that tells of dates that cannot be read says which are accepted, and why some that look clear are not."""

import pytest

from detente.batch.records import Record
from detente.batch.unread_dates import UnreadDates


@pytest.mark.parametrize(
    ("dates", "message"),
    [
        (
            ["03/04/2024", "2024", None],
            "1 row has a date that cannot be read and counts as undated (in.csv, row 1: '03/04/2024'), "
            "because day and month could be either way round",
        ),
        (
            ["soon", "03/04/2024", "31/04/2024", "30/04/2024", "05-06-2024"],
            "4 rows have a date that cannot be read and count as undated (in.csv, row 1: 'soon', also "
            "'03/04/2024', also '05-06-2024'), 2 of them because day and month could be either way round",
        ),
        (
            ["May 2024", "x" * 41],
            "1 row has a date that cannot be read and counts as undated (in.csv, row 2: '" + "x" * 40 + "…')",
        ),
    ],
)
def test_the_message_names_the_first_row_what_is_accepted_and_dates_that_are_either_way_round(dates, message):
    unread = UnreadDates()
    for number, written in enumerate(dates, start=1):
        unread.note(Record("Seoul waited.", {}, "in.csv", number, "statement"), written)
    assert unread.message() == (
        f"{message}; accepted are 2024, 2024-Q2, 2024-05, 2024-05-01, 20240501, 2024/5/1, May 2024, 1 May 2024, "
        "May 1 2024, 31/12/2024, "
        "01.05.2024 (day first), H1 2024, early 2024, spring 2024, "
        "2024年5月1日 and 2024년 5월 1일, a day also with a time behind it"
    )


def test_three_forms_at_the_most_are_told_and_each_once():
    unread = UnreadDates()
    for number, written in enumerate(["Q1 24", "Q2 24", "n.d.", "n.d.", "spring", "autumn"], start=1):
        unread.count(written, document="in.csv", number=number)
    assert unread.first == "in.csv, row 1: 'Q1 24', also 'n.d.', also 'spring'"


@pytest.mark.parametrize(
    ("document", "number", "place"),
    [
        ("in.csv", 2, "in.csv, row 2"),
        ("in.csv, row 2", None, "in.csv, row 2"),
        ("in.csv, row 2", 1, "in.csv, row 2, statement 1"),
        ("1, row, row 2.csv", 1, "1, row, row 2.csv, row 1"),
    ],
)
def test_a_statement_of_a_split_row_is_told_from_its_row(document, number, place):
    unread = UnreadDates()
    unread.count("soon", document=document, number=number)
    assert unread.first == f"{place}: 'soon'"
