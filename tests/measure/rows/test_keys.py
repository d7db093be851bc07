import pytest

from detente.measure.rows.keys import PERIOD_KEYS, RowKeys, split_names
from detente.model.errors import InputError

ROW = {"document": "wire/2019-12-30-warning.txt", "target": "CN", "date": None, "desk": 7}


@pytest.mark.parametrize(
    ("row", "period", "expected"),
    [
        ({"date": "2021-07-30T10:00", "document": None}, "month", "2021-07"),
        ({"date": "2021-07-30", "document": None}, "quarter", "2021-Q3"),
        ({"date": "2021", "document": None}, "year", "2021"),
        ({"date": "2021", "document": None}, "month", ""),
        ({"date": None, "document": "wire/2019-12-03-warning.txt"}, "quarter", "2019-Q4"),
        ({"document": "-"}, "year", ""),
        ({"date": "2021-13-01", "document": "-"}, "month", ""),
    ],
)
def test_the_period_of_a_row_is_read_from_its_date_or_its_documents_name(row, period, expected):
    assert RowKeys([period]).read(row) == (expected,)


def test_keys_are_columns_and_every_period_of_the_date():
    keys = RowKeys(["target", "desk", "day", "week", "month", "quarter", "year", "date"])
    assert keys.read(ROW) == ("CN", "7", "2019-12-30", "2020-W01", "2019-12", "2019-Q4", "2019", "")
    keys.check("rows")


def test_a_column_comes_before_a_period_of_its_name():
    keys = RowKeys(["year", "month"])
    assert keys.read(ROW | {"year": 1950}) == ("1950", "2019-12")
    assert (keys.is_period("year"), keys.is_period("month")) == (False, True)


def test_periods_can_have_other_names():
    keys = RowKeys(["period"], periods={"period": "quarter", **PERIOD_KEYS})
    assert keys.read(ROW) == ("2019-Q4",)


def test_a_key_that_no_row_has_is_named_with_the_nearest():
    keys = RowKeys(["targt"])
    keys.read(ROW)
    with pytest.raises(InputError, match=r"rows\.csv: no column 'targt'; did you mean 'target'\?"):
        keys.check("rows.csv")


def test_a_list_of_names_is_checked():
    assert split_names(" target, month ,") == ("target", "month")
    assert split_names("") == ()
    with pytest.raises(InputError, match="'target' is named twice"):
        split_names("target,month,target")
    with pytest.raises(InputError, match="'ppl' is not known; did you mean 'ppi'"):
        split_names("ppl", accepted=("ppi", "dsl"))
