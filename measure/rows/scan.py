"""Prediction rows read once into arrays, some 50 bytes a row."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from detente.batch.records import Row
from detente.batch.unread_dates import UnreadDates
from detente.measure.dates import DATE_COLUMN, date_advice, undated_rows
from detente.measure.periods import Period
from detente.measure.rows.document_keys import DocumentKeys
from detente.measure.rows.keys import PERIOD_KEYS, RowKeys
from detente.measure.rows.predicted import Progress, can_be_drawn, counted, read_files, read_probabilities
from detente.measure.statement_key import pair_hash
from detente.measure.types import Group
from detente.model.dates.date_forms import DateOrder
from detente.model.errors import InputError, number_of
from detente.model.labels import STANCES

_CODES: Final = {stance: code for code, stance in enumerate(STANCES)}


@dataclass(frozen=True, slots=True)
class KeyColumn:
    """The values of one key: `values` are the distinct ones, `codes` (rows,) each row's index among them."""

    values: tuple[str, ...]
    codes: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class ScannedRows:
    """The predicted rows of some files, in their order, in columns of equal length.

    `pairs` (rows,) are hashes that tell statements and targets apart, `documents` (rows,) numbers that tell documents
    apart. `stances` (rows,) are indices in STANCES, `probabilities` (rows, 3) is in their order. `columns` holds the
    keys that were asked for, `periods` names those of them that are periods. `unread_dates` counts the rows that were
    read with a date that cannot be read; `likely_dates` are as DateReader's `likely_columns`. `left_out` counts the
    rows without a target or with an error, which are in no column. `checkpoints` predicted the rows.
    """

    pairs: NDArray[np.uint64]
    documents: NDArray[np.int64]
    stances: NDArray[np.int8]
    probabilities: NDArray[np.float64]
    columns: Mapping[str, KeyColumn]
    periods: frozenset[str]
    unread_dates: UnreadDates = field(default_factory=UnreadDates)
    left_out: int = 0
    likely_dates: tuple[str, ...] = ()
    checkpoints: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.pairs)

    @property
    def undated(self) -> int:
        """How many rows have no date that is exact enough for every period asked for."""
        found = np.zeros(len(self), dtype=np.bool_)
        for column in map(self.columns.__getitem__, self.periods):
            found |= np.array([not value for value in column.values], dtype=np.bool_)[column.codes]
        return int(found.sum())

    def only(self, kept: NDArray[np.intp]) -> ScannedRows:
        """Return the rows with the indices `kept`."""
        return replace(
            self,
            pairs=self.pairs[kept],
            documents=self.documents[kept],
            stances=self.stances[kept],
            probabilities=self.probabilities[kept],
            columns={
                name: KeyColumn(column.values, column.codes[kept]) for name, column in self.columns.items()
            },
        )

    def groups(self, by: Sequence[str]) -> list[Group]:
        """Return the group of each row: its values of the keys `by`. Equal groups are one object."""
        if not by:
            return [()] * len(self)
        codes = np.stack([self.columns[name].codes for name in by], axis=1)
        found, index = np.unique(codes, axis=0, return_inverse=True)
        names = [
            tuple(self.columns[name].values[code] for name, code in zip(by, row, strict=True))
            for row in found
        ]
        return [names[number] for number in index.reshape(-1)]

    def cited(self, more: str = "") -> str:
        """Say by which checkpoints the rows are predicted, and `more`, in one note for whoever cites the figures."""
        return f"Predicted by {', '.join(self.checkpoints) or 'an unnamed checkpoint'}{more}."

    def notes(self) -> list[str]:
        """Say how many rows were left out, how many have no date for their period, and which could not be read."""
        lines = []
        if self.left_out:
            rows = number_of(self.left_out, "row is", "rows are")
            lines.append(f"{rows} left out, without a target or with an error")
        if self.undated:
            lines.append(undated_rows(self.undated, len(self)))
            lines += date_advice(self.unread_dates, self.likely_dates)
        return lines


@dataclass(frozen=True, slots=True)
class ScanSettings:
    """What is read of rows: `keys` to group by, and the columns of the date and, if not `document`, of the document.

    `periods` names the keys that are periods, and `date_order` is as for DateReader.
    """

    keys: tuple[str, ...] = ()
    date_column: str = DATE_COLUMN
    document_column: str | None = None
    periods: Mapping[str, Period] = field(default_factory=lambda: PERIOD_KEYS)
    date_order: DateOrder | None = None


