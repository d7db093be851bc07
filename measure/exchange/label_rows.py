"""A row of a file of labels: a statement, a target, what a person said of them, and how the row was drawn."""

import math
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from detente.batch.columns import KNOWN_BY
from detente.batch.records import Row
from detente.measure.exchange.codes import code_errors, label_and_source, label_errors
from detente.measure.options import DESIGNS, ESTIMATE_DESIGNS, Design
from detente.measure.statement_key import PairKey
from detente.model.text.statement_id import statement_id

LABEL_COLUMNS: Final = (
    "id",
    "document",
    "position",
    "statement",
    "target",
    "label",
    "source",
    "annotator",
    "p_drawn",
    "design",
)
# Only in files that show the people who label what was predicted.
PREDICTED_COLUMNS: Final = ("predicted", "predicted_source", "score")

_NEEDED: Final = ("id", "statement", "target", "design")
_WHOLE: Final = re.compile(r"[0-9]{1,18}")


@dataclass(frozen=True, slots=True)
class LabelRow:
    """One pair of a statement and a target, labelled by one annotator or not yet.

    `id` is that of the statement (`statement_id`), `document` and `position` are those of its prediction row.
    `label` and `source` follow the codebook; both are None where nobody has labelled the pair, and `source` is None
    for a neutral label. `p_drawn` is the probability with which `design` drew the pair, above 0 and at most 1,
    None for designs that choose for training. `predicted`, `predicted_source` and `score` repeat the prediction, None
    where it is hidden.
    """

    id: str
    statement: str
    target: str
    design: Design
    p_drawn: float | None
    document: str | None = None
    position: int | None = None
    label: str | None = None
    source: str | None = None
    annotator: str | None = None
    predicted: str | None = None
    predicted_source: str | None = None
    score: float | None = None

    @property
    def key(self) -> PairKey:
        """What the row is known by."""
        return PairKey(self.id, self.target)


def unlabelled_row(row: Row, *, design: Design, p_drawn: float | None, with_prediction: bool) -> LabelRow:
    """Make a row to be labelled of a prediction row."""
    position = row["position"]
    prediction = (
        {
            "predicted": str(row["stance"]),
            "predicted_source": text_or_none(row["source"]),
            "score": float(str(row["score"])),
        }
        if with_prediction
        else {}
    )
    return LabelRow(
        id=statement_id(str(row["statement"])),
        statement=str(row["statement"]),
        target=str(row["target"]),
        design=design,
        p_drawn=p_drawn,
        document=text_or_none(row["document"]),
        position=position if isinstance(position, int) else None,
        **prediction,  # type: ignore[arg-type]
    )


def not_label_rows(names: Collection[str]) -> str | None:
    """Say why a file with these columns holds no label rows, and what is accepted; None where it has those needed."""
    missing = [name for name in _NEEDED if name not in names]
    if not missing:
        return None
    columns = "the column" if len(missing) == 1 else "the columns"
    return (
        f"not label rows: it lacks {columns} {', '.join(missing)}{predictions_hint(names)}; give what "
        "`detente label sample` or `detente label import` wrote"
    )


def predictions_hint(names: Collection[str]) -> str:
    """Say that a file with these columns looks like one of predictions; "" where it does not."""
    looks = all(name in names for name in KNOWN_BY)
    return ", and looks like the rows of `detente predict`, which nobody has labelled" if looks else ""


def row_errors(cells: Mapping[str, str]) -> list[str]:
    """Say everything that keeps the cells of a file from being a label row; empty where nothing does."""
    missing = [f"has no {name!r}" for name in _NEEDED if not cells.get(name)]
    if missing:
        return missing
    statement, position = cells["statement"], cells.get("position", "")
    errors = code_errors("design", cells["design"], DESIGNS)
    if cells["id"] != statement_id(statement):
        errors.append(f"id {cells['id']!r} is not that of the statement, {statement_id(statement)!r}")
    if position and not _WHOLE.fullmatch(position):
        errors.append(f"position {position!r} is no whole number")
    errors += _chance_errors(cells)
    return errors + label_errors(cells.get("label", ""), cells.get("source", ""))


def _chance_errors(cells: Mapping[str, str]) -> list[str]:
    chance, design = cells.get("p_drawn", ""), cells["design"]
    if not chance:
        if design in ESTIMATE_DESIGNS:
            return [f"has no 'p_drawn', the probability of being drawn, which the design {design!r} needs"]
        return []
    if not 0 < _number(chance) <= 1:
        return [f"p_drawn {chance!r} is no probability; accepted are numbers above 0 and up to 1"]
    return []


def _number(cell: str) -> float:
    try:
        return float(cell)
    except ValueError:
        return math.nan


def to_label_row(cells: Mapping[str, str]) -> LabelRow:
    """Make a row of cells in which `row_errors` found nothing."""
    position, chance, score = (cells.get(name, "") for name in ("position", "p_drawn", "score"))
    label, source = label_and_source(cells.get("label", ""), cells.get("source", ""))
    design = next(name for name in DESIGNS if name == cells["design"])
    return LabelRow(
        id=cells["id"],
        statement=cells["statement"],
        target=cells["target"],
        design=design,
        p_drawn=float(chance) if chance else None,
        document=cells.get("document") or None,
        position=int(position) if position else None,
        label=label,
        source=source,
        annotator=cells.get("annotator", "").strip() or None,
        predicted=cells.get("predicted") or None,
        predicted_source=cells.get("predicted_source") or None,
        score=float(score) if score and not math.isnan(_number(score)) else None,
    )


def to_cells(row: LabelRow) -> dict[str, str]:
    """Return a row as texts, in the order of the columns; what was predicted only where it is shown.

    A number is written with the fewest digits that give it back exactly.
    """
    columns = LABEL_COLUMNS if row.predicted is None else (*LABEL_COLUMNS, *PREDICTED_COLUMNS)
    return {name: _cell(getattr(row, name)) for name in columns}


def _cell(value: object) -> str:
    return "" if value is None else repr(value) if isinstance(value, float) else str(value)


def text_or_none(value: object) -> str | None:
    """Return a value as text, None where it is missing or empty."""
    return None if value is None or value == "" else str(value)
