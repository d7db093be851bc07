"""Argilla: records to label, and those that come back with responses.

The form is that of `argilla.Record.to_dict` and `from_dict` (Argilla 2), one record a line or in a list.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from detente.measure.exchange.label_rows import LabelRow, text_or_none
from detente.measure.exchange.responses import Response

_QUESTIONS: Final = ("label", "source")
# A draft is saved while somebody still thinks.
_NOT_SUBMITTED: Final = ("discarded", "draft")


def argilla_records(rows: Iterable[LabelRow]) -> list[dict[str, object]]:
    """Make a record of each row; a shown prediction becomes a suggestion."""
    return [_record(row) for row in rows]


def _record(row: LabelRow) -> dict[str, object]:
    metadata = {"statement_id": row.id, "document": row.document, "position": row.position}
    suggestions: dict[str, object] = {}
    if row.predicted is not None:
        suggestions["label"] = {"value": row.predicted, "score": row.score, "agent": "detente"}
    if row.predicted_source is not None:
        suggestions["source"] = {"value": row.predicted_source, "score": None, "agent": "detente"}
    return {
        "id": f"{row.id}-{row.target}",
        "fields": {"statement": row.statement, "target": row.target},
        "metadata": {name: value for name, value in metadata.items() if value is not None},
        "suggestions": suggestions,
        "responses": {},
        "vectors": {},
    }


def is_record(item: Mapping[str, object]) -> bool:
    """Tell whether a JSON object is a record of Argilla."""
    return "fields" in item and "responses" in item


def record_responses(record: Mapping[str, Any], where: str) -> Iterator[Response]:
    """Read the answers of a record, one for each user who responded; the n-th of one user's to both questions."""
    fields, metadata = record["fields"] or {}, record.get("metadata") or {}
    given: dict[tuple[str, int], dict[str, Any]] = defaultdict(dict)
    for name in _QUESTIONS:
        number: dict[str, int] = defaultdict(int)
        for response in (record["responses"] or {}).get(name) or []:
            user = str(response.get("user_id") or "")
            given[user, number[user]][name] = response
            number[user] += 1
    for (user, _), responses in given.items():
        values = {name: str(response.get("value") or "") for name, response in responses.items()}
        yield Response(
            f"{where}, user {user or 'unnamed'}",
            text_or_none(metadata.get("statement_id")),
            text_or_none(fields.get("statement")),
            text_or_none(fields.get("target")),
            values.get("label", ""),
            values.get("source", ""),
            user or None,
            skipped=any(response.get("status") in _NOT_SUBMITTED for response in responses.values()),
        )
