"""Arrow types of the columns of prediction rows, found group by group and brought together at the end."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from detente.batch.columns import COLUMNS
from detente.batch.plain_values import cell_text, json_text, storable
from detente.model.errors import require_modules

if TYPE_CHECKING:
    import pyarrow

# Doubles hold every whole number up to here.
_EXACT = 2**53


def require_pyarrow() -> None:
    """Raise InputError where pyarrow is not installed."""
    require_modules(["pyarrow"], "parquet", need="parquet needs")


def fixed_types() -> "dict[str, pyarrow.DataType]":
    """Return the types of the fixed columns, in their order."""
    import pyarrow

    types = {
        "text": pyarrow.string(),
        "integer": pyarrow.int64(),
        "number": pyarrow.float64(),
        "boolean": pyarrow.bool_(),
    }
    return {column.name: types[column.kind] for column in COLUMNS}


def column_of(
    name: str, rows: Sequence[Mapping[str, object]], kind: "pyarrow.DataType | None"
) -> "pyarrow.Array":
    """Gather one column of a group of rows; `kind` is its type, None to find it in the values.

    Lists and objects become JSON text; values of kinds that do not go together become text.
    """
    import pyarrow

    values = [_storable(row.get(name)) for row in rows]
    if kind is not None:
        return pyarrow.array(values, kind)
    kinds = {type(value) for value in values if value is not None}
    # Arrow would take a time without a zone for one in UTC.
    zoned = {value.tzinfo is not None for value in values if isinstance(value, datetime)}
    if len(zoned) > 1 or (len(kinds) > 1 and kinds != {int, float}):
        return _as_text(values)
    try:
        return pyarrow.array(values)
    except (pyarrow.ArrowException, OverflowError):
        return _as_text(values)


def is_exact(column: "pyarrow.Array") -> bool:
    """Tell whether the column can become doubles without loss."""
    import pyarrow.compute

    if not pyarrow.types.is_integer(column.type):
        return True
    span = pyarrow.compute.min_max(column).as_py()
    return span["min"] is None or max(abs(span["min"]), abs(span["max"])) <= _EXACT


def merged_type(one: "pyarrow.DataType", other: "pyarrow.DataType", *, exact: bool) -> "pyarrow.DataType":
    """Return the type that holds both: text unless they are equal, or numbers that are `exact` as doubles."""
    import pyarrow

    if one == other or pyarrow.types.is_null(other):
        return one
    if pyarrow.types.is_null(one):
        return other
    if exact and {one, other} == {pyarrow.int64(), pyarrow.float64()}:
        return pyarrow.float64()
    return pyarrow.string()


def converted(
    column: "pyarrow.ChunkedArray", kind: "pyarrow.DataType"
) -> "pyarrow.ChunkedArray | pyarrow.Array":
    """Bring a column to the type that `merged_type` found for it."""
    import pyarrow

    if pyarrow.types.is_string(kind) and not pyarrow.types.is_null(column.type):
        return column if column.type == kind else _as_text(column.to_pylist())
    return column.cast(kind)


def _storable(value: object) -> object:
    if isinstance(value, list | tuple | dict):
        return storable(json_text(value))
    return storable(value) if isinstance(value, str) else value


def _as_text(values: Sequence[object]) -> "pyarrow.Array":
    import pyarrow

    texts = [None if value is None else storable(cell_text(value)) for value in values]
    return pyarrow.array(texts, pyarrow.string())
