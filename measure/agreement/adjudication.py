"""A sheet of the pairs on which annotators disagree, for somebody to decide."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from detente.batch.whole_file import whole_file
from detente.measure.agreement.disagreements import list_disagreements
from detente.measure.agreement.label_ratings import annotator_ratings
from detente.measure.exchange.excel_sheet import write_excel
from detente.measure.exchange.label_files import refuse_present, sheet_form
from detente.measure.exchange.label_rows import LABEL_COLUMNS, LabelRow, to_cells
from detente.measure.exchange.sheet_rows import write_csv_sheet, write_json_lines
from detente.measure.rows.settled import ADJUDICATOR
from detente.measure.statement_key import PairKey


def write_disputed(path: Path, rows: Sequence[LabelRow]) -> int:
    """Write the pairs that annotators label differently and nobody has decided; returns how many.

    The sheet is one of label rows for the annotator "adjudicator", with a column for what each of the others said. It
    is filled in and imported like any other. Raises InputError where the file is there already or its ending is not
    that of a sheet.
    """
    form = sheet_form(path)
    refuse_present([path])
    decided = {row.key for row in rows if row.annotator == ADJUDICATOR}
    first: dict[str, LabelRow] = {}
    for row in rows:
        first.setdefault(str(row.key), row)
    ratings = annotator_ratings(rows)
    cells = []
    for one in list_disagreements(ratings):
        row = first[one.unit]
        if row.key not in decided:
            cells.append(_cells(row) | {_column(name): label for name, label in one.labels.items()})
    columns = (*LABEL_COLUMNS, *map(_column, ratings.annotators))
    with whole_file(path) as out:
        match form:
            case "csv":
                write_csv_sheet(out, cells, columns, mark=True)
            case "xlsx":
                write_excel(out, cells, columns)
            case "jsonl":
                write_json_lines(out, ({name: each.get(name) or None for name in columns} for each in cells))
    return len(cells)


def _cells(row: LabelRow) -> dict[str, str]:
    blank = replace(row, label=None, source=None, annotator=ADJUDICATOR, predicted=None)
    return to_cells(blank)


def _column(annotator: str) -> str:
    return f"label of {annotator}"


def undecided(rows: Sequence[LabelRow]) -> int:
    """Count the pairs that annotators label differently and nobody has decided."""
    labels: dict[PairKey, set[str | None]] = {}
    for row in rows:
        labels.setdefault(row.key, set()).add(row.label)
    decided = {row.key for row in rows if row.annotator == ADJUDICATOR}
    return sum(len(given) > 1 for key, given in labels.items() if key not in decided)
