import pytest

from detente.model.errors import InputError, number_of, refuse_errors


def test_a_number_agrees_with_what_it_counts() -> None:
    assert [number_of(number, "statement") for number in (0, 1, 2)] == [
        "0 statements",
        "1 statement",
        "2 statements",
    ]
    assert number_of(1, "row has", "rows have") == "1 row has"
    assert number_of(2000, "row has", "rows have") == "2,000 rows have"


def test_of_many_errors_twenty_are_shown_and_the_rest_counted() -> None:
    with pytest.raises(InputError, match=r"^file\.csv: 1 error\n  bad$"):
        refuse_errors("file.csv", ["bad"])
    with pytest.raises(InputError) as refused:
        refuse_errors("file.csv", [f"row {number}" for number in range(1, 1023)])
    lines = str(refused.value).splitlines()
    assert (lines[0], lines[1], lines[-1]) == ("file.csv: 1,022 errors", "  row 1", "  and 1,002 more")
    assert len(lines) == 22
