"""Tables written to files: CSV, TSV, JSON lines, parquet, Markdown and LaTeX, by the ending."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from detente.batch.sinks.sinks import FORMATS, open_sink
from detente.batch.whole_file import check_file, whole_file
from detente.measure.intervals import Interval
from detente.measure.tables import Cell, Table, to_latex, to_markdown
from detente.model.errors import InputError

_TEXTS: Final = {".md": to_markdown, ".tex": to_latex}
TABLE_ENDINGS: Final = (*(f".{form}" for form in FORMATS), *_TEXTS)


def check_table_file(path: Path) -> None:
    """Raise InputError where a table cannot be written to `path`: its ending or its folder is wrong."""
    if path.suffix.lower() not in TABLE_ENDINGS:
        raise InputError(f"{path}: a table is written as {', '.join(TABLE_ENDINGS)}")
    check_file(path)


def write_table(path: Path, table: Table) -> None:
    """Write a table in the format of the file's ending; the file appears whole or not at all.

    Markdown and LaTeX hold what is shown, with notes below. The other formats hold numbers in full: an interval is
    three columns, such as `net`, `net_low` and `net_high`, nothing is null or an empty cell, and blanks in names are
    underscores. Raises InputError as `check_table_file` does.
    """
    check_table_file(path)
    shown = _TEXTS.get(path.suffix.lower())
    if shown is not None:
        with whole_file(path) as out:
            out.write(shown(table).encode())
        return
    with open_sink(path) as sink:
        sink.write(flat_rows(table))


def flat_rows(table: Table) -> Iterator[Mapping[str, object]]:
    """Give the rows of a table as mappings without intervals; every row has every column."""
    wide = [
        any(isinstance(row[place], Interval) for row in table.rows) for place in range(len(table.columns))
    ]
    for row in table.rows:
        flat: dict[str, object] = {}
        for name, three, cell in zip(table.columns, wide, row, strict=True):
            flat |= _flat(name.replace(" ", "_"), cell) if three else {name.replace(" ", "_"): cell}
        yield flat


def _flat(name: str, cell: Cell) -> dict[str, object]:
    value, low, high = (cell.value, cell.low, cell.high) if isinstance(cell, Interval) else (None, None, None)
    return {name: value, f"{name}_low": low, f"{name}_high": high}
