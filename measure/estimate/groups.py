"""Fits by group: corrected by hand labels, from the hand labels alone, and naive."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from detente.measure.estimate.assistance import assisting_predictions
from detente.measure.estimate.fitting import Fit, fit_labels, fit_predictions
from detente.measure.estimate.rows import EstimationRows
from detente.measure.options import Method
from detente.measure.types import Codes, Group
from detente.model.errors import InputError, number_of
from detente.model.labels import STANCES

SEED: Final = 13
# A variance needs two documents with a label.
FEWEST_DOCUMENTS: Final = 2


@dataclass(frozen=True, slots=True)
class GroupFit:
    """The fits of one group. `corrected` and `hand` are None where fewer than two documents are labelled."""

    group: Group
    rows: int
    labelled: int
    corrected: Fit | None
    hand: Fit | None
    naive: Fit


def fit_groups(
    rows: EstimationRows,
    groups: Sequence[Group | str] | None = None,
    *,
    predicted: Sequence[str] | None = None,
    method: Method = "ppi",
    seed: int = SEED,
) -> tuple[GroupFit, ...]:
    """Fit each group of rows, in sorted order, and all rows first, as the group ().

    `groups` gives each row's group, for example ("CN", "2024-03"); a text such as "CN" is the group ("CN",), and None
    fits all rows alone. `predicted` are the predicted stances that the naive figures count (default: the most
    probable). `method` is "ppi", "dsl" or "hand". What the labels teach of the predictions (the power, the
    recalibration) is learnt from all rows; the correction of a group comes from its own labels. Raises InputError for
    columns of unequal length, a group that is missing or no text, an unknown method, and where no row is labelled.
    """
    if groups is not None and len(groups) != len(rows):
        raise InputError(
            f"groups need {number_of(len(rows), 'row')} like the probabilities, not {len(groups):,}"
        )
    indices_of = _indices(() if groups is None else groups)
    stances = _predicted_codes(rows, predicted)
    assist = assisting_predictions(rows, method=method, seed=seed)
    fits = [_fit_group((), rows, assist, stances)]
    for group, indices in indices_of:
        fits.append(_fit_group(group, rows.only(indices), assist[indices], stances[indices]))
    return tuple(fits)


def as_group(given: Group | str, row: int | None = None) -> Group:
    """Return a group as it is in fits, where a text is a group of one.

    Raises InputError, with the number of its `row`, for what is neither a text nor a tuple of texts.
    """
    group = (given,) if isinstance(given, str) else given
    if not (isinstance(group, tuple) and all(isinstance(text, str) for text in group)):
        where = "" if row is None else f"row {row}: "
        raise InputError(
            f'{where}a group is a text or a tuple of texts, such as ("CN", "2024"), not {given!r}'
        )
    return group


def _fit_group(group: Group, rows: EstimationRows, assist: NDArray[np.float64], stances: Codes) -> GroupFit:
    labelled = rows.labelled
    enough = len(np.unique(rows.clusters[labelled])) >= FEWEST_DOCUMENTS
    return GroupFit(
        group,
        len(rows),
        int(labelled.sum()),
        fit_labels(rows, assist) if enough else None,
        fit_labels(rows, np.zeros_like(assist)) if enough else None,
        fit_predictions(rows, stances),
    )


def _predicted_codes(rows: EstimationRows, predicted: Sequence[str] | None) -> Codes:
    if predicted is None:
        return np.asarray(rows.probabilities.argmax(axis=1), dtype=np.int64)
    predicted = list(predicted)
    if len(predicted) != len(rows):
        raise InputError(
            f"predicted stances need {number_of(len(rows), 'row')} like the probabilities, not {len(predicted):,}"
        )
    unknown = next((row for row, stance in enumerate(predicted) if stance not in STANCES), None)
    if unknown is not None:
        raise InputError(
            f"row {unknown + 1}: unknown stance {predicted[unknown]!r}; accepted are {', '.join(STANCES)}"
        )
    return np.array([STANCES.index(stance) for stance in predicted], dtype=np.int64)


def _indices(groups: Sequence[Group | str]) -> list[tuple[Group, Codes]]:
    found: dict[Group, list[int]] = {}
    for row, group in enumerate(groups):
        found.setdefault(as_group(group, row + 1), []).append(row)
    return [(group, np.array(found[group], dtype=np.int64)) for group in sorted(found)]
