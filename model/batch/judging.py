"""Records in, prediction rows out: the pairs of many statements judged together, the rows in order."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from detente.model.actors import Actor, Mention
from detente.model.batch.records import Record, Row
from detente.model.batch.rows import row_from
from detente.model.errors import ActorsError
from detente.model.faults import fault_of
from detente.model.prediction import Prediction
from detente.model.statements import split_statements

# The first rows are not kept waiting: chunks grow from this size.
FIRST_CHUNK = 32


class Finder(Protocol):
    """What is asked of the classifier's finder; `ActorFinder` is one."""

    def find(self, statement: str, targets: Sequence[str] | None = None) -> list[Mention]:
        """Find the mentions of actors in a statement."""
        ...

    def resolve(self, target: str) -> Actor:
        """Return the actor of a code or name; raises ActorsError for an unknown code."""
        ...


class Classifier(Protocol):
    """What is asked of a classifier; `StanceClassifier` is one."""

    @property
    def name(self) -> str:
        """Name and version of the checkpoint."""
        ...

    @property
    def finder(self) -> Finder:
        """Finds the targets of statements for which none are named."""
        ...

    def predict_pairs(self, pairs: Sequence[tuple[str | None, str]]) -> list[Prediction]:
        """Judge (statement, target) pairs, one prediction a pair, in order."""
        ...


@dataclass(frozen=True, slots=True)
class _Piece:
    # One statement of a record, or a record without any: what becomes one row, or one a target.
    record: Record
    statement: str | None
    position: int | None
    targets: tuple[str, ...] = ()


def judge(
    records: Iterable[Record],
    classifier: Classifier,
    *,
    targets: Sequence[str] | None = None,
    chunk: int = 4096,
) -> Iterator[Row]:
    """Judge every statement of every record; the rows come in input order.

    The targets of a statement are those its row names, judged whether mentioned or not; else those of
    `targets` (codes or names; None for the default ones) that it mentions. A statement with no target
    gives one row without a stance, and a record with an error one row with that error. At most `chunk`
    statements are taken up before the classifier is called, so it bounds memory.

    Raises ActorsError, before anything is judged, where one of `targets` is unknown. What the classifier
    raises is passed on.
    """
    named = None
    if targets is not None:
        named = tuple(dict.fromkeys(classifier.finder.resolve(target).code for target in targets))
    return _judge(records, classifier, named, chunk)


def _judge(
    records: Iterable[Record], classifier: Classifier, named: tuple[str, ...] | None, chunk: int
) -> Iterator[Row]:
    pieces: list[_Piece] = []
    size = min(FIRST_CHUNK, chunk)
    for record in records:
        for piece in _pieces(record, classifier.finder, named):
            pieces.append(piece)
            if len(pieces) >= size:
                yield from _rows(pieces, classifier)
                pieces = []
                size = min(2 * size, chunk)
    yield from _rows(pieces, classifier)


def _pieces(record: Record, finder: Finder, named: tuple[str, ...] | None) -> Iterator[_Piece]:
    if record.text is None or record.error is not None:
        yield _Piece(record, record.text, record.row)
        return
    if record.kind == "statement":
        if (fault := fault_of(record.text)) is not None:
            yield _Piece(replace(record, error=fault), record.text, record.row)
            return
        yield _Piece(record, record.text, record.row, _targets(record.text, record, finder, named))
        return
    count = 0
    for count, statement in enumerate(split_statements(record.text), start=1):
        yield _Piece(record, statement.text, count, _targets(statement.text, record, finder, named))
    if not count:
        yield _Piece(replace(record, text=None, error="no statement found in the document"), None, None)


def _targets(
    statement: str, record: Record, finder: Finder, named: tuple[str, ...] | None
) -> tuple[str, ...]:
    if record.targets is not None:
        return _distinct(record.targets, finder)
    return tuple(dict.fromkeys(mention.target for mention in finder.find(statement, named)))


def _distinct(targets: Sequence[str], finder: Finder) -> tuple[str, ...]:
    """The targets that a row names, without one that is named again in other words."""
    codes: dict[str, str] = {}
    for target in targets:
        try:
            codes.setdefault(finder.resolve(target).code.casefold(), target)
        except ActorsError:
            codes.setdefault(target, target)  # the prediction will say what is wrong with it
    return tuple(codes.values())


def _rows(pieces: list[_Piece], classifier: Classifier) -> Iterator[Row]:
    pairs = [(piece.statement, target) for piece in pieces for target in piece.targets]
    predictions = iter(classifier.predict_pairs(pairs) if pairs else ())
    for piece in pieces:
        judged: list[Prediction | None] = [next(predictions) for _ in piece.targets]
        for prediction in judged or [None]:
            yield row_from(
                piece.record,
                prediction,
                statement=piece.statement,
                position=piece.position,
                checkpoint=classifier.name,
            )
