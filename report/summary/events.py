"""Events that a page marks on its time axis: a date and a label each."""

from datetime import date
from pathlib import Path
from typing import Final

from detente.batch.readers.formats import open_table
from detente.batch.readers.raw_rows import RawRow
from detente.batch.records import ReaderOptions
from detente.measure.dates import RowDate, read_date
from detente.model.dates.date_forms import DateOrder
from detente.model.errors import InputError
from detente.report.rows.tallies import shown

MOST_EVENTS: Final = 100
_LONGEST_LABEL: Final = 80


def read_events(path: Path, *, date_order: DateOrder | None = None) -> list[dict[str, str]]:
    """Read a table with the columns `date` and `label`; returns the two of each event as texts, in time.

    A date is read as `read_date` does and stands for its first day. Raises InputError where the file cannot be read,
    lacks a column, holds more than 100 events, or a row has no label or no date that can be read.
    """
    events: list[tuple[RowDate, str]] = []
    with open_table(path, ReaderOptions()) as table:
        for row in table.rows:
            events.append(_event(row, path, date_order))
            if len(events) > MOST_EVENTS:
                raise InputError(f"{path}: more than {MOST_EVENTS} events; a page marks at most that many")
    if not events:
        raise InputError(f"{path}: no events; give a table with the columns date and label")
    return [{"date": date.fromordinal(day.day).isoformat(), "label": label} for day, label in sorted(events)]


def _event(row: RawRow, path: Path, order: DateOrder | None) -> tuple[RowDate, str]:
    where = f"{path}, row {row.number}"
    if row.error is not None:
        raise InputError(f"{where}: {row.error}")
    for column in ("date", "label"):
        if column not in row.columns:
            found = ", ".join(row.columns) or "none"
            raise InputError(f"{where}: no column {column!r}; its columns are {found}")
    given, label = row.columns["date"], row.columns["label"]
    text = given.isoformat() if isinstance(given, date) else str(given if given is not None else "")
    found_date = read_date(text, order=order)
    if found_date is None:
        raise InputError(
            f"{where}: {text!r} is no date that can be read; give one such as 2024-03-12 or 2024"
        )
    if label is None or not str(label).strip():
        raise InputError(f"{where}: no label")
    return found_date, shown(str(label).strip(), _LONGEST_LABEL)
