"""What estimators take: predicted rows, the hand labels of some of them, and how those were drawn."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from detente.measure.types import Codes, Floats
from detente.model.errors import InputError, number_of
from detente.model.labels import STANCES
from detente.model.suggestion import accepted_names
from detente.model.text.text_error import is_missing

UNLABELLED: Final = -1
# Probabilities in files are rounded.
_SUM_TOLERANCE: Final = 0.01


@dataclass(frozen=True, slots=True)
class EstimationRows:
    """Rows to estimate from, in columns of equal length.

    `probabilities` (rows, 3) are the predicted ones in the order of STANCES. `labels` (rows,) holds indices in
    STANCES, UNLABELLED where nobody labelled the row. `drawn` (rows,) is the probability with which a labelled
    row was drawn, NaN elsewhere. Rows with one number in `clusters` belong to one document. `strata`, where the
    sample was stratified, numbers each row's stratum. `counts`, where given, are how many documents like its own
    the document of a row stands for; they are the same in all rows of a document, and 1 where one is labelled.
    `sampled`, in a part of stratified rows, is how many labels the stratum of each row has in the whole sample.
    """

    probabilities: Floats
    labels: Codes
    drawn: Floats
    clusters: Codes
    strata: Codes | None = None
    counts: Floats | None = None
    sampled: Codes | None = None

    def __len__(self) -> int:
        return len(self.labels)

    @property
    def multiplicity(self) -> Floats:
        """How many rows each stands for (rows,): `counts`, or ones."""
        return np.ones(len(self)) if self.counts is None else self.counts

    @property
    def labelled(self) -> NDArray[np.bool_]:
        """Which rows have a hand label (rows,)."""
        return np.asarray(self.labels != UNLABELLED)

    @property
    def stratum_labels(self) -> Codes | None:
        """How many labels the stratum of each row has in the whole sample (rows,); None without strata."""
        if self.strata is None or self.sampled is not None:
            return self.sampled
        count = int(self.strata.max(initial=0)) + 1
        return np.asarray(np.bincount(self.strata[self.labelled], minlength=count)[self.strata])

    def only(self, kept: NDArray[np.bool_] | Codes) -> "EstimationRows":
        """Return the rows of a mask or of row numbers."""
        strata = None if self.strata is None else self.strata[kept]
        counts = None if self.counts is None else self.counts[kept]
        whole = self.stratum_labels
        return EstimationRows(
            self.probabilities[kept],
            self.labels[kept],
            self.drawn[kept],
            self.clusters[kept],
            strata,
            counts,
            None if whole is None else whole[kept],
        )


def gather_rows(
    probabilities: ArrayLike,
    labels: Sequence[str | None],
    *,
    p_drawn: Sequence[float | None],
    clusters: Sequence[Hashable] | None = None,
    strata: Sequence[Hashable] | None = None,
) -> EstimationRows:
    """Check the columns of an estimate and bring them together.

    `probabilities` (rows, 3) are those of cooperative, hostile and neutral. `labels` are hand labels, None where
    a row has none; each needs its `p_drawn`, the probability, above 0 and at most 1, with which the design drew
    the row. `clusters` say which document a row is of (default: each row is its own, and so is one without a value);
    `strata` which stratum the design drew it in, for all rows, labelled or not. The missing values of a frame (NaN, NA)
    are as None. Raises InputError, with the number of the row from 1, for columns of unequal length, probabilities that
    do not sum to 1, unknown labels, and a missing or impossible `p_drawn`.
    """
    shares = np.asarray(probabilities, dtype=np.float64)
    if shares.ndim != 2 or shares.shape[1] != len(STANCES):
        raise InputError(f"probabilities need one column for each of {', '.join(STANCES)}")
    lengths = [len(column) for column in (labels, p_drawn, clusters, strata) if column is not None]
    if any(length != len(shares) for length in lengths):
        raise InputError(
            f"columns need {number_of(len(shares), 'row')} like the probabilities, not {lengths}"
        )
    _check_probabilities(shares)
    codes = _label_codes(labels)
    return EstimationRows(
        shares,
        codes,
        _drawn(p_drawn, codes),
        np.arange(len(shares)) if clusters is None else _documents(clusters),
        None if strata is None else number_values(strata),
    )


def number_values(values: Sequence[Hashable]) -> Codes:
    """Give each distinct value a number, in order of appearance."""
    numbers: dict[Hashable, int] = {}
    return np.array([numbers.setdefault(value, len(numbers)) for value in values], dtype=np.int64)


def _documents(clusters: Sequence[Hashable]) -> Codes:
    # A row without a document is alone, as DocumentKeys has it.
    return number_values([object() if _is_none(value) else value for value in clusters])


def _is_none(value: object) -> bool:
    return value is None or is_missing(value)


def _check_probabilities(shares: Floats) -> None:
    wrong = ~(np.isfinite(shares).all(axis=1) & (shares >= 0).all(axis=1))
    wrong |= np.abs(shares.sum(axis=1) - 1) > _SUM_TOLERANCE
    if wrong.any():
        row = int(np.argmax(wrong))
        raise InputError(f"row {row + 1}: probabilities {shares[row].tolist()} are not shares that sum to 1")


def _label_codes(labels: Sequence[str | None]) -> Codes:
    known = {stance: code for code, stance in enumerate(STANCES)}
    codes = np.full(len(labels), UNLABELLED, dtype=np.int64)
    for row, label in enumerate(labels):
        if _is_none(label):
            continue
        if label not in known:
            raise InputError(f"row {row + 1}: unknown label {label!r}; {accepted_names(str(label), STANCES)}")
        codes[row] = known[label]
    return codes


def _drawn(p_drawn: Sequence[float | None], codes: Codes) -> Floats:
    drawn = np.array([np.nan if _is_none(value) else value for value in p_drawn], dtype=np.float64)
    labelled = codes != UNLABELLED
    missing = labelled & np.isnan(drawn)
    if missing.any():
        raise InputError(f"row {int(np.argmax(missing)) + 1}: is labelled but has no p_drawn")
    wrong = labelled & ~((drawn > 0) & (drawn <= 1))
    if wrong.any():
        row = int(np.argmax(wrong))
        raise InputError(f"row {row + 1}: p_drawn is {drawn[row]:g}; accepted is above 0 and at most 1")
    return np.where(labelled, drawn, np.nan)
