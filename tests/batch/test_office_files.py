"""Texts in the cells of Excel: what XML cannot hold is escaped, and comes back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.batch.office_files import cell_plain_text, cell_xml_text


@pytest.mark.parametrize(
    "text", ["_x0041_", "_x0000\x1f", "_x0041_x0042_", "\x00_x0001\x02_", "a_b", "_x12_"]
)
def test_a_text_that_looks_like_an_escape_comes_back(text):
    assert cell_plain_text(cell_xml_text(text)) == text


@given(st.text(alphabet="_x0041\x00\x1fé ", max_size=24))
def test_any_text_comes_back_without_controls_between(text):
    written = cell_xml_text(text)
    assert not set(written) & {"\x00", "\x1f"}
    assert cell_plain_text(written) == text
