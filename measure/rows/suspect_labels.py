"""Labels of a file that look wrong to a checkpoint, with their statements."""

from collections.abc import Mapping, Sequence
from typing import Final

from detente.measure.exchange.label_rows import LabelRow
from detente.measure.rows.lookup import PredictedPair
from detente.measure.statement_key import PairKey
from detente.measure.suspects import SuspectLabels, find_suspects
from detente.measure.tables import Table

_COLUMNS: Final = (
    "id",
    "document",
    "position",
    "target",
    "annotator",
    "label",
    "likely",
    "p_label",
    "p_likely",
    "statement",
)


def find_suspect_labels(
    rows: Sequence[LabelRow], predicted: Mapping[PairKey, PredictedPair]
) -> SuspectLabels:
    """Find labels that look wrong among labelled rows, by what was `predicted` for their pairs.

    The rows of what is returned are indices in `rows`. Raises InputError where no row is given.
    """
    return find_suspects(
        [predicted[row.key].probabilities for row in rows], [row.label or "" for row in rows]
    )


def suspect_table(rows: Sequence[LabelRow], found: SuspectLabels) -> Table:
    """One row a suspect, worst first: the label, what it may be instead, their probabilities, and the statement."""
    lines = []
    for one in found.suspects:
        row = rows[one.row]
        lines.append(
            (
                row.id,
                row.document,
                row.position,
                row.target,
                row.annotator,
                one.label,
                one.likely,
                one.p_label,
                one.p_likely,
                row.statement,
            )
        )
    return Table(_COLUMNS, tuple(lines))
