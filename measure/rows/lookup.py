"""What a checkpoint predicted for pairs that were labelled."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from detente.measure.exchange.label_rows import LabelRow, text_or_none
from detente.measure.rows.predicted import Progress, can_be_drawn, counted, read_files, read_probabilities
from detente.measure.statement_key import PairKey, pair_hash
from detente.model.errors import refuse_errors


class PredictedPair(NamedTuple):
    """The predicted stance of a pair, the probabilities in the order of STANCES, and the source, None if neutral."""

    stance: str
    probabilities: tuple[float, ...]
    source: str | None


def look_up_pairs(
    paths: Iterable[Path], labels: Sequence[LabelRow], *, progress: Progress | None = None
) -> dict[PairKey, PredictedPair]:
    """Find the first prediction row of each labelled pair; only those are kept in memory.

    `progress` is called with the rows read. Raises InputError where a file cannot be read, and, naming the first 20,
    where a pair has no row.
    """
    wanted = {pair_hash(row.statement, row.target): row.key for row in labels}
    found: dict[PairKey, PredictedPair] = {}
    paths = list(paths)
    for number, row in enumerate(counted(read_files(paths), progress), 1):
        if not can_be_drawn(row):
            continue
        key = wanted.get(pair_hash(str(row["statement"]), str(row["target"])))
        if key is not None and key not in found:
            probabilities = read_probabilities(row, f"row {number} ({row['document']})")
            found[key] = PredictedPair(str(row["stance"]), tuple(probabilities), text_or_none(row["source"]))
    missing = {row.key: row for row in labels if row.key not in found}
    where = ", ".join(map(str, paths))
    refuse_errors(
        f"{where}: no rows for pairs that are labelled; give the rows that the sample was drawn from",
        [pair_text(row) for row in missing.values()],
    )
    return found


def pair_text(row: LabelRow) -> str:
    """Name a labelled pair in a message, with the first words of its statement."""
    statement = " ".join(row.statement.split())
    return f"{row.key}: {statement[:60]!r}{'…' if len(statement) > 60 else ''}"
