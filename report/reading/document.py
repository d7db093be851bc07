"""A document and its predictions as plain data: passages in order, each statement with what was judged of it."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from detente.model.errors import InputError
from detente.model.labels import STANCES, TARGETS
from detente.model.prediction import Prediction
from detente.model.text.passages import Passage, split_passages
from detente.model.text.statements import Statement, split_statements

__all__ = ["Part", "Piece", "ReadPassage", "ReadStatement", "ReadTarget", "Reading", "read_document"]

_Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the document as it stands, and the codes of the targets that it mentions."""

    text: str
    targets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadStatement:
    """A statement's number in the document, from 1, its speaker, and one prediction for each of its targets."""

    number: int
    speaker: str | None
    predictions: tuple[Prediction, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """The pieces of one statement, or of what stands between two statements (then `statement` is None)."""

    pieces: tuple[Piece, ...]
    statement: ReadStatement | None = None


@dataclass(frozen=True, slots=True)
class ReadPassage:
    """A paragraph or a line that stands for itself; `apart` says that a blank line stands before it."""

    parts: tuple[Part, ...]
    apart: bool

    @property
    def text(self) -> str:
        """The passage as it stands in the document, with the line breaks that end it."""
        return "".join(piece.text for part in self.parts for piece in part.pieces)


@dataclass(frozen=True, slots=True)
class ReadTarget:
    """A target that the document mentions: its code and name, and how many statements take which stance."""

    code: str
    name: str
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Reading:
    """A document that was read: the texts of `passages`, one after the other, are the document.

    `targets` are those that were judged, in the codebook's order, then by first mention. `names` gives the
    name of an actor's code. `checkpoint` is the name of what judged.
    """

    title: str
    checkpoint: str
    passages: tuple[ReadPassage, ...]
    targets: tuple[ReadTarget, ...]
    statements: tuple[ReadStatement, ...]
    names: Mapping[str, str]

    @property
    def predictions(self) -> list[Prediction]:
        """Every prediction, in the document's order."""
        return [prediction for statement in self.statements for prediction in statement.predictions]


def read_document(
    document: str, predictions: Sequence[Prediction], *, title: str, checkpoint: str, names: Mapping[str, str]
) -> Reading:
    """Lay the predictions of a document's statements over the document.

    `predictions` are those of `split_statements(document)` in order, as `StanceClassifier.read` gives
    them. `names` maps codes to names of actors; a code that it lacks is its own name. Raises InputError
    where the document is empty, and ValueError where the predictions are of another document.
    """
    if not document.strip():
        raise InputError(f"{title}: empty, nothing to read")
    found = split_statements(document)
    statements = tuple(_with_predictions(found, predictions))
    return Reading(
        title=title,
        checkpoint=checkpoint,
        passages=tuple(_passages(document, found, statements)),
        targets=tuple(_targets(predictions, names)),
        statements=statements,
        names=names,
    )


def _with_predictions(
    statements: Sequence[Statement], predictions: Sequence[Prediction]
) -> Iterator[ReadStatement]:
    """Deal the predictions out; a text that stands twice in a row begins anew where a target comes again."""
    at = 0
    for number, statement in enumerate(statements, start=1):
        own: dict[str, Prediction] = {}
        while at < len(predictions) and predictions[at].statement == statement.text:
            if predictions[at].target in own:
                break
            own[predictions[at].target] = predictions[at]
            at += 1
        yield ReadStatement(number, statement.speaker, tuple(own.values()))
    if at < len(predictions):
        raise ValueError(f"prediction {at + 1} is of no statement of this document, or is out of order")


def _targets(predictions: Sequence[Prediction], names: Mapping[str, str]) -> Iterator[ReadTarget]:
    met = dict.fromkeys(prediction.target for prediction in predictions)
    counts: dict[str, Counter[str]] = {code: Counter() for code in met}
    for prediction in predictions:
        if prediction.stance is not None:
            counts[prediction.target][prediction.stance] += 1
    for code in (*(code for code in TARGETS if code in met), *(code for code in met if code not in TARGETS)):
        yield ReadTarget(code, names.get(code, code), {stance: counts[code][stance] for stance in STANCES})


def _passages(
    document: str, found: Sequence[Statement], statements: Sequence[ReadStatement]
) -> Iterator[ReadPassage]:
    split = list(split_passages(document))
    parts = list(_statement_parts(document, found, statements, split))
    spans = [(statement.start, statement.end) for statement in found]
    cuts = list(_cuts(document, split))
    at = 0
    for (start, apart), (end, _) in pairwise([*cuts, (len(document), False)]):
        last = at
        while last < len(spans) and spans[last][0] < end:
            last += 1
        laid = _laid_out(document, (start, end), spans[at:last], parts[at:last])
        yield ReadPassage(tuple(laid), apart)
        at = last


def _cuts(document: str, passages: Sequence[Passage]) -> Iterator[tuple[int, bool]]:
    """Where a passage of the page begins, and whether a blank line stands before it.

    It begins with every line, but for those that are blank or go on with a passage of the document.
    """
    at, blank, number = 0, False, 0
    for line in document.splitlines(keepends=True):
        while number < len(passages) and passages[number].offsets[-1] < at:
            number += 1
        goes_on = number < len(passages) and passages[number].offsets[0] < at
        if at == 0 or (line.strip() and not goes_on):
            yield at, blank
        blank = not line.strip()
        at += len(line)


def _laid_out(document: str, span: _Span, spans: Sequence[_Span], parts: Sequence[Part]) -> Iterator[Part]:
    """The parts of the statements at `spans`, with what stands around and between them."""
    at, end = span
    for (first, last), part in zip(spans, parts, strict=True):
        if at < first:
            yield Part((Piece(document[at:first]),))
        yield part
        at = last
    if at < end:
        yield Part((Piece(document[at:end]),))


def _statement_parts(
    document: str,
    found: Sequence[Statement],
    statements: Sequence[ReadStatement],
    passages: Sequence[Passage],
) -> Iterator[Part]:
    number = 0
    for statement, read in zip(found, statements, strict=True):
        while passages[number].offsets[-1] < statement.start:
            number += 1
        mentions = list(_mentions(statement, read, passages[number])) if read.predictions else []
        pieces = _pieces(document, (statement.start, statement.end), mentions)
        yield Part(tuple(pieces), read)


def _mentions(statement: Statement, read: ReadStatement, passage: Passage) -> Iterator[tuple[int, int, str]]:
    """Where in the document the statement's mentions stand, which are counted in its folded text."""
    places = _places(statement, passage)
    for prediction in read.predictions:
        for mention in prediction.mentions:
            yield places[mention.start], places[mention.end - 1] + 1, prediction.target


def _places(statement: Statement, passage: Passage) -> list[int]:
    """The offset in the document of each character of the statement's text."""
    at = bisect_left(passage.offsets, statement.start)
    places: list[int] = []
    for character in statement.text:
        # One space stands for a whole run of white space: what is left of the run is passed over.
        while character != " " and passage.text[at] != character:
            at += 1
        places.append(passage.offsets[at])
        at += 1
    return places


def _pieces(document: str, span: _Span, mentions: Sequence[tuple[int, int, str]]) -> Iterator[Piece]:
    """The statement cut wherever a mention begins or ends; mentions of several targets may overlap."""
    ends = {end for start, last, _ in mentions for end in (start, last)}
    for first, last in pairwise(sorted({*span, *ends})):
        targets = dict.fromkeys(code for start, end, code in mentions if start <= first and last <= end)
        yield Piece(document[first:last], tuple(targets))
