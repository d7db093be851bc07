"""The columns of prediction rows: one table, from which rows, files and read-back come."""

from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter
from typing import Final, Literal

from detente.batch.records import Record, Row
from detente.model.prediction import Prediction

# What a column holds; every kind may also be null.
Kind = Literal["text", "integer", "number", "boolean"]

_DECIMALS = 6
_PREFIX = "input_"


@dataclass(frozen=True, slots=True)
class Predicted:
    """What a row is made of; `prediction` is None for a statement without a target and for a broken record."""

    record: Record
    statement: str | None
    position: int | None
    checkpoint: str | None
    prediction: Prediction | None
    reading: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of every prediction row: its name, type and meaning, who writes it, and its value.

    Files of version 0.2 lack a column that `is_new`.
    """

    name: str
    kind: Kind
    meaning: str
    writer: Literal["reader", "splitter", "finder", "classifier"]
    value: Callable[[Predicted], object]
    is_new: bool = False


def _of_prediction(name: str) -> Callable[[Predicted], object]:
    value = attrgetter(name)
    return lambda predicted: None if predicted.prediction is None else value(predicted.prediction)


def _probability(value: Callable[[Prediction], float | None]) -> Callable[[Predicted], object]:
    def rounded(predicted: Predicted) -> float | None:
        found = None if predicted.prediction is None else value(predicted.prediction)
        return None if found is None else round(float(found), _DECIMALS)

    return rounded


def _error(predicted: Predicted) -> str | None:
    return predicted.record.error if predicted.prediction is None else predicted.prediction.error


COLUMNS: Final = (
    Column(
        "document",
        "text",
        "the file, as it was given; with `--split`, its row too",
        "reader",
        lambda of: of.record.document,
    ),
    Column(
        "position",
        "integer",
        "number of the statement in its document, or of the row in its table",
        "splitter",
        attrgetter("position"),
    ),
    Column("statement", "text", "the sentence, headline or post", "splitter", attrgetter("statement")),
    Column(
        "lang",
        "text",
        "the language of the statement, ISO 639-1; `und` where it cannot be told",
        "splitter",
        attrgetter("language"),
        is_new=True,
    ),
    Column(
        "target",
        "text",
        "the actor toward whom: `US`, `CN`, `KP`, `KR` or one of your own; empty where none is mentioned",
        "finder",
        lambda of: None if of.prediction is None else of.prediction.target or None,
    ),
    Column("stance", "text", "`cooperative`, `hostile` or `neutral`", "classifier", _of_prediction("stance")),
    Column("score", "number", "probability of the stance", "classifier", _probability(attrgetter("score"))),
    Column(
        "p_cooperative",
        "number",
        "calibrated probability of `cooperative`; the three sum to 1",
        "classifier",
        _probability(lambda prediction: prediction.probabilities.get("cooperative")),
    ),
    Column(
        "p_hostile",
        "number",
        "calibrated probability of `hostile`",
        "classifier",
        _probability(lambda prediction: prediction.probabilities.get("hostile")),
    ),
    Column(
        "p_neutral",
        "number",
        "calibrated probability of `neutral`",
        "classifier",
        _probability(lambda prediction: prediction.probabilities.get("neutral")),
    ),
    Column(
        "source", "text", "who holds the stance; empty for neutral", "classifier", _of_prediction("source")
    ),
    Column(
        "p_source",
        "number",
        "probability of the source",
        "classifier",
        _probability(attrgetter("p_source")),
    ),
    Column(
        "source_by",
        "text",
        "how the source is known: `statement`, `quotation`, `document` or `publisher`",
        "classifier",
        _of_prediction("source_by"),
        is_new=True,
    ),
    Column(
        "source_alone",
        "text",
        "the network's own source, before the document was asked",
        "classifier",
        _of_prediction("source_alone"),
        is_new=True,
    ),
    Column(
        "too_close", "boolean", "the stance is too close to call", "classifier", _of_prediction("too_close")
    ),
    Column(
        "truncated",
        "boolean",
        "the statement was too long and was cut",
        "classifier",
        _of_prediction("truncated"),
    ),
    Column(
        "mention",
        "text",
        "the words that name or mean the target, as written; the first of several",
        "finder",
        _of_prediction("mention"),
        is_new=True,
    ),
    Column(
        "named",
        "boolean",
        "the statement itself names the target",
        "finder",
        _of_prediction("named"),
        is_new=True,
    ),
    Column(
        "p_meant",
        "number",
        "probability that a target is meant that is not named",
        "finder",
        _probability(attrgetter("p_meant")),
        is_new=True,
    ),
    Column(
        "resolved_from",
        "text",
        "the earlier name that the mention goes back to; empty where it names the target itself",
        "finder",
        _of_prediction("resolved_from"),
        is_new=True,
    ),
    Column(
        "reading",
        "text",
        "`document` if read with its document, `statement` or `alone` if by itself; why, after a colon",
        "splitter",
        attrgetter("reading"),
        is_new=True,
    ),
    Column("error", "text", "what is wrong with the row; empty where nothing is", "reader", _error),
    Column(
        "checkpoint", "text", "name and version of the checkpoint", "classifier", attrgetter("checkpoint")
    ),
)
FIXED_COLUMNS: Final = tuple(column.name for column in COLUMNS)
# Those by which a file is known to hold prediction rows, of this version or of 0.2.
KNOWN_BY: Final = tuple(column.name for column in COLUMNS if not column.is_new)


def row_from(
    record: Record,
    prediction: Prediction | None,
    *,
    statement: str | None,
    position: int | None,
    checkpoint: str | None,
    reading: str | None = None,
    language: str | None = None,
) -> Row:
    """Make the row of one predicted pair, of a statement without a target, or of a record with an error.

    `prediction` is None for the latter two. `position` counts from 1. `reading` says how the statement was read, and
    `language` in which language it is, None where there is nothing to read. Probabilities are rounded to 6 decimals.
    The fixed columns come first, then the input's own.
    """
    predicted = Predicted(record, statement, position, checkpoint, prediction, reading, language)
    return {column.name: column.value(predicted) for column in COLUMNS} | dict(record.columns)


def row_text(row: Row, column: str) -> str | None:
    """Return what a prediction row has in a column as text; None for null."""
    return None if row[column] is None else str(row[column])


def row_kind(row: Row) -> str:
    """Return what a prediction row came to: a stance, "no target" or "error"."""
    if row["error"] is not None:
        return "error"
    return "no target" if row["stance"] is None else str(row["stance"])


def carried_name(name: str) -> str:
    """Return the name that an input column has in the output.

    A name that is also one of our columns gets the prefix "input_", and so does such a name that has the
    prefix already: no two names are ever the same, whatever other columns a row has.
    """
    bare = name
    while bare.startswith(_PREFIX):
        bare = bare.removeprefix(_PREFIX)
    return _PREFIX + name if bare in FIXED_COLUMNS else name
