"""Tables of figures on the terminal, and the names of further tables beside a file."""

import textwrap
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

import typer
from rich.cells import cell_len, set_cell_size

from detente.measure.intervals import Interval
from detente.measure.tables import NOTHING, Cell, Table, cell_text
from detente.scripts.terminal.table import printable

_NOTE_WIDTH: Final = 96
_GAP: Final = "  "
_DECIMALS: Final = 2
# A cell of more columns is cut for the eye; files hold it whole.
_WIDEST: Final = 40


def print_table(table: Table, *, keys: int = 0) -> None:
    """Print a table and its notes; the first `keys` columns are blank where they repeat."""
    typer.echo(to_text(table, keys=keys), nl=False)
    for note in table.notes:
        typer.echo(textwrap.fill(note, _NOTE_WIDTH))


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
    widths = [max(cell_len(row[index]) for row in rows) for index in range(len(table.columns))]
    return "".join(f"{_line(row, widths, numeric)}\n" for row in rows)


def pick_columns(table: Table, names: Iterable[str], *, values_only: Sequence[str] = ()) -> Table:
    """Keep some columns of a table, in the order of `names`; of `values_only` without their intervals."""
    picked = tuple(names)
    indices = [table.columns.index(name) for name in picked]
    rows = tuple(
        tuple(
            cell.value if isinstance(cell, Interval) and name in values_only else cell
            for name, cell in zip(picked, (row[index] for index in indices), strict=True)
        )
        for row in table.rows
    )
    return Table(picked, rows, table.notes)


def beside(output: Path, what: str) -> Path:
    """Return the name of a further table beside `output`, such as table-differences.csv."""
    return output.with_name(f"{output.stem}-{what}{output.suffix}")


def _line(cells: Sequence[str], widths: Sequence[int], numeric: Sequence[bool]) -> str:
    padded = []
    for cell, width, right in zip(cells, widths, numeric, strict=True):
        blanks = " " * (width - cell_len(cell))
        padded.append(blanks + cell if right else cell + blanks)
    return _GAP.join(padded).rstrip()


def _shown(cell: Cell) -> str:
    if cell is None or cell == "":
        return NOTHING
    if not isinstance(cell, str):
        return cell_text(cell, decimals=_DECIMALS, between=", ")
    text = printable(cell)
    return text if cell_len(text) <= _WIDEST else f"{set_cell_size(text, _WIDEST - 1).rstrip()}…"
