"""Files of label rows: samples to be labelled, and gold labels."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, Final, Literal

from detente.batch.readers.text_streams import DAMAGE, open_bytes
from detente.batch.whole_file import whole_file
from detente.measure.exchange.excel_sheet import read_excel, write_excel
from detente.measure.exchange.label_rows import (
    LABEL_COLUMNS,
    PREDICTED_COLUMNS,
    LabelRow,
    not_label_rows,
    row_errors,
    to_cells,
    to_label_row,
)
from detente.measure.exchange.sheet_rows import (
    SheetRow,
    read_csv_sheet,
    read_json_lines,
    to_sheet_row,
    write_csv_sheet,
    write_json_lines,
)
from detente.model.errors import InputError, refuse_errors

SheetForm = Literal["csv", "xlsx", "jsonl"]

SHEET_ENDINGS: Final[dict[str, SheetForm]] = {".csv": "csv", ".xlsx": "xlsx", ".jsonl": "jsonl"}


def sheet_form(path: Path) -> SheetForm:
    """Return the form of a file of label rows by its ending; raises InputError for any other."""
    form = SHEET_ENDINGS.get(path.suffix.lower())
    if form is None:
        raise InputError(f"{path}: label rows are kept as {', '.join(SHEET_ENDINGS)}")
    return form


def read_label_rows(path: Path) -> list[LabelRow]:
    """Read label rows, labelled or not, in the order of the file; columns of other names are left out.

    Raises InputError where the file cannot be read, holds no row, lacks a column that is needed, or has rows that
    break the rules of `LabelRow`, or two for one pair and annotator; it names the first 20.
    """
    rows: list[LabelRow] = []
    errors: list[str] = []
    seen: dict[tuple[str, str, str | None], str] = {}
    for number, sheet_row in enumerate(read_sheet(path)):
        # Once for the file, and not for each of its rows.
        if number == 0 and (why := not_label_rows(sheet_row.cells)) is not None:
            raise InputError(f"{path}: {why}")
        found = row_errors(sheet_row.cells)
        errors += [f"{sheet_row.where}: {error}" for error in found]
        if found:
            continue
        row = to_label_row(sheet_row.cells)
        first = seen.setdefault((*row.key, row.annotator), sheet_row.where)
        if first is not sheet_row.where:
            who = f" of annotator {row.annotator!r}" if row.annotator else ""
            errors.append(f"{sheet_row.where}: a second row{who} for {row.key}, after {first}")
        rows.append(row)
    refuse_errors(path, errors)
    if not rows:
        raise InputError(f"{path}: holds no label rows")
    return rows


def read_sheet(path: Path) -> Iterator[SheetRow]:
    """Read the rows of a CSV, Excel or JSON lines file as texts; raises InputError where it cannot be read."""
    form = sheet_form(path)
    try:
        with open_bytes(path) as stream:
            if form == "csv":
                yield from read_csv_sheet(stream, path)
            elif form == "xlsx":
                yield from read_excel(stream, path)
            else:
                for where, columns in read_json_lines(stream, path):
                    yield to_sheet_row(where, columns)
    except DAMAGE as error:
        raise InputError(f"{path}: cannot be read: {getattr(error, 'strerror', None) or error}") from error


def write_label_rows(path: Path, rows: Sequence[LabelRow], *, mark: bool = False) -> None:
    """Write label rows as CSV, Excel or JSON lines, as the ending says; the file appears whole or not at all.

    `mark` puts a byte order mark before CSV, by which Excel knows the encoding. Raises InputError where the file
    is there already: it may hold labels.
    """
    form = sheet_form(path)
    refuse_present([path])
    with whole_file(path) as out:
        write_rows(out, rows, form=form, mark=mark)


def write_rows(out: BinaryIO, rows: Sequence[LabelRow], *, form: SheetForm, mark: bool) -> None:
    """Write label rows to a stream; see `write_label_rows`."""
    shown = any(row.predicted is not None for row in rows)
    columns = (*LABEL_COLUMNS, *PREDICTED_COLUMNS) if shown else LABEL_COLUMNS
    match form:
        case "csv":
            write_csv_sheet(out, map(to_cells, rows), columns, mark=mark)
        case "xlsx":
            write_excel(out, map(to_cells, rows), columns)
        case "jsonl":
            write_json_lines(out, ({name: getattr(row, name) for name in columns} for row in rows))


def refuse_present(paths: Iterable[Path]) -> None:
    """Raise InputError where one of the files is there already."""
    for path in paths:
        if path.exists():
            raise InputError(
                f"{path}: is there already, and may hold labels; name another file, or move it away"
            )