def scan_rows(
    paths: Iterable[Path], *, settings: ScanSettings | None = None, progress: Progress | None = None
) -> ScannedRows:
    """Read prediction rows once and keep numbers only.

    A statement of a table (.csv and the like) is a document of its own unless `document_column` says otherwise. A
    statement that occurs again with its target is of the document of its first row, as it was drawn once. `progress`
    is called with the rows read. Where dates such as 03/04/2024 could be either way round and others show the order,
    files are read again in that order. Raises InputError where a file cannot be read, a key is in no row, the column
    of documents is in no row, or no row is predicted.
    """
    settings = settings or ScanSettings()
    paths = list(paths)
    scan = _scan(paths, settings, progress)
    # A pipe cannot be read again.
    if (order := scan.order_to_read()) is not None and all(path.is_file() for path in paths):
        scan = _scan(paths, replace(settings, date_order=order), progress)
    return scan.result(", ".join(map(str, paths)))


def _scan(paths: Iterable[Path], settings: ScanSettings, progress: Progress | None) -> RowScan:
    scan = RowScan(settings)
    for number, row in enumerate(counted(read_files(paths), progress), 1):
        scan.take(row, number)
    return scan


class RowScan:
    """Takes rows one by one and keeps numbers only, as `scan_rows` does with all rows of some files."""

    def __init__(self, settings: ScanSettings) -> None:
        self._document_keys = DocumentKeys(settings.document_column)
        self._keys = RowKeys(
            settings.keys,
            date_column=settings.date_column,
            periods=settings.periods,
            date_order=settings.date_order,
        )
        self._codes: list[dict[str, int]] = [{} for _ in settings.keys]
        self._columns = [array("i") for _ in settings.keys]
        self._pairs, self._documents = array("Q"), array("Q")
        self._stances, self._probabilities = array("b"), array("d")
        self._left_out = 0
        self._checkpoints: dict[str, None] = {}

    def take(self, row: Row, number: int) -> None:
        """Keep the `number`th row, unless it has no target or an error.

        Raises InputError where its stance or probabilities are none.
        """
        if not can_be_drawn(row):
            self._left_out += 1
            return
        values = self._keys.read(row)
        if row["checkpoint"] is not None:
            self._checkpoints[str(row["checkpoint"])] = None
        where = f"row {number} ({row['document']})"
        if row["stance"] not in _CODES:
            raise InputError(f"{where}: stance {row['stance']!r} is not one of {', '.join(STANCES)}")
        self._probabilities.extend(read_probabilities(row, where))
        self._stances.append(_CODES[str(row["stance"])])
        self._pairs.append(pair_hash(str(row["statement"]), str(row["target"])))
        self._documents.append(self._document_keys.read(row, number))
        for value, codes, column in zip(values, self._codes, self._columns, strict=True):
            column.append(codes.setdefault(value, len(codes)))

    def order_to_read(self) -> DateOrder | None:
        """Return the order of day and month in which rows have to be read again, as `RowKeys` tells it."""
        return self._keys.order_to_read()

    def result(self, where: str) -> ScannedRows:
        """Return the rows so far, which come from `where`.

        Raises InputError where none is predicted, or a key or the column of documents is in none.
        """
        if not self._pairs:
            raise InputError(f"{where}: no predicted rows; give what `detente predict … -o FILE` wrote")
        self._keys.check(where)
        self._document_keys.check()
        pairs = np.frombuffer(self._pairs, dtype=np.uint64)
        documents = np.unique(np.frombuffer(self._documents, dtype=np.uint64), return_inverse=True)[1]
        first, index = np.unique(pairs, return_index=True, return_inverse=True)[1:]
        return ScannedRows(
            pairs=pairs,
            documents=documents[first[index]],
            stances=np.frombuffer(self._stances, dtype=np.int8),
            probabilities=np.frombuffer(self._probabilities, dtype=np.float64).reshape(-1, len(STANCES)),
            columns={
                name: KeyColumn(tuple(codes), np.frombuffer(values, dtype=np.int32))
                for name, codes, values in zip(self._keys.names, self._codes, self._columns, strict=True)
            },
            periods=frozenset(name for name in self._keys.names if self._keys.is_period(name)),
            unread_dates=self._keys.dates.unread,
            left_out=self._left_out,
            likely_dates=self._keys.dates.likely_columns,
            checkpoints=tuple(sorted(self._checkpoints)),
        )
