"""Predicts the statements of one text, for its page."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Final

from detente.batch.planning import INFERRED_PUBLISHER, DocumentOptions
from detente.batch.predicting import classifier_of, predictions_of
from detente.batch.readers.folders import STDIN
from detente.batch.records import Record
from detente.batch.statements.record_statements import statements_of
from detente.model.classifying import PlanClassifier
from detente.model.prediction import Prediction
from detente.model.statement_predicting import codes_of

__all__ = ["PredictedText", "predict_text"]

# Statements predicted between two updates of a progress bar.
_STATEMENTS_PER_UPDATE: Final = 64


@dataclass(frozen=True, slots=True)
class PredictedText:
    """The predictions of each statement of a text, in order, and the names of the checkpoints that made them.

    `refused` counts by language the statements that were not predicted for it; they have no predictions.
    `inferred_publisher` is whose letterhead or dateline the text itself shows, None where it was told or shows none.
    """

    predictions: Sequence[Sequence[Prediction]]
    checkpoints: Sequence[str]
    refused: Counter[str] = field(default_factory=Counter)
    inferred_publisher: str | None = None


def predict_text(
    text: str,
    classifier: PlanClassifier,
    *,
    targets: Sequence[str] | None = None,
    documents: DocumentOptions | None = None,
    watched: Callable[[range], Iterable[int]] = iter,
) -> PredictedText:
    """Predict the statements of a text toward the `targets` that each names or means; None for the default ones.

    `documents` says how it is read. `watched` gives what it is given, and may show how far that is. Raises ActorsError
    if a target is unknown, and what `DocumentOptions.planner` raises.
    """
    named = codes_of(targets or None, classifier.finder)
    planner = (documents or DocumentOptions()).planner(classifier.finder, named)
    record = Record(text, {}, STDIN, None, "document")
    statements = [one for one in statements_of([record], planner) if one.statement is not None]
    starts = watched(range(0, len(statements), _STATEMENTS_PER_UPDATE))
    chunks = (statements[start : start + _STATEMENTS_PER_UPDATE] for start in starts)
    found = chain.from_iterable(predictions_of(chunk, classifier, named) for chunk in chunks)
    predictions: list[list[Prediction]] = []
    names: dict[str, None] = {}
    refused: Counter[str] = Counter()
    for one, of_one in zip(statements, found, strict=True):
        asked = classifier_of(one, classifier)
        predictions.append([] if asked is None else of_one)
        if asked is None:
            refused[str(one.language)] += 1
        elif of_one:
            names[asked.name] = None
    inferred = statements[0].record.columns.get(INFERRED_PUBLISHER) if statements else None
    return PredictedText(
        predictions, list(names) or [classifier.name], refused, None if inferred is None else str(inferred)
    )
