"""Ratings in long form (unit, annotator, label) turned into one checked table."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from detente.measure.types import Codes
from detente.model.errors import InputError
from detente.model.labels import STANCES
from detente.model.suggestion import accepted_names
from detente.model.text.text_error import is_missing

# The code of a label that an annotator did not give.
MISSING: Final = -1


@dataclass(frozen=True, slots=True)
class Ratings:
    """What each annotator said of each unit.

    `codes` (units, annotators) holds indices in `categories`, MISSING where an annotator gave no label. `targets`
    and `clusters` have one entry a unit; units of one cluster (a statement, a document) are resampled together.
    """

    units: tuple[str, ...]
    annotators: tuple[str, ...]
    categories: tuple[str, ...]
    codes: Codes
    targets: tuple[str, ...]
    clusters: tuple[str, ...]

    def only(self, kept: NDArray[np.bool_]) -> "Ratings":
        """Return the ratings of the units that a mask (units,) keeps."""
        indices = np.flatnonzero(kept)
        return Ratings(
            tuple(self.units[i] for i in indices),
            self.annotators,
            self.categories,
            self.codes[indices],
            tuple(self.targets[i] for i in indices),
            tuple(self.clusters[i] for i in indices),
        )

    def against(self, category: str) -> "Ratings":
        """Return the same ratings as two categories: the one named, and all the others."""
        index = self.categories.index(category)
        codes = np.where(self.codes == MISSING, MISSING, (self.codes != index).astype(np.int64))
        return Ratings(
            self.units, self.annotators, (category, f"not {category}"), codes, self.targets, self.clusters
        )


def tabulate_ratings(
    units: Sequence[str],
    annotators: Sequence[str],
    *,
    labels: Sequence[str | None],
    targets: Sequence[str] | None = None,
    clusters: Sequence[str] | None = None,
    categories: Sequence[str] = STANCES,
) -> Ratings:
    """Turn ratings in long form into a table with a row for each unit and a column for each annotator.

    The sequences have one entry a rating. A label of None, or a missing one of a frame, is a unit that the annotator
    left out. `targets` (default: none) and `clusters` (default: the unit itself) must be the same in all ratings of a
    unit. To compare people with a checkpoint, give its predictions as one more annotator. Raises InputError, with the
    number of the rating from 1, for sequences of unequal length, an unknown label, a second label of one annotator
    for one unit, and a target or cluster that changes within a unit.
    """
    # A column of pandas is read in its order, whatever its index.
    given_targets = [""] * len(units) if targets is None else list(targets)
    given_clusters = list(units if clusters is None else clusters)
    _check_lengths(units, annotators, labels, given_targets, given_clusters)
    unit_names, annotator_names = tuple(dict.fromkeys(units)), tuple(dict.fromkeys(annotators))
    row_of = {name: row for row, name in enumerate(unit_names)}
    column_of = {name: column for column, name in enumerate(annotator_names)}
    codes = np.full((len(unit_names), len(annotator_names)), MISSING, dtype=np.int64)
    about: dict[str, tuple[str, str]] = {}
    for number, (unit, annotator, label) in enumerate(zip(units, annotators, labels, strict=True), start=1):
        index = row_of[unit], column_of[annotator]
        belongs = given_targets[number - 1], given_clusters[number - 1]
        if about.setdefault(unit, belongs) != belongs:
            raise InputError(f"rating {number}: {unit!r} has another target or document than before")
        if label is None or is_missing(label):
            continue
        if codes[index] != MISSING:
            raise InputError(f"rating {number}: {annotator!r} has labelled {unit!r} twice")
        codes[index] = _code(label, categories, number)
    return Ratings(
        unit_names,
        annotator_names,
        tuple(categories),
        codes,
        tuple(about[unit][0] for unit in unit_names),
        tuple(about[unit][1] for unit in unit_names),
    )


def _check_lengths(*sequences: Sequence[object]) -> None:
    lengths = {len(sequence) for sequence in sequences}
    if len(lengths) > 1:
        raise InputError(
            f"units, annotators, labels, targets and clusters need equal lengths, not {sorted(lengths)}"
        )


def _code(label: str, categories: Sequence[str], number: int) -> int:
    if label in categories:
        return list(categories).index(label)
    raise InputError(f"rating {number}: unknown label {label!r}; {accepted_names(str(label), categories)}")
