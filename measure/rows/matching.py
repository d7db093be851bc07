"""Hand labels matched with the prediction rows that they were given for."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from detente.measure.estimate.rows import UNLABELLED, EstimationRows
from detente.measure.exchange.label_rows import LabelRow
from detente.measure.rows.lookup import pair_text
from detente.measure.rows.scan import ScannedRows
from detente.measure.statement_key import pair_hash
from detente.model.errors import refuse_errors
from detente.model.labels import STANCES


def match_labels(
    rows: ScannedRows, labels: Sequence[LabelRow], *, where: object, strata: Sequence[str] = ()
) -> EstimationRows:
    """Give every row the label and the probability of its statement and target, if they were labelled.

    `labels` has one labelled row a pair (`read_settled`). `strata` are the keys that a stratified sample was drawn by;
    a statement that occurs again is of the stratum of its first row. Raises InputError, naming the first 20, where a
    label belongs to no row; `where` is the file of labels.
    """
    hashes = np.array([pair_hash(row.statement, row.target) for row in labels], dtype=np.uint64)
    missing = ~np.isin(hashes, rows.pairs)
    refuse_errors(
        f"{where}: labels that match no row; give the rows that the sample was drawn from",
        [pair_text(row) for row, gone in zip(labels, missing, strict=True) if gone],
    )
    order = np.argsort(hashes)
    index = np.minimum(np.searchsorted(hashes[order], rows.pairs), len(order) - 1)
    matched = order[index]
    known = hashes[matched] == rows.pairs
    codes = np.array([STANCES.index(row.label or "") for row in labels], dtype=np.int64)
    chances = np.array([row.p_drawn for row in labels], dtype=np.float64)
    return EstimationRows(
        rows.probabilities,
        np.where(known, codes[matched], UNLABELLED),
        np.where(known, chances[matched], np.nan),
        rows.documents,
        _strata(rows, strata) if strata else None,
    )


def _strata(rows: ScannedRows, names: Sequence[str]) -> NDArray[np.int64]:
    codes = np.stack([rows.columns[name].codes for name in names], axis=1)
    numbers = np.unique(codes, axis=0, return_inverse=True)[1].reshape(-1).astype(np.int64)
    first, index = np.unique(rows.pairs, return_index=True, return_inverse=True)[1:]
    return np.asarray(numbers[first[index]])
