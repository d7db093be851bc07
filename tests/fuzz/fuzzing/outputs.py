"""Prediction rows, read back with other libraries than those that wrote them."""

import csv
import gzip
import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import pyarrow.parquet

from detente.batch.rows import FIXED_COLUMNS


@dataclass(frozen=True)
class OutputRow:
    """What the checks look at: where a row comes from, its stance and error, and all of it as one text."""

    document: str
    position: int | None
    stance: str
    error: str
    everything: str


def read_output(content: bytes, form: str) -> list[OutputRow]:
    """Read rows of `form` ("csv.gz"); raises ValueError saying what is wrong with the file."""
    if form.endswith(".gz"):
        content = gzip.decompress(content)
    kind = form.removesuffix(".gz")
    if kind == "parquet":
        table = pyarrow.parquet.read_table(io.BytesIO(content))
        table.validate(full=True)
        _check_header(table.column_names)
        return [_row(row) for row in table.to_pylist()]
    if kind in ("csv", "tsv"):
        text = io.StringIO(content.decode("utf-8"), newline="")
        header, *rows = csv.reader(text, delimiter="\t" if kind == "tsv" else ",", strict=True)
        _check_header(header)
        return [_row(dict(zip(header, row, strict=True))) for row in rows]
    lines = content.split(b"\n")
    if lines.pop() != b"":
        raise ValueError("the last JSON line does not end")
    rows = [json.loads(line.decode("utf-8"), parse_constant=_refuse) for line in lines]
    for row in rows:
        _check_header(list(row))
    return [_row(row) for row in rows]


def read_shards(job: Path, form: str) -> list[OutputRow]:
    """Read the shards of a job folder one after the other; errors as in `read_output`."""
    return [row for path in sorted(job.glob("rows/part-*")) for row in read_output(path.read_bytes(), form)]


def stored_name(document: str) -> str:
    """A file's name as text files hold it: what is no Unicode in it is escaped."""
    return document.encode("utf-8", "backslashreplace").decode()


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no JSON")


def _check_header(names: list[str]) -> None:
    if tuple(names[: len(FIXED_COLUMNS)]) != FIXED_COLUMNS or len(set(names)) != len(names):
        raise ValueError(f"odd header: {names}")


def _row(columns: dict[str, object]) -> OutputRow:
    known = {name: "" if columns[name] is None else str(columns[name]) for name in FIXED_COLUMNS}
    position = int(known["position"]) if known["position"] else None
    everything = json.dumps(columns, ensure_ascii=False, default=str)
    return OutputRow(stored_name(known["document"]), position, known["stance"], known["error"], everything)
