"""Label rows written for the people who label them, in the form of what they work with."""

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from detente.batch.plain_values import json_bytes
from detente.batch.whole_file import whole_file
from detente.measure.exchange.argilla import argilla_records
from detente.measure.exchange.label_files import SHEET_ENDINGS, refuse_present, write_rows
from detente.measure.exchange.label_rows import LabelRow
from detente.measure.exchange.label_studio import label_studio_tasks, labelling_interface
from detente.measure.exchange.prodigy import prodigy_tasks
from detente.measure.exchange.sheet_rows import write_json_lines
from detente.measure.options import EXPORT_FORMS, ExportForm
from detente.model.errors import InputError

_SHEETS: Final = ("csv", "xlsx", "jsonl")
_ENDINGS: Final[dict[ExportForm, tuple[str, ...]]] = {
    "label-studio": (".json",),
    "label-studio-interface": (".xml",),
    "argilla": (".json", ".jsonl"),
    "prodigy": (".jsonl",),
}
_NAME: Final = re.compile(r"[\w@.+-]+")


def export_rows(
    rows: Sequence[LabelRow], output: Path, *, form: ExportForm | None = None, annotators: Sequence[str] = ()
) -> list[Path]:
    """Write label rows to be labelled, and return the files that were written.

    `form` None takes a sheet by the ending, or the labelling interface of Label Studio for ".xml". For a sheet,
    each of `annotators` gets a file of their own, such as "todo-kim.xlsx", with their name in it; the other tools
    know who works with them. What was predicted is in the files only if the rows have it. Raises InputError
    where a file is there already, the ending does not suit the form, or rows that have labels are exported to a tool.
    """
    form = _checked_form(output, form)
    if form not in _SHEETS:
        if annotators:
            raise InputError(f"annotators are named for sheets only; {form} has its own list of users")
        if any(row.label is not None for row in rows) and form != "label-studio-interface":
            raise InputError(
                f"rows that have labels already are not exported to {form}; export the sample itself"
            )
    paths = [_named(output, name) for name in annotators] or [output]
    if len(set(paths)) < len(paths):
        raise InputError(f"two annotators have one name: {', '.join(annotators)}")
    refuse_present(paths)
    for number, path in enumerate(paths):
        own = [replace(row, annotator=annotators[number]) for row in rows] if annotators else rows
        _write(path, own, form)
    return paths


def _checked_form(output: Path, form: ExportForm | None) -> ExportForm:
    ending = output.suffix.lower()
    if form is None:
        if ending == ".xml":
            return "label-studio-interface"
        if ending not in SHEET_ENDINGS:
            raise InputError(
                f"{output}: the ending does not tell the format; name one of {', '.join(EXPORT_FORMS)}"
            )
        return SHEET_ENDINGS[ending]
    if form not in EXPORT_FORMS:
        raise InputError(f"format {form!r} is not known; accepted are {', '.join(EXPORT_FORMS)}")
    accepted = _ENDINGS.get(form, (f".{form}",))
    if ending not in accepted:
        raise InputError(f"{output}: a file for {form} ends with {' or '.join(accepted)}")
    return form


def _named(output: Path, annotator: str) -> Path:
    if not _NAME.fullmatch(annotator):
        raise InputError(f"annotator {annotator!r}: a name has letters, digits and the signs . _ - + @ only")
    return output.with_name(f"{output.stem}-{annotator}{output.suffix}")


def _write(path: Path, rows: Sequence[LabelRow], form: ExportForm) -> None:
    with whole_file(path) as out:
        match form:
            case "csv" | "xlsx" | "jsonl":
                write_rows(out, rows, form=form, mark=True)
            case "label-studio":
                out.write(json_bytes(label_studio_tasks(rows)))
            case "label-studio-interface":
                out.write(labelling_interface().encode("utf-8"))
            case "argilla" if path.suffix.lower() == ".json":
                out.write(json_bytes(argilla_records(rows)))
            case "argilla":
                write_json_lines(out, argilla_records(rows))
            case "prodigy":
                write_json_lines(out, prodigy_tasks(rows))
