"""What people and their tools do to exported files: sheets filled in, and answers as each tool exports them."""

import csv
import io
import json
from collections.abc import Mapping
from pathlib import Path

import openpyxl

from detente.measure.exchange import LabelRow

# Label and source ("" for none) of each pair and annotator.
Given = Mapping[tuple[str, str, str], tuple[str, str]]


def given_labels(rows: list[LabelRow]) -> dict[tuple[str, str, str], tuple[str, str]]:
    return {(row.id, row.target, str(row.annotator)): (str(row.label), row.source or "") for row in rows}


def fill_csv(path: Path, given: Given, annotator: str, *, delimiter: str = ",") -> Path:
    """Fill in a CSV sheet with Python's csv module, and save it as a spreadsheet would."""
    records = list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))
    for record in records:
        record["label"], record["source"] = given[record["id"], record["target"], annotator]
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, list(records[0]), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(records)
    return path


def fill_excel(path: Path, given: Given, annotator: str) -> Path:
    """Fill in an Excel sheet cell by cell."""
    book = openpyxl.load_workbook(path)
    sheet = book["labels"]
    columns = {cell.value: cell.column for cell in sheet[1]}
    for row in range(2, sheet.max_row + 1):
        key = (sheet.cell(row, columns["id"]).value, sheet.cell(row, columns["target"]).value, annotator)
        label, source = given[key]
        sheet.cell(row, columns["label"], label)
        sheet.cell(row, columns["source"], source or None)
    book.save(path)
    return path


def _choice(name: str, code: str) -> dict[str, object]:
    return {
        "id": f"{name}-{code}",
        "from_name": name,
        "to_name": "statement",
        "type": "choices",
        "value": {"choices": [code]},
    }


def result_of(label: str, source: str) -> list[dict[str, object]]:
    """The result of an annotation in Label Studio."""
    return [_choice("label", label), *([_choice("source", source)] if source else [])]


def label_studio_json(tasks: Path, given: Given, annotators: list[str], out: Path) -> Path:
    """Label Studio's export "JSON", as its server of version 1.23 writes it."""
    exported = []
    for number, task in enumerate(json.loads(tasks.read_text("utf-8")), start=1):
        data = task["data"]
        annotations = [
            {
                "id": number * 10 + place,
                "completed_by": annotator,
                "result": result_of(*given[data["statement_id"], data["target"], annotator]),
                "was_cancelled": False,
                "ground_truth": False,
                "lead_time": None,
            }
            for place, annotator in enumerate(annotators)
        ]
        exported.append(
            {"id": number, "annotations": annotations, "drafts": [], "predictions": [], "data": data}
        )
    out.write_text(json.dumps(exported), "utf-8")
    return out


def _flat(tasks: Path, given: Given, annotators: list[str]) -> list[dict[str, object]]:
    records = []
    for number, task in enumerate(json.loads(tasks.read_text("utf-8")), start=1):
        data = task["data"]
        for place, annotator in reversed(list(enumerate(annotators))):  # the newest comes first
            label, source = given[data["statement_id"], data["target"], annotator]
            record = data | {"id": number, "label": label} | ({"source": source} if source else {})
            record |= {"annotator": annotator, "annotation_id": number * 10 + place, "lead_time": None}
            records.append(record)
    return records


def label_studio_json_min(tasks: Path, given: Given, annotators: list[str], out: Path) -> Path:
    """Label Studio's export "JSON_MIN"."""
    out.write_text(json.dumps(_flat(tasks, given, annotators), indent=2, ensure_ascii=False), "utf-8")
    return out


def label_studio_csv(tasks: Path, given: Given, annotators: list[str], out: Path) -> Path:
    """Label Studio's export "CSV": columns in order of the alphabet, all but numbers in quotes."""
    records = _flat(tasks, given, annotators)
    with out.open("w", encoding="utf-8", newline="") as file:
        columns = sorted({name for record in records for name in record})
        writer = csv.DictWriter(file, columns, quoting=csv.QUOTE_NONNUMERIC)
        writer.writeheader()
        writer.writerows(records)
    return out


def argilla_lines(records: Path, given: Given, annotators: list[str], out: Path) -> Path:
    """Records of Argilla 2 with a response by each user to each question."""
    lines = []
    for line in records.read_text("utf-8").split("\n")[:-1]:
        record = json.loads(line)
        responses = [
            (user, *given[record["metadata"]["statement_id"], record["fields"]["target"], user])
            for user in annotators
        ]
        record["responses"] = {
            "label": [{"value": label, "user_id": user} for user, label, _ in responses],
            "source": [{"value": source, "user_id": user} for user, _, source in responses if source],
        }
        lines.append(json.dumps(record | {"status": "completed", "_server_id": None}) + "\n")
    out.write_text("".join(lines), "utf-8")
    return out


def prodigy_lines(tasks: Path, given: Given, annotators: list[str], out: Path) -> Path:
    """What `prodigy db-out` writes: a task for each annotator, one after the other."""
    read = [json.loads(line) for line in tasks.read_text("utf-8").split("\n")[:-1]]
    lines = []
    for annotator in annotators:
        for task in read:
            meta = task["meta"]
            label, source = given[meta["statement_id"], meta["target"], annotator]
            accept = [label, *([f"source:{source}"] if source else [])]
            labelled = {
                "accept": accept,
                "answer": "accept",
                "_annotator_id": annotator,
                "_view_id": "choice",
            }
            lines.append(json.dumps(task | labelled | {"_input_hash": 1, "_task_hash": 2}) + "\n")
    out.write_text("".join(lines), "utf-8")
    return out
