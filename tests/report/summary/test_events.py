import pytest

from detente.model.errors import InputError
from detente.report.summary.events import read_events


def events_of(tmp_path, text):
    path = tmp_path / "events.csv"
    path.write_text(text, encoding="utf-8")
    return read_events(path)


def test_events_are_read_in_time_from_dates_of_any_exactness(tmp_path):
    found = events_of(tmp_path, "date,label,more\n2002,Second,x\n2001-03-04,First,y\n12 March 2002,Third,\n")
    assert found == [
        {"date": "2001-03-04", "label": "First"},
        {"date": "2002-01-01", "label": "Second"},
        {"date": "2002-03-12", "label": "Third"},
    ]


def test_a_byte_that_is_not_utf_8_is_told_without_an_option_that_a_report_has_not(tmp_path):
    (tmp_path / "events.csv").write_bytes("date,label\n2001,Café\n".encode("cp1252"))
    with pytest.raises(
        InputError, match=r"row 1: byte 0xE9 at character 9 is not valid utf-8; save .* UTF-8$"
    ):
        read_events(tmp_path / "events.csv")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("date,name\n2001,First\n", r"events\.csv, row 1: no column 'label'; its columns are date, name"),
        ("date,label\n2001,First\nsoon,Second\n", r"events\.csv, row 2: 'soon' is no date that can be read"),
        ("date,label\n2001,\n", r"events\.csv, row 1: no label"),
        ("date,label\n", r"no events; give a table with the columns date and label"),
        ("date,label\n" + "2001,x\n" * 101, r"more than 100 events"),
    ],
)
def test_what_is_wrong_with_events_is_told(tmp_path, text, message):
    with pytest.raises(InputError, match=message):
        events_of(tmp_path, text)
