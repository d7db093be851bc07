import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.batch.columns import FIXED_COLUMNS, carried_name
from detente.batch.readers.raw_rows import require_column, unique_names
from detente.model.errors import InputError

names = st.sampled_from([*FIXED_COLUMNS, "text", "input_text", "x", "x_2", ""]) | st.text(max_size=3)
prefixed = st.builds(lambda count, name: "input_" * count + name, st.integers(0, 3), names)


@given(st.lists(prefixed, unique=True))
def test_carried_names_meet_neither_ours_nor_each_other(columns):
    carried = [carried_name(name) for name in columns]
    assert len(set(carried)) == len(columns)
    assert not set(carried) & set(FIXED_COLUMNS)


@given(st.lists(names))
def test_every_column_of_a_file_gets_a_name_of_its_own(columns):
    unique = unique_names(columns)
    assert len(set(unique)) == len(columns)
    assert all(unique)
    for name in {name for name in columns if name}:
        assert unique[columns.index(name)] == name


def test_a_needed_column_that_stands_twice_is_refused_with_what_to_do():
    told = "in.csv: column 'text', needed for the text, occurs 2 times; rename all but one"
    with pytest.raises(InputError, match=f"^{told}$"):
        require_column("text", ["text", "date", "text"], document="in.csv", wanted_for="text")
