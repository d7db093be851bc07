"""From the rows of a table to records, with whatever is wrong with a row said in words."""

from collections.abc import Iterator
from itertools import chain

from detente.batch.columns import carried_name
from detente.batch.readers.raw_rows import RawRow, RawTable, column_with_word, require_column
from detente.batch.records import ReaderOptions, Record, broken_row, inferred_columns
from detente.model.errors import InputError, number_of
from detente.model.labels import TARGETS
from detente.model.text.text_error import text_error

_TARGET_SEPARATOR = ";"

# Rows without a header that are looked at for a column before it counts as missing from the whole file.
_PATIENCE = 100
# What is read of a document under these names, if such columns are there.
_FACTS = ("publisher", "date", "speaker")
# Characters from which on a text is hardly one statement.
_LONG = 1000


def table_records(table: RawTable, document: str, options: ReaderOptions) -> Iterator[Record]:
    """Make one record a row, in order.

    Raises InputError where the header, or each of the first rows of a file without one, lacks the text column (or
    another one that is named), and where columns of documents are named for rows that are statements alone. Where rows
    are statements, `options.notify` is told at the end how many are as long as an article.
    """
    rows = table.rows
    if table.names is None:
        held, error = _first_rows(rows, _wanted(options))
        names = list(dict.fromkeys(name for row in held for name in row.columns))
        # Where the file breaks off within its first rows, those stand, and then the error.
        if error is not None:
            rows = chain(held, _raised(error))
        else:
            _require_unless_within(held, document, options)
            _require(names, document, options)
            rows = chain(held, rows)
    else:
        _require(table.names, document, options)
    number = long = 0
    for row in rows:
        record = _record(row, options, document)
        number += 1
        long += record.kind == "statement" and len(record.text or "") > _LONG
        yield record
    if long and options.notify is not None:
        options.notify(
            f"{document}: {long:,} of {number_of(number, 'row')} {'has' if long == 1 else 'have'} more than {_LONG:,} "
            "characters, each read as one statement; --split splits the text of each row into statements"
        )


def _wanted(options: ReaderOptions) -> dict[str, str]:
    wanted = {name: usual for usual, name in options.document_columns.named().items()}
    if options.target_column is not None:
        wanted[options.target_column] = "target"
    return {**wanted, options.text_column: "text"}


def _require(names: tuple[str, ...] | list[str], document: str, options: ReaderOptions) -> None:
    if names:
        for name, wanted_for in _wanted(options).items():
            option = f"--{wanted_for}-column"
            require_column(name, names, document=document, wanted_for=wanted_for, option=option)
        _refuse_without_effect(names, document, options)
        _tell_unused(names, document, options)


def _refuse_without_effect(names: tuple[str, ...] | list[str], document: str, options: ReaderOptions) -> None:
    """Raise InputError where a column of documents is named, and each row is a statement by itself."""
    columns = options.document_columns
    given = [f"--{usual}-column" for usual in columns.named()]
    if given and not options.split and not {columns.document, columns.position} <= set(names):
        raise InputError(
            f"{document}: {' and '.join(given)}: each row is a statement by itself, of which nothing else is read; "
            "give --split if it is a document, or name the columns of the document and of the position in it with "
            "--document-column and --position-column"
        )


def _tell_unused(names: tuple[str, ...] | list[str], document: str, options: ReaderOptions) -> None:
    """Tell of columns that seem to hold what is read of a document under the usual name, which no column has."""
    if not options.split or options.notify is None:
        return
    missing = [usual for usual in _FACTS if getattr(options.document_columns, usual) not in names]
    unused = {usual: name for usual in missing if (name := column_with_word(usual, names)) is not None}
    if unused:
        told = ", ".join(f"{name!r} (--{usual}-column names it)" for usual, name in unused.items())
        options.notify(f"{document}: these columns are not used to read documents: {told}")


def _require_unless_within(rows: list[RawRow], document: str, options: ReaderOptions) -> None:
    """Raise InputError where no row has the text column, but an object in a column does."""
    name = options.text_column
    if any(name in row.columns for row in rows):
        return
    for row in rows:
        for outer, value in row.columns.items():
            if isinstance(value, dict) and (name in value or name.removeprefix(f"{outer}.") in value):
                raise InputError(
                    f"{document}: no column {name!r} for the text, but {outer!r} is an object that has it; make its "
                    f"keys columns first, for example with jq -c '. + .{outer}'"
                )


def _first_rows(rows: Iterator[RawRow], wanted: dict[str, str]) -> tuple[list[RawRow], Exception | None]:
    held: list[RawRow] = []
    seen: set[str] = set()
    try:
        while len(held) < _PATIENCE and not wanted.keys() <= seen and (row := next(rows, None)) is not None:
            held.append(row)
            seen |= row.columns.keys()
    except Exception as error:  # noqa: BLE001 - raised again behind the rows
        return held, error
    return held, None


def _raised(error: Exception) -> Iterator[RawRow]:
    yield from ()
    raise error


def _record(row: RawRow, options: ReaderOptions, document: str) -> Record:
    if (broken := row.located_error) is not None:
        return broken_row(document, row.number, broken, raw=row.raw)
    text = row.columns.get(options.text_column)
    error = _text_error(row.columns, options.text_column)
    targets: tuple[str, ...] | None = None
    if error is None and options.target_column is not None:
        targets, error = _targets(row.columns.get(options.target_column))
    split = options.split and error is None
    # A whole article is not carried along with each of its statements.
    carried = {
        name: value for name, value in row.columns.items() if not (split and name == options.text_column)
    }
    columns = {carried_name(name): value for name, value in carried.items()}
    return Record(
        text=text if isinstance(text, str) and error is None else None,
        columns=columns if row.encoding is None else inferred_columns(columns, text, row.encoding),
        document=f"{document}, row {row.number}" if split else document,
        row=row.number,
        kind="document" if split else "statement",
        targets=targets,
        error=error,
    )


def _text_error(columns: dict[str, object], name: str) -> str | None:
    if name not in columns:
        return f"no {name!r} in this row; it has {', '.join(map(repr, columns)) or 'no columns'}"
    return text_error(columns[name], name)


def _targets(value: object) -> tuple[tuple[str, ...] | None, str | None]:
    # A row that names no target has its targets found, as if the column were not there.
    if value is None:
        return None, None
    names = value.split(_TARGET_SEPARATOR) if isinstance(value, str) else value
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        return None, (
            f"target is of type {type(value).__name__}, not text; give a code ({', '.join(TARGETS)}), a name, "
            f"or several separated by {_TARGET_SEPARATOR!r}"
        )
    return tuple(dict.fromkeys(name.strip() for name in names if name.strip())) or None, None
