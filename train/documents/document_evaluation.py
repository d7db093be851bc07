"""One reading of labelled documents scored: the whole, by kind of publisher, and what went wrong."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from detente.model.errors import InputError
from detente.train.documents.document_predictions import DocumentPredictions
from detente.train.documents.document_scores import (
    DocumentScore,
    DocumentSums,
    differences_of,
    document_sums,
    scores_of,
)
from detente.train.documents.labelled_documents import LabelledDocument
from detente.train.documents.publisher_kinds import KCNA, publisher_kind
from detente.train.documents.stance_outcomes import MISS_KINDS, StanceOutcome, stance_outcomes
from detente.train.evaluate.bootstrap import SEED, Difference

ALL: Final = "all"
WITHOUT_KCNA: Final = f"without {KCNA}"

# By group of documents and name of the score; None where a reading has no such score.
DocumentDifferences = dict[str, dict[str, Difference | None]]


@dataclass(frozen=True, slots=True)
class DocumentGroup:
    """The scores of some of the documents by the names of MEASURES, None where nothing counts."""

    documents: int
    stances: int
    scores: dict[str, DocumentScore | None]


@dataclass(frozen=True, slots=True)
class DocumentEvaluation:
    """The scores of one reading of labelled documents.

    `stances` counts the labelled ones, `polar` those of them that are hostile or cooperative, `errors` the predictions
    that failed and count as targets not found. `groups` has all documents, each kind of publisher, and all without
    KCNA. `misses` has what went wrong by kind: targets not found in the order of the documents, the rest with the
    highest probability first. `sums` (documents, ...) are what differences are worked out from.
    """

    documents: int
    statements: int
    stances: int
    polar: int
    errors: int
    groups: dict[str, DocumentGroup]
    misses: dict[str, list[StanceOutcome]] = field(repr=False)
    sums: DocumentSums = field(repr=False)


def evaluate_documents(
    documents: Sequence[LabelledDocument],
    predictions: DocumentPredictions,
    *,
    seed: int = SEED,
) -> DocumentEvaluation:
    """Score the predictions of labelled documents, one list a document, in it one list a statement.

    `seed` draws the resamples of intervals. Raises InputError where there is no document, or where predictions and
    labels differ in the number of documents or statements.
    """
    if not documents:
        raise InputError("there are no documents to score")
    outcomes = stance_outcomes(documents, predictions)
    sums = document_sums(outcomes, len(documents))
    labels = Counter(outcome.document for outcome in outcomes if outcome.label is not None)
    groups = {}
    for name, chosen in document_groups(documents).items():
        scores = scores_of(sums, chosen, seed=seed)
        stances = sum(labels[int(number)] for number in np.flatnonzero(chosen))
        groups[name] = DocumentGroup(int(chosen.sum()), stances, scores)
    return DocumentEvaluation(
        documents=len(documents),
        statements=sum(len(document.statements) for document in documents),
        stances=labels.total(),
        polar=sum(outcome.labelled_polar for outcome in outcomes),
        errors=sum(each.error is not None for of in predictions for found in of for each in found),
        groups=groups,
        misses={kind: _misses(outcomes, kind) for kind in MISS_KINDS},
        sums=sums,
    )


def compare_documents(
    first: DocumentEvaluation,
    second: DocumentEvaluation,
    documents: Sequence[LabelledDocument],
    *,
    seed: int = SEED,
) -> DocumentDifferences:
    """Every score of `first` less that of `second`, by group and name: over all documents, and without KCNA.

    Both must be evaluations of `documents`, which are resampled together.
    """
    groups = document_groups(documents)
    return {
        name: differences_of(first.sums, second.sums, groups[name], seed=seed)
        for name in (ALL, WITHOUT_KCNA)
        if name in groups
    }


def document_groups(documents: Sequence[LabelledDocument]) -> dict[str, NDArray[np.bool_]]:
    """Which documents (documents,) are in each group: all, the kinds of publishers that occur, all without KCNA."""
    kinds = np.array([publisher_kind(document.publisher) for document in documents])
    groups = {ALL: np.ones(len(documents), dtype=np.bool_)}
    present = sorted(set(kinds.tolist()), key=lambda kind: (kind != KCNA, kind))
    groups |= {kind: kinds == kind for kind in present}
    if KCNA in present and len(present) > 1:
        groups[WITHOUT_KCNA] = kinds != KCNA
    return groups


def _misses(outcomes: Sequence[StanceOutcome], kind: str) -> list[StanceOutcome]:
    return sorted((outcome for outcome in outcomes if outcome.miss == kind), key=_surest_first)


def _surest_first(outcome: StanceOutcome) -> float:
    return -(outcome.prediction.score or 0.0) if outcome.prediction is not None else 0.0
