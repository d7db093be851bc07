"""A document and its predictions as plain data: passages in order, each statement with its predictions."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, pairwise

from detente.model.errors import InputError
from detente.model.labels import STANCES, TARGETS
from detente.model.letters.syllables import whole_syllables
from detente.model.prediction import Prediction
from detente.model.splitting.passages import Passage, split_passages
from detente.model.splitting.spans import Span
from detente.model.text.statements import Statement, split_statements
from detente.report.reading.moved_words import MovedWords, words_that_moved
from detente.report.reading.predicting import PredictedText

# A span of the document, and the target whose mention or word it is.
_Marked = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Segment:
    """Some characters of the document, unchanged.

    `targets` are the codes of those that they mention; `moved` of those toward whom they moved the prediction.
    """

    text: str
    targets: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadStatement:
    """A statement's number in the document, from 1, its speaker, and one prediction for each of its targets."""

    number: int
    speaker: str | None
    predictions: tuple[Prediction, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """The segments of one statement, or of the text between two statements (then `statement` is None)."""

    segments: tuple[Segment, ...]
    statement: ReadStatement | None = None


@dataclass(frozen=True, slots=True)
class ReadPassage:
    """A paragraph, or a line of its own; `apart` says that a blank line comes before it."""

    stretches: tuple[Stretch, ...]
    apart: bool

    @property
    def text(self) -> str:
        """The text of the passage in the document, with the line breaks that end it."""
        return "".join(segment.text for stretch in self.stretches for segment in stretch.segments)


@dataclass(frozen=True, slots=True)
class ReadTarget:
    """A target that the document mentions: its code and name, and how many statements take which stance."""

    code: str
    name: str
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Reading:
    """A document that was read: the texts of `passages`, one after the other, are the document.

    `targets` are those with predictions, in the codebook's order, then by first mention. `names` gives the
    name of an actor's code. `checkpoints` are the names of the checkpoints that predicted it. `moved` has the words of
    those predictions that were explained, and `refused` the number of statements by language that were not predicted
    for it. `inferred_publisher` is whose letterhead or dateline the document itself shows, so that it is read in the
    voice of that publisher's state.
    """

    title: str
    checkpoints: tuple[str, ...]
    passages: tuple[ReadPassage, ...]
    targets: tuple[ReadTarget, ...]
    statements: tuple[ReadStatement, ...]
    names: Mapping[str, str]
    moved: MovedWords = field(default_factory=dict)
    refused: Mapping[str, int] = field(default_factory=dict)
    inferred_publisher: str | None = None

    @property
    def predictions(self) -> list[Prediction]:
        """Every prediction, in the document's order."""
        return [prediction for statement in self.statements for prediction in statement.predictions]


def read_document(
    document: str,
    predicted: PredictedText,
    *,
    title: str,
    names: Mapping[str, str],
    moved: MovedWords | None = None,
) -> Reading:
    """Join a document with the predictions of its statements, one list for each of `split_statements(document)`.

    `names` maps codes to names of actors; a code without a name is shown as it is. `moved` are the words that moved
    some of the predictions, of `moved_words`. Raises InputError if the document is empty, and ValueError if the
    predictions belong to another document.
    """
    if not document.strip():
        raise InputError(f"{title}: empty, nothing to read")
    document, _ = whole_syllables(document)  # as the statements have them
    found = split_statements(document)
    statements = tuple(_with_predictions(found, predicted.predictions))
    return Reading(
        title=title,
        checkpoints=tuple(predicted.checkpoints),
        passages=tuple(_passages(document, found, statements, moved or {})),
        targets=tuple(_targets(list(chain(*predicted.predictions)), names)),
        statements=statements,
        names=names,
        moved=moved or {},
        refused=predicted.refused,
        inferred_publisher=predicted.inferred_publisher,
    )


def _with_predictions(
    statements: Sequence[Statement], predictions: Sequence[Sequence[Prediction]]
) -> Iterator[ReadStatement]:
    if len(predictions) != len(statements):
        raise ValueError(f"predictions of {len(predictions)} statements for a document of {len(statements)}")
    for number, (statement, own) in enumerate(zip(statements, predictions, strict=True), start=1):
        if any(one.statement != statement.text for one in own):
            raise ValueError(f"the predictions of statement {number} are those of another one")
        yield ReadStatement(number, statement.speaker, tuple(own))


def _targets(predictions: Sequence[Prediction], names: Mapping[str, str]) -> Iterator[ReadTarget]:
    found = dict.fromkeys(prediction.target for prediction in predictions)
    counts: dict[str, Counter[str]] = {code: Counter() for code in found}
    for prediction in predictions:
        if prediction.stance is not None:
            counts[prediction.target][prediction.stance] += 1
    for code in (
        *(code for code in TARGETS if code in found),
        *(code for code in found if code not in TARGETS),
    ):
        yield ReadTarget(code, names.get(code, code), {stance: counts[code][stance] for stance in STANCES})


def _passages(
    document: str, found: Sequence[Statement], statements: Sequence[ReadStatement], moved: MovedWords
) -> Iterator[ReadPassage]:
    split = list(split_passages(document))
    stretches = list(_statement_stretches(document, found, statements, split, moved))
    spans = [(statement.start, statement.end) for statement in found]
    cuts = list(_cuts(document, split))
    at = 0
    for (start, apart), (end, _) in pairwise([*cuts, (len(document), False)]):
        last = at
        while last < len(spans) and spans[last][0] < end:
            last += 1
        whole = _with_gaps(document, (start, end), spans[at:last], stretches[at:last])
        yield ReadPassage(tuple(whole), apart)
        at = last


def _cuts(document: str, passages: Sequence[Passage]) -> Iterator[tuple[int, bool]]:
    """Where a passage of the page begins, and whether a blank line comes before it.

    Each line begins one, except blank lines and those that continue a passage of the document.
    """
    at, blank, number = 0, False, 0
    for line in document.splitlines(keepends=True):
        while number < len(passages) and passages[number].offsets[-1] < at:
            number += 1
        continues = number < len(passages) and passages[number].offsets[0] < at
        if at == 0 or (line.strip() and not continues):
            yield at, blank
        blank = not line.strip()
        at += len(line)


def _with_gaps(
    document: str, span: Span, spans: Sequence[Span], stretches: Sequence[Stretch]
) -> Iterator[Stretch]:
    """The stretches of the statements at `spans`, with the text around and between them."""
    at, end = span
    for (first, last), stretch in zip(spans, stretches, strict=True):
        if at < first:
            yield Stretch((Segment(document[at:first]),))
        yield stretch
        at = last
    if at < end:
        yield Stretch((Segment(document[at:end]),))


def _statement_stretches(
    document: str,
    found: Sequence[Statement],
    statements: Sequence[ReadStatement],
    passages: Sequence[Passage],
    moved: MovedWords,
) -> Iterator[Stretch]:
    number = 0
    for statement, read in zip(found, statements, strict=True):
        while passages[number].offsets[-1] < statement.start:
            number += 1
        offsets = _offsets(statement, passages[number]) if read.predictions else []
        mentions = [
            _in_document(offsets, start, end, one.target)
            for one in read.predictions
            for start, end in _mention_spans(one)
        ]
        words = [
            _in_document(offsets, word.start, word.end, one.target)
            for one in read.predictions
            for word in words_that_moved(moved, one) or ()
        ]
        yield Stretch(tuple(_segments(document, (statement.start, statement.end), mentions, words)), read)


def _mention_spans(prediction: Prediction) -> list[Span]:
    """Where a statement names a target, or where the words stand by which it means it: the first of them."""
    if prediction.mentions or prediction.mention is None or prediction.statement is None:
        return [(mention.start, mention.end) for mention in prediction.mentions]
    found = re.search(rf"(?<!\w){re.escape(prediction.mention)}(?!\w)", prediction.statement)
    return [] if found is None else [found.span()]


def _in_document(offsets: Sequence[int], start: int, end: int, target: str) -> _Marked:
    """A stretch of a statement as one of the document, for a target."""
    return offsets[start], offsets[end - 1] + 1, target


def _offsets(statement: Statement, passage: Passage) -> list[int]:
    """The offset in the document of each character of the statement's text."""
    at = bisect_left(passage.offsets, statement.start)
    offsets: list[int] = []
    for character in statement.text:
        # One space stands for a run of white space: the rest of the run is skipped.
        while character != " " and passage.text[at] != character:
            at += 1
        offsets.append(passage.offsets[at])
        at += 1
    return offsets


def _segments(
    document: str, span: Span, mentions: Sequence[_Marked], words: Sequence[_Marked]
) -> Iterator[Segment]:
    """The statement cut wherever a mention or a word begins or ends; those of several targets may overlap."""
    ends = {end for start, last, _ in (*mentions, *words) for end in (start, last)}
    for first, last in pairwise(sorted({*span, *ends})):
        yield Segment(document[first:last], _around(mentions, first, last), _around(words, first, last))


def _around(marked: Sequence[_Marked], first: int, last: int) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for start, end, code in marked if start <= first and last <= end))
