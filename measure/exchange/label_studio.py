"""Label Studio: tasks and the labelling interface, and its three exports read back.

The forms are those of https://labelstud.io/guide/task_format and https://labelstud.io/guide/export.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final
from xml.etree import ElementTree

from detente.measure.exchange.codebook import label_meanings, question, source_meanings
from detente.measure.exchange.label_rows import LabelRow, text_or_none
from detente.measure.exchange.responses import Response
from detente.measure.exchange.sheet_rows import SheetRow
from detente.model.labels import NEUTRAL, SOURCES, STANCES

LABEL, SOURCE = "label", "source"

# No name of these may be one that the flat exports use themselves: id, annotator, label, source.
_DATA: Final = {"statement_id": "id", "statement": "statement", "target": "target", "document": "document"}


def label_studio_tasks(rows: Iterable[LabelRow]) -> list[dict[str, object]]:
    """Make a task of each row, without what is known of its draw; a shown prediction becomes a pre-label."""
    return [_task(row) for row in rows]


def _task(row: LabelRow) -> dict[str, object]:
    data = {key: getattr(row, name) for key, name in _DATA.items()}
    task: dict[str, object] = {"data": data | {"position": row.position}}
    if row.predicted is not None:
        result = [_choice(LABEL, row.predicted)]
        if row.predicted_source is not None:
            result.append(_choice(SOURCE, row.predicted_source))
        task["predictions"] = [{"model_version": "detente", "score": row.score, "result": result}]
    return task


def _choice(name: str, code: str) -> dict[str, object]:
    return {"from_name": name, "to_name": "statement", "type": "choices", "value": {"choices": [code]}}


def labelling_interface() -> str:
    """Return the XML of the labelling interface: one choice of label, and one of source unless it is neutral."""
    view = ElementTree.Element("View")
    ElementTree.SubElement(view, "Header", value="Stance toward $target", size="3")
    ElementTree.SubElement(view, "Text", name="statement", value="$statement")
    labels = _choices(view, LABEL, required="true")
    for key, (code, meaning) in enumerate(label_meanings().items(), start=1):
        ElementTree.SubElement(labels, "Choice", value=code, hotkey=str(key), hint=meaning)
    stances = ",".join(stance for stance in STANCES if stance != NEUTRAL)
    condition = {"visibleWhen": "choice-selected", "whenTagName": LABEL, "whenChoiceValue": stances}
    sources = _choices(view, SOURCE, **condition)
    meanings = source_meanings()
    for code in SOURCES:
        ElementTree.SubElement(sources, "Choice", value=code, hint=meanings[code])
    ElementTree.SubElement(view, "Header", value=question(), size="6")
    ElementTree.indent(view)
    return ElementTree.tostring(view, encoding="unicode") + "\n"


def _choices(view: ElementTree.Element, name: str, **attributes: str) -> ElementTree.Element:
    return ElementTree.SubElement(
        view,
        "Choices",
        {"name": name, "toName": "statement", "choice": "single", "showInLine": "true", **attributes},
    )


def is_task(item: Mapping[str, object]) -> bool:
    """Tell whether a JSON object is a task of Label Studio's export "JSON"."""
    return "data" in item and ("annotations" in item or "completions" in item)


def is_flat_response(names: Iterable[str]) -> bool:
    """Tell whether these are the keys of Label Studio's export "JSON_MIN", or the columns of its CSV."""
    return {"annotation_id", "annotator", "lead_time"} <= set(names)


def task_responses(task: Mapping[str, Any], where: str) -> Iterator[Response]:
    """Read the answers of a task of the export "JSON", one for each annotation; one without any is skipped."""
    data = task["data"] if isinstance(task["data"], dict) else {}
    annotations = task.get("annotations", task.get("completions")) or []
    for number, annotation in enumerate(annotations, start=1):
        chosen = _chosen(annotation.get("result") or [])
        yield _response(
            data,
            f"{where}, annotation {number}",
            label=chosen.get(LABEL, ""),
            source=chosen.get(SOURCE, ""),
            annotator=_annotator(annotation.get("completed_by")),
            skipped=bool(annotation.get("was_cancelled") or annotation.get("skipped")),
        )


def _chosen(result: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    return {
        str(region["from_name"]): " and ".join(map(str, region["value"].get("choices", ())))
        for region in result
        if region.get("type") == "choices" and isinstance(region.get("value"), dict)
    }


def flat_responses(row: SheetRow) -> Iterator[Response]:
    """Read a row of the export "JSON_MIN" or "CSV": one answer, or none where it is a task without an annotation."""
    cells = row.cells
    if not cells["annotation_id"]:
        return
    yield _response(
        cells,
        row.where,
        label=_flat_choice(cells.get(LABEL, "")),
        source=_flat_choice(cells.get(SOURCE, "")),
        annotator=_annotator(cells.get("annotator")),
        skipped=False,
    )


def _flat_choice(cell: str) -> str:
    # Several choices stand as a JSON list; none as an empty one.
    if not cell.startswith(("[", "{")):
        return cell
    value = json.loads(cell)
    chosen = value.get("choices", []) if isinstance(value, dict) else value
    return " and ".join(map(str, chosen))


def _annotator(who: object) -> str | None:
    if isinstance(who, dict):
        who = who.get("email") or who.get("id")
    return None if who in (None, "", "{}", "None") else str(who)


def _response(
    data: Mapping[str, object], where: str, *, label: str, source: str, annotator: str | None, skipped: bool
) -> Response:
    id_, statement, target = (
        text_or_none(data.get(name)) for name in ("statement_id", "statement", "target")
    )
    return Response(where, id_, statement, target, label, source, annotator, skipped)
