"""The first pass over prediction rows: what a draw needs of each pair, in a few bytes a row."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from detente.batch.readers.stored_rows import read_rows
from detente.batch.records import Row
from detente.measure.options import Period
from detente.measure.sampling.periods import period_of
from detente.measure.statement_key import pair_hash
from detente.model.errors import InputError
from detente.model.labels import STANCES
from detente.model.suggestion import did_you_mean

# Called with the number of rows read so far.
Progress = Callable[[int], None]

PERIOD_COLUMN: Final = "period"
_EVERY = 1_000
_MOST_STRATA = 100_000
_PROBABILITIES = tuple(f"p_{stance}" for stance in STANCES)


@dataclass(frozen=True, slots=True)
class ScannedPairs:
    """The distinct pairs of a file of prediction rows that can be drawn, in the order of the file.

    `numbers` are the indices of their rows among the rows that can be drawn, from 0; a statement that comes
    up again with the same target is left out. `hashes` tell the pairs apart, `probabilities` has one row a
    pair and a column for each of `STANCES`, and `strata` gives each pair's index in `stratum_names`.
    `duplicates` and `left_out` count the rows that came up again, and those without a target or with an error.
    """

    numbers: NDArray[np.int64]
    hashes: NDArray[np.uint64]
    probabilities: NDArray[np.float64]
    strata: NDArray[np.int64]
    stratum_names: tuple[tuple[str, ...], ...]
    duplicates: int
    left_out: int

    def __len__(self) -> int:
        return len(self.numbers)

    @property
    def doubt(self) -> NDArray[np.float64]:
        """1 minus the score of each pair."""
        return 1.0 - np.asarray(self.probabilities.max(axis=1))


def can_be_drawn(row: Row) -> bool:
    """Tell whether a row is of a statement with a target, and predicted without error."""
    return row["error"] is None and row["target"] is not None and row["stance"] is not None


def scan_pairs(
    path: Path,
    *,
    by: Sequence[str] = (),
    period: Period = "month",
    progress: Progress | None = None,
) -> ScannedPairs:
    """Read prediction rows once and keep some 50 bytes of each.

    `by` names the columns that make the strata; "period" stands for the period of the row's date. A row
    without a value falls into the stratum "", and a pair that comes up again into that of its first row. Raises
    InputError where the file cannot be read or is no regular file, a column of `by` is in no row, or more than
    100,000 strata come up.
    """
    if path.exists() and not path.is_file():
        raise InputError(f"{path}: is read twice and must be a file, not a folder or a pipe")
    hashes, strata, probabilities = array("Q"), array("q"), array("d")
    names: dict[tuple[str, ...], int] = {}
    columns: dict[str, None] = {}
    left_out = 0
    for number, row in enumerate(counted(read_rows(path), progress), 1):
        if by and not columns.keys() >= row.keys():
            columns |= dict.fromkeys(row)
        if not can_be_drawn(row):
            left_out += 1
            continue
        hashes.append(pair_hash(str(row["statement"]), str(row["target"])))
        probabilities.extend(_probabilities(row, f"{path}, row {number}"))
        strata.append(names.setdefault(_stratum(row, by, period), len(names)))
        if len(names) > _MOST_STRATA:
            raise InputError(f"{path}: {', '.join(by)} make more than {_MOST_STRATA:,} strata; name fewer")
    _check_columns(by, columns, path)
    return _distinct(hashes, probabilities, strata, tuple(names), left_out)


def counted(rows: Iterator[Row], progress: Progress | None) -> Iterator[Row]:
    """Hand on rows, and say after every thousand how many there were."""
    for number, row in enumerate(rows, 1):
        yield row
        if progress is not None and number % _EVERY == 0:
            progress(number)


def _stratum(row: Row, by: Sequence[str], period: Period) -> tuple[str, ...]:
    return tuple(
        period_of(row, period) if name == PERIOD_COLUMN and name not in row else _cell(row.get(name))
        for name in by
    )


def _cell(value: object) -> str:
    return "" if value is None else str(value)


def _probabilities(row: Row, where: str) -> list[float]:
    values = [row[name] for name in _PROBABILITIES]
    numbers = [float(value) for value in values if isinstance(value, int | float)]
    if len(numbers) < len(values) or not all(0 <= number <= 1 for number in numbers):
        raise InputError(f"{where}: {', '.join(_PROBABILITIES)} must be numbers from 0 to 1, not {values}")
    return numbers


def _check_columns(by: Sequence[str], columns: dict[str, None], path: Path) -> None:
    known = [*columns, PERIOD_COLUMN]
    for name in by:
        if columns and name not in known:
            hint = f"{did_you_mean(name, known)} ".lstrip()
            raise InputError(f"{path}: no column {name!r} to draw by; {hint}accepted are {', '.join(known)}")


def _distinct(
    hashes: array[int],
    probabilities: array[float],
    strata: array[int],
    names: tuple[tuple[str, ...], ...],
    left_out: int,
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
    )
