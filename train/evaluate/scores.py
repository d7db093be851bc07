"""The scores that an evaluation reports, each from the outcomes of predicted pairs."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import confusion_matrix, precision_recall_fscore_support

from detente.model.labels import NEUTRAL, SOURCES, STANCES
from detente.train.evaluate.bootstrap import (
    SEED,
    Difference,
    Floats,
    Interval,
    interval,
    paired_difference,
)
from detente.train.evaluate.outcomes import Outcomes

_CLASSES: Final = len(STANCES)


@dataclass(frozen=True, slots=True)
class LabelScores:
    """Scores of one stance: precision, recall and F1 (0 where undefined), and how many pairs have it."""

    precision: float
    recall: float
    f1: float
    support: int


@dataclass(frozen=True, slots=True)
class DyadScores:
    """Of the pairs labelled with one source and one target: how many have the stance right, and how many both."""

    pairs: int
    stance_right: int
    both_right: int


def macro_f1(outcomes: Outcomes, *, seed: int = SEED) -> Interval:
    """The mean F1 of the stances that occur in the labels, with its interval; an unpredicted stance has 0."""
    return interval(
        confusion_columns(outcomes),
        outcomes.statements,
        macro_f1_of,
        seed=seed,
    )


def accuracy(outcomes: Outcomes, *, seed: int = SEED) -> Interval:
    """The share of pairs predicted right, with its interval."""
    right = outcomes.truth == outcomes.predicted
    return _share(right, np.ones_like(right), outcomes, seed=seed)


def source_accuracy(outcomes: Outcomes, *, seed: int = SEED) -> Interval | None:
    """The share of right sources among pairs whose stance is right, not neutral, and labelled with a source.

    None where there is no such pair.
    """
    neutral = STANCES.index(NEUTRAL)
    counted = (outcomes.truth == outcomes.predicted) & (outcomes.truth != neutral)
    counted &= outcomes.true_sources >= 0
    if not counted.any():
        return None
    right = counted & (outcomes.true_sources == outcomes.predicted_sources)
    return _share(right, counted, outcomes, seed=seed)


def dyad_accuracy(outcomes: Outcomes, *, seed: int = SEED) -> Interval | None:
    """The share of pairs labelled with a stance and its source whose stance and source are both right.

    None where there is no such pair.
    """
    counted = (outcomes.truth != STANCES.index(NEUTRAL)) & (outcomes.true_sources >= 0)
    if not counted.any():
        return None
    right = counted & (outcomes.truth == outcomes.predicted)
    right &= outcomes.true_sources == outcomes.predicted_sources
    return _share(right, counted, outcomes, seed=seed)


def dyad_scores(outcomes: Outcomes, targets: Sequence[str]) -> dict[str, DyadScores]:
    """Scores of each labelled dyad, named "US > CN" by source and target, the one with most pairs first.

    `targets` are the targets of the rows. A neutral pair has no source and so no dyad.
    """
    stance = (outcomes.truth == outcomes.predicted) & (outcomes.truth != STANCES.index(NEUTRAL))
    both = stance & (outcomes.true_sources == outcomes.predicted_sources)
    names = np.array(
        [
            f"{SOURCES[source]} > {target}" if source >= 0 else ""
            for source, target in zip(outcomes.true_sources, targets, strict=True)
        ]
    )
    scores = {
        name: DyadScores(*(int(column[names == name].sum()) for column in (np.ones_like(both), stance, both)))
        for name in sorted(set(names.tolist()) - {""})
    }
    return dict(sorted(scores.items(), key=lambda item: -item[1].pairs))


def kappa(outcomes: Outcomes) -> float | None:
    """Agreement of stances with the labels beyond chance; None where both name one stance alone.

    Source: Cohen 1960, A Coefficient of Agreement for Nominal Scales.
    """
    counts = np.array(confusion(outcomes)) / len(outcomes)
    by_chance = float(counts.sum(axis=0) @ counts.sum(axis=1))
    return None if by_chance == 1.0 else float((np.trace(counts) - by_chance) / (1 - by_chance))


def label_scores(outcomes: Outcomes) -> dict[str, LabelScores]:
    """Precision, recall, F1 and support of each stance."""
    columns = precision_recall_fscore_support(
        outcomes.truth, outcomes.predicted, labels=range(_CLASSES), zero_division=0.0
    )
    return {
        stance: LabelScores(float(precision), float(recall), float(f1), int(support))
        for stance, precision, recall, f1, support in zip(STANCES, *columns, strict=True)
    }


def confusion(outcomes: Outcomes) -> list[list[int]]:
    """Counts of pairs: a row a labelled stance, a column a predicted one, in the order of STANCES."""
    counts = confusion_matrix(outcomes.truth, outcomes.predicted, labels=range(_CLASSES))
    return [[int(count) for count in row] for row in counts]


def macro_f1_difference(first: Outcomes, second: Outcomes, *, seed: int = SEED) -> Difference:
    """Macro-F1 of `first` less that of `second`, which must have predicted the same pairs."""
    return paired_difference(
        confusion_columns(first),
        confusion_columns(second),
        first.statements,
        macro_f1_of,
        seed=seed,
    )


def confusion_columns(outcomes: Outcomes) -> Floats:
    """Each pair's own confusion matrix, flattened: (rows, stances * stances), one 1 a row."""
    return np.asarray(np.eye(_CLASSES * _CLASSES)[outcomes.truth * _CLASSES + outcomes.predicted])


def macro_f1_of(sums: Floats) -> Floats:
    """Macro-F1 (n,) of confusion matrices (n, stances * stances), over the stances in the labels."""
    matrices = sums.reshape(-1, _CLASSES, _CLASSES)
    hits = np.diagonal(matrices, axis1=1, axis2=2)
    labelled = matrices.sum(axis=2)
    seen = labelled + matrices.sum(axis=1)
    f1 = np.divide(2 * hits, seen, out=np.zeros_like(seen), where=seen > 0)
    return np.asarray(f1.sum(axis=1, where=labelled > 0) / (labelled > 0).sum(axis=1))


def _share(hits: NDArray[np.bool_], counted: NDArray[np.bool_], outcomes: Outcomes, *, seed: int) -> Interval:
    columns = np.column_stack([hits, counted]).astype(np.float64)
    return interval(columns, outcomes.statements, ratio, seed=seed)


def ratio(sums: Floats) -> Floats:
    """The first column over the second, (n,) of sums (n, 2); NaN where the second is 0."""
    shares = np.full(len(sums), np.nan)
    np.divide(sums[:, 0], sums[:, 1], out=shares, where=sums[:, 1] > 0)
    return shares
