"""Tables written to files: CSV, TSV, JSON lines, parquet, Markdown and LaTeX, by the ending."""

import csv
import io
import math
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO, Final

from detente.batch.plain_values import json_bytes, storable
from detente.batch.sinks.parquet_types import require_pyarrow
from detente.batch.spreadsheet import escape_cell
from detente.batch.whole_file import check_file, whole_file
from detente.measure.intervals import Interval
from detente.measure.tables import Cell, Table, to_latex, to_markdown
from detente.model.errors import InputError

_TEXTS: Final = {".md": to_markdown, ".tex": to_latex}
TABLE_ENDINGS: Final = (".csv", ".tsv", ".jsonl", ".parquet", *_TEXTS)


def check_table_file(path: Path) -> None:
    """Raise InputError where a table cannot be written to `path`: by its ending, its folder, or for want of pyarrow."""
    if path.suffix.lower() not in TABLE_ENDINGS:
        raise InputError(f"{path}: a table is written as {', '.join(TABLE_ENDINGS)}")
    check_file(path)
    if path.suffix.lower() == ".parquet":
        require_pyarrow()


def write_table(path: Path, table: Table) -> None:
    """Write a table in the format of the file's ending; the file appears whole or not at all.

    Markdown and LaTeX hold what is shown, with notes below. The other formats hold numbers in full: an interval is
    three columns, such as `net`, `net_low` and `net_high`, nothing is null or an empty cell, and blanks in names are
    underscores. Raises InputError as `check_table_file` does.
    """
    check_table_file(path)
    ending = path.suffix.lower()
    with whole_file(path) as out:
        match ending:
            case ".csv" | ".tsv":
                _write_csv(out, table, delimiter="," if ending == ".csv" else "\t")
            case ".jsonl":
                for row in flat_rows(table):
                    out.write(json_bytes(row) + b"\n")
            case ".parquet":
                _write_parquet(out, table)
            case _:
                out.write(_TEXTS[ending](table).encode("utf-8", "backslashreplace"))


def _write_csv(out: BinaryIO, table: Table, *, delimiter: str) -> None:
    text = io.TextIOWrapper(out, "utf-8", newline="")
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\n")
    rows = list(flat_rows(table))
    # An empty table has its header nonetheless.
    writer.writerow(rows[0] if rows else [name.replace(" ", "_") for name in table.columns])
    for row in rows:
        writer.writerow(escape_cell(cell) if isinstance(cell, str) else cell for cell in row.values())
    text.flush()
    text.detach()


def _write_parquet(out: BinaryIO, table: Table) -> None:
    import pyarrow
    import pyarrow.parquet

    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(list(flat_rows(table))), out)


def flat_rows(table: Table) -> Iterator[Mapping[str, object]]:
    """Give the rows of a table as mappings without intervals; every row has every column."""
    wide = [
        any(isinstance(row[index], Interval) for row in table.rows) for index in range(len(table.columns))
    ]
    for row in table.rows:
        flat: dict[str, object] = {}
        for name, three, cell in zip(table.columns, wide, row, strict=True):
            column = name.replace(" ", "_")
            flat |= _flat(column, cell) if three else {column: _plain(cell)}
        yield flat


def _flat(name: str, cell: Cell) -> dict[str, object]:
    three = (cell.value, cell.low, cell.high) if isinstance(cell, Interval) else (None, None, None)
    return dict(zip((name, f"{name}_low", f"{name}_high"), three, strict=True))


def _plain(cell: Cell) -> object:
    if isinstance(cell, float) and math.isnan(cell):
        return None
    return storable(cell) if isinstance(cell, str) else cell
