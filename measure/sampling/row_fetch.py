"""The second pass over prediction rows: those that were drawn, by their index."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from detente.batch.readers.stored_rows import read_rows
from detente.batch.records import Row
from detente.measure.rows.predicted import Progress, can_be_drawn, counted
from detente.measure.sampling.pairs_scan import ScannedPairs
from detente.measure.statement_key import pair_hash
from detente.model.errors import InputError


def fetch_rows(
    path: Path, pairs: ScannedPairs, indices: NDArray[np.int64], *, progress: Progress | None = None
) -> list[Row]:
    """Read the rows of the pairs at `indices` (of `pairs`, from 0), in that order.

    Raises InputError where the file has changed since `pairs` were read from it.
    """
    wanted = {int(pairs.numbers[index]): int(pairs.hashes[index]) for index in indices}
    found: dict[int, Row] = {}
    number = 0
    for row in counted(read_rows(path), progress):
        if not can_be_drawn(row):
            continue
        if number in wanted:
            if pair_hash(str(row["statement"]), str(row["target"])) != wanted[number]:
                raise InputError(f"{path}: has changed while it was read; run the command again")
            found[number] = row
            if len(found) == len(wanted):
                break
        number += 1
    if len(found) < len(wanted):
        raise InputError(f"{path}: has changed while it was read; run the command again")
    return [found[int(pairs.numbers[index])] for index in indices]
