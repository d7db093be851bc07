"""Prediction rows read back from a file that a sink wrote."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from detente.batch.columns import COLUMNS, KNOWN_BY, Kind
from detente.batch.readers.formats import open_table
from detente.batch.records import RECORD_LIMIT, ReadOptions, Row
from detente.model.errors import InputError

_KNOWN_BY = frozenset(KNOWN_BY)
_TRUTH = {"true": True, "false": False}

# A row holds a record and its statement again, and JSON may take six characters for one.
_OPTIONS: Final = ReadOptions(record_limit=16 * RECORD_LIMIT, is_ours=True)


def _truth(cell: str) -> bool:
    if cell not in _TRUTH:
        raise ValueError(f"{cell!r} is neither true nor false")
    return _TRUTH[cell]


_PARSERS: dict[Kind, Callable[[str], object]] = {
    "text": str,
    "integer": int,
    "number": float,
    "boolean": _truth,
}
_FROM_CELL = {column.name: _PARSERS[column.kind] for column in COLUMNS}


def read_rows(path: Path) -> Iterator[Row]:
    """Read prediction rows from a table of any kind, equal to those written.

    CSV and TSV have no types and no null in the carried columns: those come back as text, and an empty cell
    as None. Rows of version 0.2 are read too; they lack the columns that are new. Raises InputError where the file
    cannot be read or does not hold prediction rows.
    """
    with open_table(path, _OPTIONS) as table:
        if table.names is not None:
            _check_columns(table.names, str(path))
        for row in table.rows:
            if (error := row.strict_error) is not None:
                where = f"row {row.number}" if row.line is None else f"line {row.line}"
                raise InputError(f"{path}, {where}: {error}")
            # One comparison of sets where all is well: this runs for each of a million lines.
            if table.names is None and not row.columns.keys() >= _KNOWN_BY:
                _check_columns(tuple(row.columns), f"{path}, line {row.line}")
            yield row.columns if table.typed else _parsed(row.columns, f"{path}, line {row.line}")


def _parsed(cells: dict[str, object], where: str) -> Row:
    try:
        return {
            name: None if not cell else _FROM_CELL.get(name, str)(str(cell)) for name, cell in cells.items()
        }
    except ValueError as error:
        raise InputError(f"{where}: {error}") from error


def _check_columns(names: tuple[str, ...], where: str) -> None:
    missing = [name for name in KNOWN_BY if name not in names]
    if missing:
        raise InputError(
            f"{where}: not prediction rows; first run `detente predict FILE -o rows.csv` "
            f"(missing columns: {', '.join(missing)})"
        )
