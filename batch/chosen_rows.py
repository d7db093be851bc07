"""Single rows of a file, chosen by number: prediction rows, rows of another table, or statements of a document."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from detente.batch.columns import FIXED_COLUMNS, row_text
from detente.batch.readers.formats import TABLES, ending_of, open_table
from detente.batch.readers.stored_rows import read_rows
from detente.batch.records import ReaderOptions, Record
from detente.batch.run_settings import RunSettings
from detente.batch.statements.record_statements import RecordStatement, statements_of
from detente.model.errors import InputError, missing_file


@dataclass(frozen=True, slots=True)
class ChosenRow:
    """A row by its number, from 1.

    `targets` are those that it names, None where they are to be found. `checkpoint` is what predicted it, if
    anything did. `statement` is None where `error` says what is wrong. `position` is the number of the statement in
    the row's own document, where rows were split. `stance` and `source` are those of a prediction row.
    """

    number: int
    statement: str | None
    targets: tuple[str, ...] | None = None
    checkpoint: str | None = None
    error: str | None = None
    position: int | None = None
    stance: str | None = None
    source: str | None = None


def holds_predictions(path: Path) -> bool:
    """Return whether a file is a table with all columns of prediction rows; False where it cannot be read."""
    if ending_of(path) not in TABLES or not path.is_file():
        return False
    try:
        with open_table(path, ReaderOptions()) as table:
            names = table.names
            if names is None:
                first = next(table.rows, None)
                names = () if first is None else tuple(first.columns)
    except InputError:
        return False
    return set(names) >= set(FIXED_COLUMNS)


def chosen_rows(
    path: Path, numbers: Collection[int], *, settings: RunSettings | None = None
) -> list[ChosenRow]:
    """Return the rows of a file with these numbers, in the file's order; the rest is read and passed over.

    `settings` say how the file is read. The numbers are those of the column `position` in the rows of `detente
    predict`: of a document those of its statements. Of a row that is split, all statements are returned. Raises
    InputError where the file cannot be read or has no row of one of the numbers, and where columns are named or rows
    split of prediction rows, which need neither.
    """
    if path.is_dir():
        raise InputError(f"{path}: is a folder; give one file")
    if not path.is_file():
        raise InputError(missing_file(path))
    settings = settings or RunSettings()
    if holds_predictions(path):
        named = settings.target_column is not None or settings.text_column != RunSettings().text_column
        if settings.split or named:
            raise InputError(
                f"{path}: holds prediction rows, which are read without named columns and are not split; leave that out"
            )
        return _chosen(_of_predictions(path), numbers, path)
    records = settings.read(path, remark=lambda _: None)
    return _chosen(_of_split(records) if settings.split else _of_records(records), numbers, path)


def _chosen(rows: Iterator[ChosenRow], numbers: Collection[int], path: Path) -> list[ChosenRow]:
    wanted = frozenset(numbers)
    ordered = sorted(wanted)
    if ordered and ordered[0] < 1:
        raise InputError(f"{path}: there is no row {ordered[0]}; rows are counted from 1")
    found: list[ChosenRow] = []
    last = 0
    for row in rows:
        if ordered and row.number > ordered[-1]:
            break
        last = row.number
        if last in wanted:
            found.append(row)
    present = {row.number for row in found}
    missing = next((number for number in ordered if number not in present), None)
    if missing is not None:
        why = f"the last one is {last}" if missing > last else "it is blank"
        raise InputError(f"{path}: there is no row {missing}; {why}")
    return found


def _of_predictions(path: Path) -> Iterator[ChosenRow]:
    for number, row in enumerate(read_rows(path), start=1):
        yield ChosenRow(
            number,
            statement=row_text(row, "statement"),
            targets=None if row["target"] is None else (str(row["target"]),),
            checkpoint=row_text(row, "checkpoint"),
            error=row_text(row, "error"),
            stance=row_text(row, "stance"),
            source=row_text(row, "source"),
        )


def _of_records(records: Iterable[Record]) -> Iterator[ChosenRow]:
    number = 0
    for one in statements_of(records):
        # Blank rows of a table count; where a file breaks off, there is no number.
        number = one.position or number + 1
        yield _of_statement(number, one)


def _of_split(records: Iterable[Record]) -> Iterator[ChosenRow]:
    number = 0
    for one in statements_of(records):
        number = one.record.row or number + 1
        # A row without a text is not split: its position is its own.
        position = one.position if one.record.kind == "document" else None
        yield replace(_of_statement(number, one), position=position)


def _of_statement(number: int, one: RecordStatement) -> ChosenRow:
    return ChosenRow(number, one.statement, targets=one.record.targets, error=one.record.error)
