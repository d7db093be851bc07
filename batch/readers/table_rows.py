"""From the columns of one table row to its record, with whatever is wrong with it said in words."""

from detente.batch.column_names import carried_name
from detente.batch.readers.text_streams import is_valid
from detente.batch.records import ReadOptions, Record
from detente.model.labels import TARGETS

_TARGET_SEPARATOR = ";"


def record_of(columns: dict[str, object], options: ReadOptions, *, document: str, row: int) -> Record:
    """Make the record of one table row; it has an `error` where its text or its targets are no use.

    `columns` go by their names in the file and are carried along under the names of the output.
    """
    text = columns.get(options.text_column)
    error = _text_fault(columns, options.text_column)
    targets: tuple[str, ...] | None = None
    if error is None and options.target_column is not None:
        targets, error = _targets(columns.get(options.target_column))
    return Record(
        text=text if isinstance(text, str) and error is None else None,
        columns={carried_name(name): value for name, value in columns.items()},
        document=document,
        row=row,
        kind="statement",
        targets=targets,
        error=error,
    )


def _text_fault(columns: dict[str, object], name: str) -> str | None:
    if name not in columns:
        return f"no {name!r} in this row; it has {', '.join(map(repr, columns)) or 'no columns'}"
    text = columns[name]
    if text is None:
        return f"{name} is null"
    if not isinstance(text, str):
        return f"{name} is {_described(text)}, not a string"
    if not text.strip():
        return f"{name} is empty"
    if not is_valid(text):
        place, surrogate = next((i, c) for i, c in enumerate(text, start=1) if "\ud800" <= c <= "\udfff")
        return f"{name} is not valid Unicode: lone surrogate U+{ord(surrogate):04X} at character {place}"
    return None


def _described(value: object) -> str:
    match value:
        case bool():
            return "true or false"
        case int() | float():
            return "a number"
        case list() | tuple():
            return "a list"
        case dict():
            return "an object"
        case _:
            return f"of type {type(value).__name__}"


def _targets(value: object) -> tuple[tuple[str, ...] | None, str | None]:
    # A row that names no target has its targets found, as if the column were not there.
    if value is None:
        return None, None
    names = value.split(_TARGET_SEPARATOR) if isinstance(value, str) else value
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        return None, (
            f"target is {_described(value)}; give a code ({', '.join(TARGETS)}), a name, "
            f"or several with {_TARGET_SEPARATOR!r} between"
        )
    return tuple(dict.fromkeys(name.strip() for name in names if name.strip())) or None, None
