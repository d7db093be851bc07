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

# Statements judged together. The first rows are not kept waiting: chunks grow from the smaller size.
CHUNK = 4096
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
class Piece:
    """One statement of a record, or a record without any: what becomes one row, or one a target.

    `record` has no text: a long document is not carried along with each of its statements.
    """

    record: Record
    statement: str | None
    position: int | None


def judge(
    records: Iterable[Record],
    classifier: Classifier,
    *,
    targets: Sequence[str] | None = None,
    chunk: int = CHUNK,
) -> Iterator[Row]:
    """Judge every statement of every record; the rows come in input order.

    The targets of a statement are those its row names, judged whether mentioned or not; else those of
    `targets` (codes or names; None for the default ones) that it mentions. A statement with no target
    gives one row without a stance, and a record with an error one row with that error. At most `chunk`
    statements are taken up before the classifier is called, so it bounds memory.

    Raises ActorsError, before anything is judged, where one of `targets` is unknown. What the classifier
    raises is passed on.
    """
    named = known_targets(targets, classifier.finder)
    return (row for pieces in cut(records, chunk=chunk) for row in judge_pieces(pieces, classifier, named))


def known_targets(targets: Sequence[str] | None, finder: Finder) -> tuple[str, ...] | None:
    """Return the codes of `targets`, each once; raises ActorsError where one is unknown."""
    if targets is None:
        return None
    return tuple(dict.fromkeys(finder.resolve(target).code for target in targets))


def cut(records: Iterable[Record], *, chunk: int = CHUNK) -> Iterator[list[Piece]]:
    """Split records into statements, and give them in the lists that are judged together, up to `chunk` each."""
    pieces: list[Piece] = []
    size = min(FIRST_CHUNK, chunk)
    for record in records:
        for piece in _pieces(record):
            pieces.append(piece)
            if len(pieces) >= size:
                yield pieces
                pieces = []
                size = min(2 * size, chunk)
    if pieces:
        yield pieces


def judge_pieces(
    pieces: Sequence[Piece], classifier: Classifier, targets: tuple[str, ...] | None
) -> Iterator[Row]:
    """Judge what `cut` has put together, as `judge` does; `targets` are those of `known_targets`."""
    sought = [_targets(piece, classifier.finder, targets) for piece in pieces]
    pairs = [
        (piece.statement, target) for piece, found in zip(pieces, sought, strict=True) for target in found
    ]
    predictions = iter(classifier.predict_pairs(pairs) if pairs else ())
    for piece, found in zip(pieces, sought, strict=True):
        judged: list[Prediction | None] = [next(predictions) for _ in found]
        for prediction in judged or [None]:
            yield row_from(
                piece.record,
                prediction,
                statement=piece.statement,
                position=piece.position,
                checkpoint=classifier.name,
            )


def _pieces(record: Record) -> Iterator[Piece]:
    textless = replace(record, text=None)
    if record.text is None or record.error is not None:
        yield Piece(textless, record.text, record.row)
        return
    if record.kind == "statement":
        yield Piece(replace(textless, error=fault_of(record.text)), record.text, record.row)
        return
    count = 0
    for count, statement in enumerate(split_statements(record.text), start=1):
        yield Piece(textless, statement.text, count)
    if not count:
        yield Piece(replace(textless, error="no statement found in the document"), None, None)


def _targets(piece: Piece, finder: Finder, named: tuple[str, ...] | None) -> tuple[str, ...]:
    if piece.statement is None or piece.record.error is not None:
        return ()
    if piece.record.targets is not None:
        return _distinct(piece.record.targets, finder)
    return tuple(dict.fromkeys(mention.target for mention in finder.find(piece.statement, named)))


def _distinct(targets: Sequence[str], finder: Finder) -> tuple[str, ...]:
    """The targets that a row names, without one that is named again in other words."""
    codes: dict[str, str] = {}
    for target in targets:
        try:
            codes.setdefault(finder.resolve(target).code.casefold(), target)
        except ActorsError:
            codes.setdefault(target, target)  # the prediction will say what is wrong with it
    return tuple(codes.values())
