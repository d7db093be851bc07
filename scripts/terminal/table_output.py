"""Tables of figures on the terminal and in files."""

import textwrap
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import typer

if TYPE_CHECKING:
    from detente.measure.tables import Table

_WIDTH: Final = 96


def print_table(table: "Table", *, keys: int = 0) -> None:
    """Print a table and its notes; the first `keys` columns are blank where they repeat."""
    from detente.measure.text_table import to_text

    typer.echo(to_text(table, keys=keys), nl=False)
    for note in table.notes:
        typer.echo(textwrap.fill(note, _WIDTH))


def pick_columns(table: "Table", names: Iterable[str], *, values_only: Sequence[str] = ()) -> "Table":
    """Keep some columns of a table, in the order of `names`; of `values_only` without their intervals."""
    from detente.measure.intervals import Interval
    from detente.measure.tables import Table

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
