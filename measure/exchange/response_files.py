"""Files of answers, told apart by what they hold."""

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from detente.batch.readers.text_streams import DAMAGE, open_bytes, open_text
from detente.measure.exchange import argilla, label_studio, prodigy
from detente.measure.exchange.label_files import SHEET_ENDINGS, read_sheet
from detente.measure.exchange.label_rows import predictions_hint
from detente.measure.exchange.responses import Response
from detente.measure.exchange.sheet_rows import SheetRow, read_json_lines, to_sheet_row
from detente.model.errors import InputError

_Objects = Iterable[tuple[str, dict[str, object]]]
_SHEET = ("target", "label")
_KINDS: tuple[tuple[Callable[[dict[str, object]], bool], Callable[[Any, str], Iterator[Response]]], ...] = (
    (label_studio.is_task, label_studio.task_responses),
    (argilla.is_record, argilla.record_responses),
    (prodigy.is_labelled_task, prodigy.task_responses),
)


def read_responses(path: Path) -> Iterator[Response]:
    """Read the answers in a file, in its order.

    `.csv` and `.xlsx` hold a sheet, `.csv` also Label Studio's export "CSV"; `.json` holds Label Studio's "JSON" or
    "JSON_MIN", or Argilla's records; `.jsonl` holds Argilla's records, Prodigy's tasks or label rows. Raises
    InputError where the file is none of these or cannot be read.
    """
    ending = path.suffix.lower()
    try:
        if ending == ".json":
            yield from _from_objects(_json_objects(path), path)
        elif ending == ".jsonl":
            with open_bytes(path) as stream:
                yield from _from_objects(read_json_lines(stream, path), path)
        elif ending in SHEET_ENDINGS:
            for row in read_sheet(path):
                yield from _sheet_responses(row, path)
        else:
            raise InputError(f"{path}: answers are read from .json, {', '.join(SHEET_ENDINGS)}")
    except DAMAGE as error:
        raise InputError(f"{path}: cannot be read: {getattr(error, 'strerror', None) or error}") from error


def _json_objects(path: Path) -> Iterator[tuple[str, dict[str, object]]]:
    with open_bytes(path) as stream:
        try:
            value = json.load(open_text(stream, "utf-8", newline=None))
        except (ValueError, RecursionError) as error:
            raise InputError(f"{path}: not valid JSON: {error}") from error
    for number, item in enumerate(value if isinstance(value, list) else [value], start=1):
        if not isinstance(item, dict):
            raise InputError(f"{path}, entry {number}: not a JSON object")
        yield f"entry {number}", item


def _from_objects(objects: _Objects, path: Path) -> Iterator[Response]:
    for where, item in objects:
        reader = next((read for is_kind, read in _KINDS if is_kind(item)), None)
        try:
            if reader is None:
                yield from _sheet_responses(to_sheet_row(where, item), path)
            else:
                yield from reader(item, where)
        except (AttributeError, KeyError, TypeError) as error:
            raise InputError(
                f"{path}, {where}: not as the tool that exports it writes it: {error!r}"
            ) from error


def _sheet_responses(row: SheetRow, path: Path) -> Iterator[Response]:
    cells = row.cells
    if label_studio.is_flat_response(cells):
        yield from label_studio.flat_responses(row)
        return
    missing = [name for name in _SHEET if name not in cells]
    if missing:
        raise InputError(
            f"{path}, {row.where}: has no {missing[0]!r}{predictions_hint(cells)}; accepted are filled sheets, and "
            "what Label Studio (JSON, JSON_MIN, CSV), Argilla and Prodigy export"
        )
    yield Response(
        row.where,
        cells.get("id") or None,
        cells.get("statement") or None,
        cells["target"] or None,
        cells["label"],
        cells.get("source", ""),
        cells.get("annotator", "").strip() or None,
    )
