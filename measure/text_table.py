"""A table as aligned text for a terminal."""

import unicodedata
from collections.abc import Sequence
from typing import Final

from detente.measure.intervals import Interval
from detente.measure.tables import Cell, Table

_GAP: Final = "  "
_NOTHING: Final = "–"
# A cell of more columns is cut for the eye; files hold it whole.
_WIDEST: Final = 40


def to_text(table: Table, *, decimals: int = 2, keys: int = 0) -> str:
    """Align a table for a terminal; intervals as "0.31 (0.26, 0.37)".

    The first `keys` columns are left blank where they repeat those of the row above. Notes are left out. A cell of
    more than 40 columns is cut.
    """
    shown = [[_shown(cell, decimals) for cell in row] for row in table.rows]
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


def _shown(cell: Cell, decimals: int) -> str:
    if cell is None or cell == "":
        return _NOTHING
    if isinstance(cell, Interval):
        return (
            f"{_number(cell.value, decimals)} ({_number(cell.low, decimals)}, {_number(cell.high, decimals)})"
        )
    if isinstance(cell, float):
        return _number(cell, decimals)
    if isinstance(cell, int):
        return f"{cell:,}"
    # Control characters of a hostile text must not reach the terminal.
    text = "".join(character if character.isprintable() else " " for character in cell)
    while _width(text) > _WIDEST:
        text = text[: min(len(text) - 2, _WIDEST)] + "…"
    return text


def _number(value: float, decimals: int) -> str:
    if value != value:  # NaN
        return _NOTHING
    text = f"{value:.{decimals}f}"
    # No figure is told as minus nothing.
    return text.removeprefix("-") if float(text) == 0 else text


def _width(text: str) -> int:
    return sum(
        0 if unicodedata.combining(character) else 2 if unicodedata.east_asian_width(character) in "WF" else 1
        for character in text
    )
