"""Labels that look wrong: those that a confident checkpoint contradicts (confident learning).

Northcutt, Jiang and Chuang (2021), Confident Learning: Estimating Uncertainty in Dataset Labels, JAIR 70,
arXiv 1911.00068: the confident joint, and pruning by noise rate of each off-diagonal cell. Predictions have to come
from a checkpoint that was not trained on the labels.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from detente.measure.estimate.rows import UNLABELLED, gather_rows
from detente.measure.types import Codes, Floats
from detente.model.errors import InputError
from detente.model.labels import STANCES

_COUNT: Final = len(STANCES)


@dataclass(frozen=True, slots=True)
class Suspect:
    """A label that looks wrong: its row from 0, the label, what it may be instead, and how far apart they are.

    `margin` is the probability of `likely` less that of `label`, from -1 to 1.
    """

    row: int
    label: str
    likely: str
    p_label: float
    p_likely: float
    margin: float


@dataclass(frozen=True, slots=True)
class SuspectLabels:
    """The suspects, worst first, and the estimated share of labels that are wrong.

    `joint` (3, 3) is the estimated share of rows with each given label (rows) and true label (columns).
    """

    suspects: tuple[Suspect, ...]
    wrong_share: float
    joint: Floats


def find_suspects(probabilities: ArrayLike, labels: Sequence[str]) -> SuspectLabels:
    """Find the labels that look wrong.

    `probabilities` (rows, 3) are predicted, in the order of STANCES, by a checkpoint that has not seen the labels. A
    row counts for a true stance where that stance reaches the mean probability of the rows so labelled; the joint
    counts are calibrated to the labels, and from each cell off the diagonal the rows of largest margin are taken, as
    many as it says. Raises InputError for a missing or unknown label and for probabilities that are not shares.
    """
    rows = gather_rows(probabilities, list(labels), p_drawn=[1.0] * len(labels))
    if (rows.labels == UNLABELLED).any():
        raise InputError(f"row {int(np.argmax(rows.labels == UNLABELLED)) + 1}: has no label")
    if not len(rows):
        raise InputError("no labels are given")
    joint = confident_joint(rows.probabilities, rows.labels)
    wrong: set[int] = set()
    for given in range(_COUNT):
        for true in range(_COUNT):
            if given != true:
                wrong.update(_prune(rows.probabilities, rows.labels, given, true, joint[given, true]))
    suspects = sorted(
        (_suspect(row, rows.probabilities, rows.labels) for row in wrong), key=lambda one: -one.margin
    )
    share = joint / joint.sum()
    return SuspectLabels(tuple(suspects), float(1 - np.trace(share)), share)


def confident_joint(probabilities: Floats, labels: Codes) -> Floats:
    """Count rows by given and likely true label (3, 3), calibrated so that each given label keeps its number."""
    sizes = np.bincount(labels, minlength=_COUNT)
    own = probabilities[np.arange(len(labels)), labels]
    # A stance that is never given has no threshold and is never counted as the true one.
    thresholds = np.where(
        sizes > 0, np.bincount(labels, weights=own, minlength=_COUNT) / np.maximum(sizes, 1), np.inf
    )
    reached = np.where(probabilities >= thresholds - 1e-12, probabilities, -1.0)
    confident = reached.max(axis=1) >= 0
    counts = np.zeros((_COUNT, _COUNT))
    np.add.at(counts, (labels[confident], reached[confident].argmax(axis=1)), 1)
    empty = counts.sum(axis=1) == 0
    counts[empty, empty] = 1.0
    return np.asarray(counts / counts.sum(axis=1, keepdims=True) * sizes[:, None])


def _prune(probabilities: Floats, labels: Codes, given: int, true: int, count: float) -> list[int]:
    rows = np.flatnonzero(labels == given)
    margins = probabilities[rows, true] - probabilities[rows, given]
    most = rows[np.argsort(-margins, kind="stable")[: round(count)]]
    # A label that is itself the most probable stance is no suspect, whatever the counts say.
    return [int(row) for row in most if probabilities[row].argmax() != given]


def _suspect(row: int, probabilities: Floats, labels: Codes) -> Suspect:
    label, likely = int(labels[row]), int(probabilities[row].argmax())
    own, other = float(probabilities[row, label]), float(probabilities[row, likely])
    return Suspect(row, STANCES[label], STANCES[likely], own, other, other - own)
