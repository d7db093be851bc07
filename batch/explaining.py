"""Chosen rows in, the words that their predictions rest on out."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain
from typing import NamedTuple

from detente.batch.chosen_rows import ChosenRow
from detente.model.classifying import Finder, PlanClassifier
from detente.model.explanation import Explanation
from detente.model.languages import unsupported_language
from detente.model.statement_predicting import codes_of
from detente.model.text.language import statement_language


class Explained(NamedTuple):
    """A row, its explanation, and the name of the checkpoint that explained it; both None where nothing did."""

    row: ChosenRow
    explanation: Explanation | None = None
    checkpoint: str | None = None


def explain_rows(
    rows: Sequence[ChosenRow], classifier: PlanClassifier, *, targets: Sequence[str] | None = None
) -> Iterator[Explained]:
    """Explain each row toward `targets`, else those that it names, else those that its statement mentions.

    The rows come in order, as they are explained. One that cannot be predicted, or mentions no target, comes back
    without an explanation; so does one in a language that the classifier does not know, with that error. Raises
    ActorsError if one of `targets` is unknown.
    """
    finder = classifier.finder
    named = codes_of(targets or None, finder)
    asked = [_asked(row, classifier) for row in rows]
    pairs = [[] if name is None else _pairs(row, named, finder) for row, name in asked]
    explanations = classifier.explain_predictions(classifier.predict_pairs(list(chain(*pairs))))
    for (row, name), of_row in zip(asked, pairs, strict=True):
        if not of_row:
            yield Explained(row)
        for _ in of_row:
            yield Explained(row, next(explanations), name)


def _pairs(row: ChosenRow, named: Sequence[str] | None, finder: Finder) -> list[tuple[str, str]]:
    if row.statement is None:
        return []
    targets = named or row.targets or dict.fromkeys(one.target for one in finder.find(row.statement))
    return [(row.statement, target) for target in targets]


def _asked(row: ChosenRow, classifier: PlanClassifier) -> tuple[ChosenRow, str | None]:
    """The row, with its error where no checkpoint knows its language, and the name of the checkpoint that does."""
    if row.statement is None or row.error is not None:
        return row, None
    language = statement_language(row.statement)
    known = classifier.for_language(language)
    if known is None:
        return replace(row, error=unsupported_language(language, classifier.languages)), None
    return row, known.name
