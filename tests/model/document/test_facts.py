"""What is known of a document is checked: in whose voice it can be, and of which day it is."""

from datetime import date, datetime

import numpy
import pandas
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.model.document.facts import (
    DocumentFacts,
    checked_facts,
    day_of,
    given_date,
    known_speaker,
)
from detente.model.document.reader import DocumentReader
from detente.model.errors import InputError
from detente.model.text.actor_finder import ActorFinder

FINDER = ActorFinder.from_files()


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2023", date(2023, 7, 15)),
        ("2023-02", date(2023, 2, 15)),
        ("2023-05-01", date(2023, 5, 1)),
        ("20230501", date(2023, 5, 1)),
        (" 2023-05-01\n", date(2023, 5, 1)),
        ("2023-05-01T08:30:00.25+09:00", date(2023, 5, 1)),
        ("2023-05-01T08", date(2023, 5, 1)),
        ("20230501T083000Z", date(2023, 5, 1)),
        ("2023-05-01 8:30 KST", date(2023, 5, 1)),
        ("2023/05/01", date(2023, 5, 1)),
        ("1 May 2023", date(2023, 5, 1)),
        ("May 1, 2023 at 8:30", date(2023, 5, 1)),
        ("01.05.2023", date(2023, 5, 1)),
        ("31/5/2023", date(2023, 5, 31)),
        ("May 2023", date(2023, 5, 15)),
        ("2023년 5월 1일", date(2023, 5, 1)),
        ("1950.0", date(1950, 7, 15)),
        ("first half of 2003", date(2003, 4, 1)),
        ("2003년 하반기", date(2003, 10, 1)),
    ],
)
def test_a_whole_year_month_or_day_is_read_with_or_without_a_time(written, day):
    assert day_of(written) == day


@pytest.mark.parametrize(
    "written",
    [
        *("", "yesterday", "May", "32 May 2023", "May 2023 to June 2023", "31/5/23", "31/13/2023"),
        *("20230", "202305", "2023-0501", "2023-05-010", "2023-05-01-02", "2023-05-01x"),
        *("2023-05T08:30", "2023 08:30", "2023-W18", "2023-121", "2023-05-", "2023-"),
        *("2023-02-30", "2023-13", "2023-00-00", "0219-05-01", "20019", "٢٠٢٣"),
    ],
)
def test_anything_else_is_no_date_and_is_not_guessed(written):
    assert day_of(written) is None
    with pytest.raises(
        InputError, match=": accepted are 2024, 2024-Q2, 2024-05, 2024-05-01, 20240501, 2024/5/1"
    ) as error:
        checked_facts(DocumentFacts(date=written), FINDER)
    assert repr(written) in str(error.value)


@pytest.mark.parametrize("written", ["03/04/2023", "3-4-2023", "03/04/2023 8:30"])
def test_a_date_whose_day_and_month_could_be_either_way_round_is_refused_with_the_reason(written):
    assert day_of(written) is None
    with pytest.raises(
        InputError, match=f"'{written}': day and month could be either way round; accepted are"
    ):
        checked_facts(DocumentFacts(date=written), FINDER)


@given(st.dates(date(1000, 1, 1), date(2999, 12, 31)))
def test_every_day_is_read_as_it_is_written(day):
    assert day_of(day.isoformat()) == day_of(f"{day:%Y%m%d}".zfill(8)) == day


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        (date(2023, 5, 1), date(2023, 5, 1)),
        (datetime(2023, 5, 1, 8, 30), date(2023, 5, 1)),
        (pandas.Timestamp("2023-05-01"), date(2023, 5, 1)),
        (numpy.datetime64("2023-05-01"), date(2023, 5, 1)),
        (2023, date(2023, 7, 15)),
        (numpy.int64(2023), date(2023, 7, 15)),
        (2023.0, date(2023, 7, 15)),
        (" 2023-05-01", date(2023, 5, 1)),
    ],
)
def test_a_date_is_read_as_the_cells_of_a_frame_hold_it(cell, day):
    assert day_of(given_date(cell)) == day


@pytest.mark.parametrize(
    "cell", [None, "", " ", float("nan"), pandas.NaT, pandas.NA, numpy.datetime64("NaT")]
)
def test_a_missing_date_is_none(cell):
    assert given_date(cell) is None


def test_the_reader_takes_a_date_that_cannot_be_read_for_none():
    statements = ["Bessent spoke of tariffs."]

    def persons(written):
        view = DocumentReader(FINDER).view(statements, facts=DocumentFacts(date=written))
        return [one.person.state for one in view.persons[0]]

    assert persons("2025-05-11") == persons("2025/05/11") == persons("11 May 2025") == ["US"]
    assert persons(None) == persons("11/05/2025") == persons("in May") == []


@pytest.mark.parametrize(
    ("told", "code"), [("KR", "KR"), ("South Korea", "KR"), ("japan", "JP"), ("other", "other"), ("UN", "UN")]
)
def test_a_speaker_is_the_code_or_name_of_a_source(told, code):
    assert known_speaker(told, FINDER) == code
    assert checked_facts(DocumentFacts("KCNA", "2024", told), FINDER) == DocumentFacts("KCNA", "2024", code)


def test_a_speaker_that_is_spelt_much_like_one_is_suggested():
    with pytest.raises(InputError, match=r"accepted are US, CN, .*; did you mean 'other'\?"):
        known_speaker("othr", FINDER)
