"""The scores of a reading of documents: targets found, stances, sources and dyads, each with its interval."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from detente.model.labels import STANCES
from detente.train.documents.stance_outcomes import StanceOutcome
from detente.train.evaluate.bootstrap import (
    SEED,
    Difference,
    Floats,
    Statistic,
    interval,
    paired_difference,
)
from detente.train.evaluate.scores import macro_f1_of, ratio

_CLASSES: Final = len(STANCES)

# What each document adds to each score: name of the score to (documents, columns).
DocumentSums = Mapping[str, Floats]


@dataclass(frozen=True, slots=True)
class Measure:
    """One score: its title on a page, which outcomes it counts, what each adds to the sums, and their statistic."""

    title: str
    counted: Callable[[StanceOutcome], bool]
    width: int
    columns: Callable[[StanceOutcome], Sequence[float]]
    statistic: Statistic

    def score(self, sums: Floats) -> Floats:
        """The score (n,) of sums (n, 1 + width), whose first column is the count; NaN where nothing is counted."""
        with np.errstate(invalid="ignore"):
            return self.statistic(sums[:, 1:])


@dataclass(frozen=True, slots=True)
class DocumentScore:
    """A score with its 95 % interval, and the number of targets or stances that it is over."""

    value: float
    low: float
    high: float
    counted: int


def _share(
    title: str, *, of: Callable[[StanceOutcome], bool], right: Callable[[StanceOutcome], bool]
) -> Measure:
    return Measure(title, of, width=2, columns=lambda outcome: (right(outcome), 1), statistic=ratio)


def _cell(outcome: StanceOutcome) -> Sequence[float]:
    # The outcome's own confusion matrix, flattened: a row a label, a column a prediction.
    cells = [0.0] * _CLASSES**2
    if outcome.label is not None and outcome.prediction is not None:
        predicted = STANCES.index(str(outcome.prediction.stance))
        cells[STANCES.index(outcome.label.label) * _CLASSES + predicted] = 1.0
    return cells


def _is_labelled(outcome: StanceOutcome) -> bool:
    return outcome.label is not None


def _is_found(outcome: StanceOutcome) -> bool:
    return outcome.prediction is not None


def _is_matched(outcome: StanceOutcome) -> bool:
    return outcome.matched


def _is_dyad(outcome: StanceOutcome) -> bool:
    return outcome.dyad_right


MEASURES: Final[Mapping[str, Measure]] = {
    "target_recall": _share("targets found", of=_is_labelled, right=_is_found),
    "target_recall_named": _share(
        "  of the named",
        of=lambda outcome: outcome.label is not None and outcome.label.named,
        right=_is_found,
    ),
    "target_recall_unnamed": _share(
        "  of the unnamed",
        of=lambda outcome: outcome.label is not None and not outcome.label.named,
        right=_is_found,
    ),
    "target_precision": _share("found targets right", of=_is_found, right=_is_labelled),
    "target_precision_named": _share(
        "  of those found by name", of=lambda outcome: outcome.found_by_name, right=_is_labelled
    ),
    "target_precision_unnamed": _share(
        "  of those found unnamed",
        of=lambda outcome: _is_found(outcome) and not outcome.found_by_name,
        right=_is_labelled,
    ),
    "stance_accuracy": _share(
        "stance right, if found", of=_is_matched, right=lambda outcome: outcome.stance_right
    ),
    "stance_macro_f1": Measure(
        "  macro-F1 of these", _is_matched, width=_CLASSES**2, columns=_cell, statistic=macro_f1_of
    ),
    "source_accuracy": _share(
        "source right, if stance is",
        of=lambda outcome: outcome.labelled_polar and outcome.stance_right,
        right=_is_dyad,
    ),
    "dyad_recall": _share("dyads right, of all", of=lambda outcome: outcome.labelled_polar, right=_is_dyad),
    "dyad_precision": _share(
        "dyads right, of those claimed", of=lambda outcome: outcome.claimed_polar, right=_is_dyad
    ),
}


def document_sums(outcomes: Sequence[StanceOutcome], documents: int) -> dict[str, Floats]:
    """What each of `documents` documents adds to each of MEASURES, from the outcomes of all.

    The first column counts the outcomes, and the others are those of the measure.
    """
    return {name: _sums(measure, outcomes, documents) for name, measure in MEASURES.items()}


def _sums(measure: Measure, outcomes: Sequence[StanceOutcome], documents: int) -> Floats:
    sums = np.zeros((documents, 1 + measure.width))
    for outcome in outcomes:
        if measure.counted(outcome):
            sums[outcome.document] += (1.0, *measure.columns(outcome))
    return sums


def scores_of(
    sums: DocumentSums, documents: NDArray[np.bool_], *, seed: int = SEED
) -> dict[str, DocumentScore | None]:
    """Every score over the documents (documents,) that are chosen; None where it would be over nothing.

    Intervals are from resampling documents: what is read in one depends on what was read in it before.
    """
    found: dict[str, DocumentScore | None] = {}
    for name, measure in MEASURES.items():
        chosen = sums[name][documents]
        found[name] = None
        if counted := int(chosen[:, 0].sum()):
            alike = np.arange(len(chosen))
            score = interval(chosen, alike, measure.score, seed=seed)
            found[name] = DocumentScore(score.value, score.low, score.high, counted)
    return found


def differences_of(
    first: DocumentSums,
    second: DocumentSums,
    documents: NDArray[np.bool_],
    *,
    seed: int = SEED,
) -> dict[str, Difference | None]:
    """Every score of one reading less that of another of the same documents, which are resampled together.

    None where one of them has no such score. `pairs` of a difference counts the documents.
    """
    found: dict[str, Difference | None] = {}
    for name, measure in MEASURES.items():
        one, other = first[name][documents], second[name][documents]
        found[name] = None
        if one[:, 0].any() and other[:, 0].any():
            alike = np.arange(len(one))
            found[name] = paired_difference(one, other, alike, measure.score, seed=seed)
    return found
