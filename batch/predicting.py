"""Records in, prediction rows out: the pairs of many statements judged together, the rows in order."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import Protocol, TypeVar

from detente.batch.chunks import CHUNK, RecordStatement, cut
from detente.batch.columns import row_from
from detente.batch.records import Record, Row
from detente.model.errors import ActorsError
from detente.model.prediction import Prediction
from detente.model.text.actor_finder import Actor, Mention

Mark = TypeVar("Mark")

# Judges chunks of pieces: one list of rows a chunk, in order. `predict_chunks` is one, with its classifier.
PredictChunks = Callable[[Iterator[Sequence[RecordStatement]]], Iterator[list[Row]]]


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


def predict_rows(
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
    statements, fewer where their columns are long, are taken up before the classifier is called, so it
    bounds memory.

    Raises ActorsError, before anything is judged, where one of `targets` is unknown. What the classifier
    raises is passed on.
    """
    named = known_targets(targets, classifier.finder)
    return chain.from_iterable(predict_chunks(cut(records, chunk=chunk), classifier, named))


def predict_chunks(
    chunks: Iterable[Sequence[RecordStatement]], classifier: Classifier, targets: tuple[str, ...] | None
) -> Iterator[list[Row]]:
    """Judge the statements of each chunk together: one list of rows a chunk, in order, as they are asked for.

    The rows of a chunk depend on nothing but the chunk, to the last digit: what was judged before it, and
    in which run, makes no difference. `targets` are those of `known_targets`; the rest is as in `predict_rows`.
    """
    for pieces in chunks:
        yield list(predict_statements(pieces, classifier, targets))


def predict_marked(
    chunks: Iterable[tuple[Mark, Sequence[RecordStatement]]], predict: PredictChunks
) -> Iterator[tuple[Mark, list[Row]]]:
    """Judge chunks that carry a mark, and give the mark with the rows; `predict_rows` may read some chunks ahead."""
    waiting: deque[Mark] = deque()

    def unmarked() -> Iterator[Sequence[RecordStatement]]:
        for mark, pieces in chunks:
            waiting.append(mark)
            yield pieces

    for rows in predict(unmarked()):
        yield waiting.popleft(), rows


def known_targets(targets: Sequence[str] | None, finder: Finder) -> tuple[str, ...] | None:
    """Return the codes of `targets`, each once; raises ActorsError where one is unknown."""
    if targets is None:
        return None
    return tuple(dict.fromkeys(finder.resolve(target).code for target in targets))


def predict_statements(
    pieces: Sequence[RecordStatement], classifier: Classifier, targets: tuple[str, ...] | None
) -> Iterator[Row]:
    """Judge what `cut` has put together, as `predict_rows` does; `targets` are those of `known_targets`."""
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


def _targets(piece: RecordStatement, finder: Finder, named: tuple[str, ...] | None) -> tuple[str, ...]:
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
