"""Records in, prediction rows out: the pairs of many statements predicted together, the rows in order."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import TypeVar

from detente.batch.chunks import CHUNK, cut
from detente.batch.columns import row_from
from detente.batch.planning import DocumentOptions
from detente.batch.records import Record, Row
from detente.batch.statements.record_statements import RecordStatement
from detente.model.classifying import Finder, PlanClassifier
from detente.model.document.joining import in_own_voice
from detente.model.errors import ActorsError
from detente.model.languages import unsupported_language
from detente.model.prediction import Prediction, failed
from detente.model.routing import Deferred, RoutedClassifier, predict_together
from detente.model.statement_predicting import codes_of

Key = TypeVar("Key")

# Predicts chunks: one list of rows a chunk, in order. `predict_chunks` is one, with its classifier.
PredictChunks = Callable[[Iterator[Sequence[RecordStatement]]], Iterator[list[Row]]]


def predict_rows(
    records: Iterable[Record],
    classifier: PlanClassifier,
    *,
    targets: Iterable[str] | str | None = None,
    chunk: int = CHUNK,
    documents: DocumentOptions | None = None,
    any_language: bool = False,
) -> Iterator[Row]:
    """Predict every statement of every record; the rows come in input order.

    Documents are read as a whole, as `documents` says; so are consecutive table rows that name the same `document`
    and have a `position`. The targets of a statement are those its row names, whether mentioned or not; else those of
    `targets` (codes or names, one or several; None for the default ones) that it mentions or, by its document, means. A
    statement with no target gives one row without a stance, and a record with an error one row with that error; so does
    a statement in a language that the classifier does not know, unless `any_language` has it predicted all the same. At
    most `chunk` statements, fewer where their columns are long, are predicted together, and a document is read at most
    DOCUMENT_STATEMENTS at once, which bounds memory.

    Raises, before anything is predicted, ActorsError where one of `targets` is unknown, and what
    `DocumentOptions.planner` raises. What the classifier raises is raised here.
    """
    named = codes_of(targets, classifier.finder)
    planner = (documents or DocumentOptions()).planner(classifier.finder, named)
    asked = (
        RoutedClassifier(Deferred.loaded_already(classifier), any_language=True)
        if any_language
        else classifier
    )
    return chain.from_iterable(predict_chunks(cut(records, planner, chunk=chunk), asked, named))


def predict_chunks(
    chunks: Iterable[Sequence[RecordStatement]],
    classifier: PlanClassifier,
    targets: tuple[str, ...] | None,
) -> Iterator[list[Row]]:
    """Predict the statements of each chunk together: one list of rows a chunk, in order, as they are asked for.

    The rows of a chunk depend on nothing but the chunk, to the last digit: what was predicted before it,
    and in which run, makes no difference. `targets` are those of `codes_of`; the rest is as in `predict_rows`.
    """
    for statements in chunks:
        yield list(predict_statements(statements, classifier, targets))


def predict_keyed(
    chunks: Iterable[tuple[Key, Sequence[RecordStatement]]], predict: PredictChunks
) -> Iterator[tuple[Key, list[Row]]]:
    """Predict chunks that come with a key, and yield the key with the rows; `predict` may read some chunks ahead."""
    waiting: deque[Key] = deque()

    def unkeyed() -> Iterator[Sequence[RecordStatement]]:
        for key, statements in chunks:
            waiting.append(key)
            yield statements

    for rows in predict(unkeyed()):
        yield waiting.popleft(), rows


def predict_statements(
    statements: Sequence[RecordStatement], classifier: PlanClassifier, targets: tuple[str, ...] | None
) -> Iterator[Row]:
    """Predict the statements of a chunk, as `predict_rows` does; `targets` are those of `codes_of`."""
    predicted = predictions_of(statements, classifier, targets)
    for one, of_one in zip(statements, predicted, strict=True):
        asked = classifier_of(one, classifier) or classifier
        for prediction in of_one or (None,):
            yield row_from(
                one.record,
                prediction,
                statement=one.statement,
                position=one.position,
                checkpoint=asked.name,
                reading=one.reading,
                language=one.language,
            )


def predictions_of(
    statements: Sequence[RecordStatement], classifier: PlanClassifier, targets: tuple[str, ...] | None
) -> list[list[Prediction]]:
    """Predict statements by their plans, or by themselves: a list each, empty where there is nothing to predict.

    A statement in a language that the classifier does not know has one prediction, without a target, with the error.
    """
    return predict_together(
        statements,
        [classifier_of(one, classifier) for one in statements],
        lambda asked, some: (
            [_refused(one, classifier) for one in some]
            if asked is None
            else _predictions_in(some, asked, targets)
        ),
    )


def classifier_of(one: RecordStatement, classifier: PlanClassifier) -> PlanClassifier | None:
    """Return what predicts a statement of a run with `classifier`; None where nothing knows its language."""
    return classifier if one.language is None else classifier.for_language(one.language)


def _refused(one: RecordStatement, classifier: PlanClassifier) -> list[Prediction]:
    return [failed(one.statement, "", unsupported_language(str(one.language), classifier.languages))]


def _predictions_in(
    statements: Sequence[RecordStatement], classifier: PlanClassifier, targets: tuple[str, ...] | None
) -> list[list[Prediction]]:
    """Predict statements in languages that the classifier knows."""
    targets_of_each = [_targets(one, classifier.finder, targets) for one in statements]
    pairs = [
        (one.statement, target)
        for one, found in zip(statements, targets_of_each, strict=True)
        for target in found
    ]
    plans = [one.plan for one in statements if one.plan is not None]
    predictions = iter(classifier.predict_pairs(pairs) if pairs else ())
    planned = iter(classifier.predict_plans(plans) if plans else ())
    return [
        next(planned)
        if one.plan is not None
        else [in_own_voice(each, one.voice) for each in islice(predictions, len(found))]
        for one, found in zip(statements, targets_of_each, strict=True)
    ]


def _targets(one: RecordStatement, finder: Finder, named: tuple[str, ...] | None) -> tuple[str, ...]:
    if one.statement is None or one.record.error is not None or one.plan is not None:
        return ()
    if one.record.targets is not None:
        return _distinct(one.record.targets, finder)
    return tuple(dict.fromkeys(mention.target for mention in finder.find(one.statement, named)))


def _distinct(targets: Sequence[str], finder: Finder) -> tuple[str, ...]:
    """The targets that a row names, without one that is named again in other words."""
    codes: dict[str, str] = {}
    for target in targets:
        try:
            codes.setdefault(finder.resolve(target).code.casefold(), target)
        except ActorsError:
            codes.setdefault(target, target)  # the prediction will say what is wrong with it
    return tuple(codes.values())
