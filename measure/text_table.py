"""A table as aligned text for a terminal."""

import unicodedata
from collections.abc import Sequence
from typing import Final

from detente.measure.intervals import Interval
from detente.measure.tables import NOTHING, Cell, Table, number_text

_GAP: Final = "  "
_DECIMALS: Final = 2
# A cell of more columns is cut for the eye; files hold it whole.
_WIDEST: Final = 40


def to_text(table: Table, *, keys: int = 0) -> str:
    """Align a table for a terminal; intervals as "0.31 (0.26, 0.37)".

    The first `keys` columns are left blank where they repeat those of the row above. Notes are left out. A cell of
    more than 40 columns is cut.
    """
    shown = [[_shown(cell) for cell in row] for row in table.rows]
    numeric = [
        not any(isinstance(row[index], str) for row in table.rows) for index in range(len(table.columns))
    ]
    rows = [list(table.columns)]
    for number, cells in enumerate(shown):
        repeated = number > 0 and cells[:keys] == shown[number - 1][:keys]
        rows.append([*([""] * keys), *cells[keys:]] if repeated else cells)
    widths = [max(_width(row[index]) for row in rows) for index in range(len(table.columns))]
    return "".join(f"{_line(row, widths, numeric)}\n" for row in rows)


def _line(cells: Sequence[str], widths: Sequence[int], numeric: Sequence[bool]) -> str:
    padded = []
    for cell, width, right in zip(cells, widths, numeric, strict=True):
        blanks = " " * (width - _width(cell))
        padded.append(blanks + cell if right else cell + blanks)
    return _GAP.join(padded).rstrip()


def _shown(cell: Cell) -> str:
    if cell is None or cell == "":
        return NOTHING
    if isinstance(cell, Interval):
        value, low, high = (number_text(one, _DECIMALS) for one in (cell.value, cell.low, cell.high))
        return f"{value} ({low}, {high})"
    if isinstance(cell, float):
        return number_text(cell, _DECIMALS)
    if isinstance(cell, int):
        return f"{cell:,}"
    # Control characters of a hostile text must not reach the terminal.
    text = "".join(character if character.isprintable() else " " for character in cell)
    while _width(text) > _WIDEST:
        text = text[: min(len(text) - 2, _WIDEST)] + "…"
    return text


def _width(text: str) -> int:
    return sum(
        0 if unicodedata.combining(character) else 2 if unicodedata.east_asian_width(character) in "WF" else 1
        for character in text
    )
