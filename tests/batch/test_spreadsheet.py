import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.batch.columns import FIXED_COLUMNS, KNOWN_BY
from detente.batch.spreadsheet import escape_cell, unescape_cell, written_by_us

cells = st.text(alphabet="'=+-@\t\r\n1.a＝", max_size=8) | st.text(max_size=8)


@pytest.mark.parametrize("cell", ["=1+1", "+x", "-x", "@SUM(A1)", "\tx", "\rx", "\n=1", "-1+2", "＝1", "--1"])
def test_a_cell_that_would_run_gets_an_apostrophe(cell):
    assert escape_cell(cell) == "'" + cell


@pytest.mark.parametrize("cell", ["", "a=1", "-0.5", "+5", "-1e-05", ".5", "-", "'quoted' words", "'s"])
def test_other_cells_stay_as_they_are(cell):
    assert escape_cell(cell) == cell
    assert unescape_cell(cell) == cell


@given(cells)
def test_escaping_can_be_undone(cell):
    assert unescape_cell(escape_cell(cell)) == cell


@given(cells)
def test_no_escaped_cell_starts_like_a_formula(cell):
    escaped = escape_cell(cell)
    dangerous = escaped[:1] in tuple("=+-@\t\r\n＝＋－＠") and len(escaped) > 1
    assert not dangerous or escaped[1:2].isdecimal() or escaped[1:2] == "."


@given(cells, cells)
def test_no_two_cells_are_escaped_to_one(one, other):
    assert (escape_cell(one) == escape_cell(other)) == (one == other)


@pytest.mark.parametrize("columns", [FIXED_COLUMNS, KNOWN_BY])
def test_files_of_ours_are_known_by_their_header_those_of_0_2_too(columns):
    assert written_by_us([*columns, "text"])
    assert not written_by_us([*columns[1:], columns[0]])
    assert not written_by_us(["text", *columns])
