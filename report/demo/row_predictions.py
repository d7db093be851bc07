"""Rows as predictions again, as far as finding their words needs it."""

import re
from dataclasses import replace

from detente.batch.columns import row_text
from detente.batch.records import Row
from detente.model.classifying import Finder
from detente.model.prediction import Prediction
from detente.model.text.actor_finder import Mention

__all__ = ["located", "row_prediction"]


def row_prediction(row: Row) -> Prediction:
    """Return the prediction of a row, without its mentions and probabilities."""
    return Prediction(
        statement=row_text(row, "statement"),
        target=row_text(row, "target") or "",
        stance=row_text(row, "stance"),
        mention=row_text(row, "mention"),
        named=None if row["named"] is None else bool(row["named"]),
    )


def located(prediction: Prediction, finder: Finder) -> Prediction:
    """Return the prediction of a row with the mentions of its target, which rows do not hold."""
    statement = prediction.statement or ""
    mentions = finder.find(statement, [prediction.target])
    if not mentions and prediction.mention is not None:
        # "the South" is a name only in its document, which the finder does not know.
        written = re.compile(rf"(?<!\w){re.escape(prediction.mention)}(?!\w)")
        mentions = [Mention(prediction.target, *found.span()) for found in written.finditer(statement)]
    return replace(prediction, mentions=tuple(mentions))
