"""Prediction rows read back from a file that a sink wrote."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from detente.batch.columns import COLUMNS, KNOWN_BY, Kind
from detente.batch.readers.formats import open_table
from detente.batch.readers.raw_rows import RawRow
from detente.batch.records import RECORD_LIMIT, ReaderOptions, Row
from detente.model.errors import InputError

_KNOWN_BY = frozenset(KNOWN_BY)
_TRUTH = {"true": True, "false": False}

# A row holds a record and its statement again, and JSON may take six characters for one.
_OPTIONS: Final = ReaderOptions(record_limit=16 * RECORD_LIMIT, is_ours=True)


def _truth(cell: str) -> bool:
    # A spreadsheet writes TRUE where it read true.
    return _TRUTH[cell.lower()]


def _number(cell: str) -> float:
    # A spreadsheet of many countries writes 0,56 where it read 0.56; détente writes no other comma in a number.
    return float(cell.replace(",", "."))


_PARSERS: dict[Kind, tuple[Callable[[str], object], str]] = {
    "integer": (int, "a whole number"),
    "number": (_number, "a number such as 0.56"),
    "boolean": (_truth, "true or false"),
}
_FROM_CELL = {column.name: _PARSERS[column.kind] for column in COLUMNS if column.kind != "text"}


def read_rows(path: str | Path) -> Iterator[Row]:
    """Read prediction rows from a table of any kind, equal to those written.

    CSV and TSV have no types and no null in the carried columns: those come back as text, and an empty cell
    as None. Rows of version 0.2 are read too; they lack the columns that are new. Raises InputError where the file
    cannot be read or does not hold prediction rows.
    """
    with open_table(Path(path), _OPTIONS) as table:
        if table.names is not None:
            _check_columns(table.names, str(path))
        names_its_own, has_cells = table.names is None, not table.typed
        for row in table.rows:
            columns = row.columns
            if row.error is not None or row.missing:
                raise InputError(f"{path}, {_line(row)}: {row.strict_error}")
            # One comparison of sets where all is well: this runs for each of a million lines.
            if names_its_own and not columns.keys() >= _KNOWN_BY:
                _check_columns(tuple(columns), f"{path}, {_line(row)}")
            if has_cells:
                try:
                    _parse(columns)
                except ValueError as error:
                    raise InputError(f"{path}, {_line(row)}: {error}") from error
            yield columns


def _line(row: RawRow) -> str:
    return f"row {row.number}" if row.line is None else f"line {row.line}"


def _parse(row: Row) -> None:
    """Turn the cells of a row, all of them text, into values of their columns' kinds."""
    for name, cell in row.items():
        if not cell:
            row[name] = None
        elif (parser := _FROM_CELL.get(name)) is not None:
            parse, accepted = parser
            try:
                row[name] = parse(str(cell))
            except (KeyError, ValueError) as error:
                raise ValueError(f"{name} {cell!r} is not {accepted}") from error


def _check_columns(names: tuple[str, ...], where: str) -> None:
    missing = [name for name in KNOWN_BY if name not in names]
    if missing:
        raise InputError(
            f"{where}: not prediction rows; first run `detente predict FILE -o rows.csv` "
            f"(missing columns: {', '.join(missing)})"
        )
