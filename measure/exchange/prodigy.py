"""Prodigy: tasks for its `choice` interface, and what `prodigy db-out` gives back.

The form is that of https://prodi.gy/docs/api-interfaces#choice. Label and source are options of one list, of which
several may be chosen ("choice_style": "multiple"); those of the source begin with "source:".
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from detente.measure.exchange.codebook import label_meanings
from detente.measure.exchange.label_rows import LabelRow, text_or_none
from detente.measure.exchange.responses import Response
from detente.model.labels import SOURCES

_SOURCE: Final = "source:"


def prodigy_tasks(rows: Iterable[LabelRow]) -> list[dict[str, object]]:
    """Make a task of each row; a shown prediction is chosen beforehand."""
    options = [
        *({"id": code, "text": code} for code in label_meanings()),
        *({"id": f"{_SOURCE}{code}", "text": f"by {code}"} for code in SOURCES),
    ]
    return [_task(row, options) for row in rows]


def _task(row: LabelRow, options: list[dict[str, str]]) -> dict[str, object]:
    task: dict[str, object] = {
        "text": row.statement,
        "options": options,
        "config": {"choice_style": "multiple"},
        "meta": {
            "target": row.target,
            "document": row.document,
            "position": row.position,
            "statement_id": row.id,
        },
    }
    if row.predicted is not None:
        source = [] if row.predicted_source is None else [f"{_SOURCE}{row.predicted_source}"]
        task["accept"] = [row.predicted, *source]
    return task


def is_labelled_task(item: Mapping[str, object]) -> bool:
    """Tell whether a JSON object is a task of Prodigy, answered or not."""
    return "meta" in item and "options" in item and "text" in item


def task_responses(task: Mapping[str, Any], where: str) -> Iterator[Response]:
    """Read the answer of a task; one that was rejected or ignored counts as skipped."""
    meta = task.get("meta") or {}
    labelled = task.get("answer")
    chosen = [str(option) for option in task.get("accept") or []] if labelled is not None else []
    annotator = task.get("_annotator_id") or task.get("_session_id")
    yield Response(
        where,
        text_or_none(meta.get("statement_id")),
        text_or_none(task.get("text")),
        text_or_none(meta.get("target")),
        " and ".join(option for option in chosen if not option.startswith(_SOURCE)),
        " and ".join(option.removeprefix(_SOURCE) for option in chosen if option.startswith(_SOURCE)),
        text_or_none(annotator),
        skipped=labelled in ("reject", "ignore"),
    )
