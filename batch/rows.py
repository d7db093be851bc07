"""Prediction rows: what is written for every statement and target."""

from typing import Final

from detente.batch.records import Record, Row
from detente.model.labels import STANCES
from detente.model.prediction import Prediction

FIXED_COLUMNS: Final = (
    "document",
    "position",
    "statement",
    "target",
    "stance",
    "score",
    "p_cooperative",
    "p_hostile",
    "p_neutral",
    "source",
    "p_source",
    "too_close",
    "truncated",
    "error",
    "checkpoint",
)

_DECIMALS = 6


def row_from(
    record: Record,
    prediction: Prediction | None,
    *,
    statement: str | None,
    position: int | None,
    checkpoint: str | None,
) -> Row:
    """Make the row of one judged pair, of a statement without a target, or of a record with an error.

    `prediction` is None for the latter two. `position` counts from 1: the statement in its document, or
    the row in its table. Probabilities are rounded to 6 decimals. The fixed columns come first, then the
    input's own.
    """
    row: Row = dict.fromkeys(FIXED_COLUMNS)
    row |= {
        "document": record.document,
        "position": position,
        "statement": statement,
        "error": record.error,
        "checkpoint": checkpoint,
    }
    if prediction is not None:
        row |= _judged(prediction)
    return row | dict(record.columns)


def row_kind(row: Row) -> str:
    """What a prediction row came to: a stance, "no target" or "error"."""
    if row["error"] is not None:
        return "error"
    return "no target" if row["stance"] is None else str(row["stance"])


def _judged(prediction: Prediction) -> Row:
    probabilities = prediction.probabilities
    return {
        "target": prediction.target,
        "stance": prediction.stance,
        "score": _rounded(prediction.score),
        **{f"p_{stance}": _rounded(probabilities.get(stance)) for stance in STANCES},
        "source": prediction.source,
        "p_source": _rounded(prediction.p_source),
        "too_close": prediction.too_close,
        "truncated": prediction.truncated,
        "error": prediction.error,
    }


def _rounded(probability: float | None) -> float | None:
    return None if probability is None else round(float(probability), _DECIMALS)
