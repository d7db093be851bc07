"""Cells that a spreadsheet would run as a formula, made harmless in a way that can be undone.

A cell that starts with one of = + - @, a tab or a line break is run when the file is opened, quoted or not
(OWASP, "CSV Injection", which names the full-width forms too). A leading apostrophe stops that. To be
undone without doubt, a cell that starts with apostrophes before such a beginning gets one more as well;
plain numbers such as -0.5 are left alone, and so is every other cell.
"""

import re
from collections.abc import Sequence

from detente.batch.columns import FIXED_COLUMNS, KNOWN_BY

_FORMULA = re.compile(r"'*(?![+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\Z)[=+\-@\t\r\n＝＋－＠].", re.DOTALL)


def escape_cell(cell: str) -> str:
    """Put an apostrophe before a cell that would run as a formula."""
    return "'" + cell if _FORMULA.match(cell) else cell


def unescape_cell(cell: str) -> str:
    """Undo `escape_cell`."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def written_by_us(header: Sequence[str]) -> bool:
    """Tell whether a CSV file with this header holds escaped cells.

    Our files start with the fixed columns of a prediction row, all of them and in order, those of 0.2 with its
    own; no other file is ever unescaped.
    """
    return any(tuple(header[: len(columns)]) == columns for columns in (FIXED_COLUMNS, KNOWN_BY))
