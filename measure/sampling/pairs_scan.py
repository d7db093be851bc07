"""The first pass over prediction rows: what a draw needs of each pair, in a few bytes a row."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from detente.batch.readers.stored_rows import read_rows
from detente.measure.dates import DATE_COLUMN, date_advice, undated_rows
from detente.measure.periods import Period
from detente.measure.rows.keys import PERIOD_KEYS, RowKeys
from detente.measure.rows.predicted import Progress, can_be_drawn, counted, read_probabilities
from detente.measure.statement_key import pair_hash
from detente.model.dates.date_forms import DateOrder
from detente.model.errors import InputError
from detente.model.labels import STANCES

PERIOD_COLUMN: Final = "period"
_MOST_STRATA = 100_000


@dataclass(frozen=True, slots=True)
class ScannedPairs:
    """The distinct pairs of a file of prediction rows that can be drawn, in the order of the file.

    `numbers` are the indices of their rows among the rows that can be drawn, from 0; a statement that comes
    up again with the same target is left out. `hashes` tell the pairs apart, `probabilities` has one row a
    pair and a column for each of `STANCES`, and `strata` gives each pair's index in `stratum_names`.
    `duplicates` and `left_out` count the rows that came up again, and those without a target or with an error. `notes`
    say which rows have no date for the period of their stratum.
    """

    numbers: NDArray[np.int64]
    hashes: NDArray[np.uint64]
    probabilities: NDArray[np.float64]
    strata: NDArray[np.int64]
    stratum_names: tuple[tuple[str, ...], ...]
    duplicates: int
    left_out: int
    notes: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.numbers)

    @property
    def doubt(self) -> NDArray[np.float64]:
        """1 minus the score of each pair."""
        return 1.0 - np.asarray(self.probabilities.max(axis=1))


def scan_pairs(
    path: Path,
    *,
    by: Sequence[str] = (),
    period: Period = "month",
    progress: Progress | None = None,
    date_column: str = DATE_COLUMN,
    date_order: DateOrder | None = None,
) -> ScannedPairs:
    """Read prediction rows and keep some 50 bytes of each.

    `by` names the keys that make the strata, as in `RowKeys`; "period" stands for `period`. A row without a value
    falls into the stratum "", and a pair that comes up again into that of its first row. `date_column` and
    `date_order` are as for DateReader; without an order, rows are read again where their dates show an order that
    some of them lack. Raises InputError where the file cannot be read or is no regular file, a key is in no row, or
    more than 100,000 strata come up.
    """
    if path.exists() and not path.is_file():
        raise InputError(f"{path}: is read twice and must be a file, not a folder or a pipe")
    hashes, strata, probabilities = array("Q"), array("q"), array("d")
    names: dict[tuple[str, ...], int] = {}
    keys = RowKeys(
        by,
        date_column=date_column,
        periods={PERIOD_COLUMN: period, **PERIOD_KEYS},
        date_order=date_order,
    )
    left_out = undated = 0
    for number, row in enumerate(counted(read_rows(path), progress), 1):
        if not can_be_drawn(row):
            left_out += 1
            continue
        values = keys.read(row)
        hashes.append(pair_hash(str(row["statement"]), str(row["target"])))
        probabilities.extend(read_probabilities(row, f"{path}, row {number}"))
        undated += any(not value and keys.is_period(name) for name, value in zip(by, values, strict=True))
        strata.append(names.setdefault(values, len(names)))
        if len(names) > _MOST_STRATA:
            raise InputError(f"{path}: {', '.join(by)} make more than {_MOST_STRATA:,} strata; name fewer")
    keys.check(path)
    if (order := keys.order_to_read()) is not None:
        return scan_pairs(
            path, by=by, period=period, progress=progress, date_column=date_column, date_order=order
        )
    notes = _undated_notes(undated, len(hashes), keys)
    return _distinct(hashes, probabilities, strata, tuple(names), left_out=left_out, notes=notes)


def _undated_notes(undated: int, rows: int, keys: RowKeys) -> tuple[str, ...]:
    if not undated:
        return ()
    drawn = f"{undated_rows(undated, rows)}; rows without one make strata of their own"
    return (drawn, *date_advice(keys.dates.unread, keys.dates.likely_columns))


def _distinct(
    hashes: array[int],
    probabilities: array[float],
    strata: array[int],
    names: tuple[tuple[str, ...], ...],
    *,
    left_out: int,
    notes: tuple[str, ...],
) -> ScannedPairs:
    all_hashes = np.frombuffer(hashes, dtype=np.uint64) if hashes else np.empty(0, np.uint64)
    unique, first = np.unique(all_hashes, return_index=True)
    order = np.argsort(first)
    numbers = first[order].astype(np.int64)
    return ScannedPairs(
        numbers=numbers,
        hashes=unique[order],
        probabilities=np.array(probabilities, dtype=np.float64).reshape(-1, len(STANCES))[numbers],
        strata=np.array(strata, dtype=np.int64)[numbers],
        stratum_names=names,
        duplicates=len(all_hashes) - len(numbers),
        left_out=left_out,
        notes=notes,
    )
