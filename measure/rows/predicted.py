"""Prediction rows read from files: which of them hold a prediction, and what is read from them."""

import math
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Final

from detente.batch.readers.stored_rows import read_rows
from detente.batch.records import Row
from detente.batch.whole_file import real_path
from detente.model.errors import InputError
from detente.model.labels import STANCES

# Called with the number of rows read so far.
Progress = Callable[[int], None]

_EVERY: Final = 1_000
PROBABILITY_COLUMNS: Final = tuple(f"p_{stance}" for stance in STANCES)
# Probabilities in files are rounded.
_SUM_TOLERANCE: Final = 0.01


def read_files(paths: Iterable[Path]) -> Iterator[Row]:
    """Give the rows of some files, one after the other.

    Raises what `read_rows` raises, and InputError for a file that is given twice, whose rows would count twice.
    """
    files = list(paths)
    seen: set[Path] = set()
    for path in files:
        if real_path(path) in seen:
            raise InputError(f"{path}: is given twice")
        seen.add(real_path(path))
    return chain.from_iterable(map(read_rows, files))


def can_be_drawn(row: Row) -> bool:
    """Tell whether a row is of a statement with a target, and predicted without error."""
    return row["error"] is None and row["target"] is not None and row["stance"] is not None


def counted(rows: Iterator[Row], progress: Progress | None) -> Iterator[Row]:
    """Hand on rows, and say after every thousand how many there were."""
    for number, row in enumerate(rows, 1):
        yield row
        if progress is not None and number % _EVERY == 0:
            progress(number)


def read_probabilities(row: Row, where: str) -> list[float]:
    """Return the probabilities of a row in the order of STANCES; raises InputError where they are no shares."""
    values = [row[name] for name in PROBABILITY_COLUMNS]
    numbers = [float(value) for value in values if isinstance(value, int | float)]
    if len(numbers) < len(values) or not all(0 <= number <= 1 for number in numbers):
        raise InputError(
            f"{where}: {', '.join(PROBABILITY_COLUMNS)} must be numbers from 0 to 1, not {values}"
        )
    if not math.isclose(sum(numbers), 1.0, abs_tol=_SUM_TOLERANCE):
        raise InputError(f"{where}: {', '.join(PROBABILITY_COLUMNS)} must sum to 1, not to {sum(numbers):g}")
    return numbers
