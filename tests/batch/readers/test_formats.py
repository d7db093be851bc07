"""The list of input formats, and the page that tells users of them."""

import re
from pathlib import Path

import pytest

from detente.batch.readers.formats import DOCUMENTS, TABLES
from detente.batch.readers.text_streams import COMPRESSIONS


@pytest.mark.parametrize("ending", [*DOCUMENTS, *TABLES])
def test_the_page_on_predicting_has_a_row_for_every_input_format(root: Path, ending: str):
    page = (root / "docs" / "predict.md").read_text(encoding="utf-8")
    first_cells = re.findall(r"^\| (`\.[^|]*) \|", page, flags=re.MULTILINE)
    assert f"`{ending}`" in ", ".join(first_cells).split(", ")


@pytest.mark.parametrize("ending", COMPRESSIONS)
def test_the_page_on_predicting_names_every_compression(root: Path, ending: str):
    assert f"`{ending}`" in (root / "docs" / "predict.md").read_text(encoding="utf-8")
