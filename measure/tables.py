"""A table of text, numbers and intervals, written as Markdown, LaTeX or CSV."""

import csv
import io
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from detente.batch.plain_values import storable
from detente.batch.spreadsheet import escape_cell
from detente.measure.intervals import Interval


class PValue(float):
    """A p value: never told as 0, which none is."""


Cell = str | int | float | Interval | None

_DECIMALS: Final = 3
# What stands for nothing where a blank cell could be a slip.
NOTHING: Final = "–"
_LATEX: Final = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "&": r"\&",
        "%": r"\%",
        "$": r"\$",
        "#": r"\#",
        "_": r"\_",
        "{": r"\{",
        "}": r"\}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        "<": r"\textless{}",
    }
)


@dataclass(frozen=True, slots=True)
class Table:
    """Named columns, rows with a cell for each, and notes that stand below."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()

    def noted(self, *notes: str) -> "Table":
        """Return the table with further notes below."""
        return Table(self.columns, self.rows, (*self.notes, *notes))


def stack_tables(tables: Mapping[str, Table], *, name: str) -> Table:
    """Put tables of the same columns one below the other; a first column `name` says which a row is of."""
    first = next(iter(tables.values()))
    return Table(
        (name, *first.columns),
        tuple((key, *row) for key, table in tables.items() for row in table.rows),
        tuple(dict.fromkeys(note for table in tables.values() for note in table.notes)),
    )


def to_markdown(table: Table) -> str:
    """Write a table for a page or an issue; intervals as "0.310 (0.255 to 0.365)"."""
    kinds = _numeric(table)
    lines = [
        _line([_markdown(name) for name in table.columns]),
        _line(["---:" if number else "---" for number in kinds]),
        *(_line([_markdown(cell_text(cell)) for cell in row]) for row in table.rows),
    ]
    return "\n".join([*lines, *(f"\n{note}" for note in table.notes)]) + "\n"


def to_latex(table: Table) -> str:
    """Write a table for a paper, with the rules of the package booktabs."""
    form = "".join("r" if number else "l" for number in _numeric(table))
    lines = [
        rf"\begin{{tabular}}{{{form}}}",
        r"\toprule",
        _latex_row(table.columns),
        r"\midrule",
        *(_latex_row([cell_text(cell) for cell in row]) for row in table.rows),
        r"\bottomrule",
        r"\end{tabular}",
        *(rf"\par {note.translate(_LATEX)}" for note in table.notes),
    ]
    return "\n".join(lines) + "\n"


def to_csv(table: Table, *, delimiter: str = ",") -> str:
    """Write a table for other programs: a header and the rows of `flat_rows`, nothing as an empty cell.

    Text that a spreadsheet would run as a formula gets an apostrophe in front. Notes are left out.
    """
    out = io.StringIO()
    # RFC 4180 ends a row with both, and only then is a lone carriage return in a cell quoted.
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    rows = list(flat_rows(table))
    # An empty table has its header nonetheless.
    writer.writerow(rows[0] if rows else _column_names(table.columns))
    for row in rows:
        writer.writerow(escape_cell(cell) if isinstance(cell, str) else cell for cell in row.values())
    return out.getvalue()


def flat_rows(table: Table) -> Iterator[Mapping[str, object]]:
    """Give the rows of a table as mappings for other programs, with numbers in full; every row has every column.

    An interval is three columns, such as `net`, `net_low` and `net_high`, NaN is None, and blanks in names are
    underscores. A name that an earlier column has too gets an underscore more.
    """
    wide = [
        any(isinstance(row[index], Interval) for row in table.rows) for index in range(len(table.columns))
    ]
    names = _column_names(table.columns)
    for row in table.rows:
        flat: dict[str, object] = {}
        for name, three, cell in zip(names, wide, row, strict=True):
            flat |= _flat(name, cell) if three else {name: _plain(cell)}
        yield flat


def _column_names(columns: Sequence[str]) -> list[str]:
    names: list[str] = []
    for column in columns:
        name = column.replace(" ", "_")
        while name in names:
            name += "_"
        names.append(name)
    return names


def _flat(name: str, cell: Cell) -> dict[str, object]:
    three = (cell.value, cell.low, cell.high) if isinstance(cell, Interval) else (None, None, None)
    return dict(zip((name, f"{name}_low", f"{name}_high"), map(_plain, three), strict=True))


def _plain(cell: Cell) -> object:
    if isinstance(cell, float) and math.isnan(cell):
        return None
    return storable(cell) if isinstance(cell, str) else cell


def cell_text(cell: Cell, *, decimals: int = _DECIMALS, between: str = " to ") -> str:
    """Return what a cell shows, with so many decimals; `between` stands between the ends of an interval."""
    if cell is None:
        return NOTHING
    if isinstance(cell, Interval):
        value, low, high = (_number_text(one, decimals) for one in (cell.value, cell.low, cell.high))
        return f"{value} ({low}{between}{high})"
    if isinstance(cell, PValue):
        return _p_text(cell)
    if isinstance(cell, float):
        return _number_text(cell, decimals)
    return f"{cell:,}" if isinstance(cell, int) else cell


def _number_text(value: float, decimals: int) -> str:
    """Write a number with so many decimals; NaN as the sign for nothing."""
    if math.isnan(value):
        return NOTHING
    shown = f"{value:.{decimals}f}"
    # No figure is told as minus nothing.
    return shown.removeprefix("-") if float(shown) == 0 else shown


def _p_text(value: PValue) -> str:
    """Write a p value with three decimals, a smaller one as "<0.001"; NaN as the sign for nothing."""
    smallest = 10**-_DECIMALS
    return f"<{smallest}" if value < smallest else _number_text(value, _DECIMALS)


def _numeric(table: Table) -> list[bool]:
    return [
        any(row[column] is not None for row in table.rows)
        and not any(isinstance(row[column], str) for row in table.rows)
        for column in range(len(table.columns))
    ]


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _markdown(text: str) -> str:
    return " ".join(text.split()).replace("\\", "\\\\").replace("|", r"\|")


def _latex_row(cells: Sequence[str]) -> str:
    return " & ".join(" ".join(cell.split()).translate(_LATEX) for cell in cells) + r" \\"
