"""Prediction rows read back with other libraries than those that wrote them."""

import csv
import gzip
import io
import json
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet

from detente.batch.columns import FIXED_COLUMNS


@dataclass(frozen=True, slots=True)
class ReadRow:
    """What the checks look at: where a row comes from, its stance and error, and all of it as one text."""

    document: str
    position: int | None
    stance: str
    error: str
    everything: str


def read_output(content: bytes, form: str) -> list[ReadRow]:
    """Read rows of `form` ("csv.gz"); raises ValueError saying what is wrong with the file."""
    if form.endswith(".gz"):
        content = gzip.decompress(content)
    kind = form.removesuffix(".gz")
    if kind == "parquet":
        return [_row(row) for row in _parquet(content)]
    if kind in ("csv", "tsv"):
        return [_row(row) for row in _separated(content, "\t" if kind == "tsv" else ",")]
    lines = content.split(b"\n")
    if lines.pop() != b"":
        raise ValueError("the last JSON line does not end")
    return [_row(_json(line)) for line in lines]


def read_shards(job: Path, form: str) -> list[ReadRow]:
    """Read the shards of a job folder one after the other; errors as in `read_output`."""
    return [row for path in sorted(job.glob("rows/part-*")) for row in read_output(path.read_bytes(), form)]


def _json(line: bytes) -> dict[str, object]:
    row = json.loads(line.decode("utf-8"), parse_constant=_refuse)
    if not isinstance(row, dict) or tuple(row)[: len(FIXED_COLUMNS)] != FIXED_COLUMNS:
        raise ValueError(f"no prediction row: {line[:200]!r}")
    return row


def _refuse(constant: str) -> object:
    raise ValueError(f"{constant} is no JSON")


def _separated(content: bytes, delimiter: str) -> list[dict[str, object]]:
    text = io.StringIO(content.decode("utf-8"), newline="")
    header, *rows = csv.reader(text, delimiter=delimiter, strict=True)
    _check_header(header)
    if any(len(row) != len(header) for row in rows):
        raise ValueError("rows of unequal width")
    return [dict(zip(header, row, strict=True)) for row in rows]


def _parquet(content: bytes) -> list[dict[str, object]]:
    table = pyarrow.parquet.read_table(io.BytesIO(content))
    table.validate(full=True)
    _check_header(table.column_names)
    return list(table.to_pylist())


def _check_header(names: list[str]) -> None:
    if tuple(names[: len(FIXED_COLUMNS)]) != FIXED_COLUMNS or len(set(names)) != len(names):
        raise ValueError(f"odd header: {names}")


def _row(columns: dict[str, object]) -> ReadRow:
    position = columns["position"]
    return ReadRow(
        document=stored_name(_text(columns["document"])),
        position=None if position in (None, "") else int(str(position)),
        stance=_text(columns["stance"]),
        error=_text(columns["error"]),
        everything=json.dumps(columns, ensure_ascii=False, default=str),
    )


def _text(value: object) -> str:
    return "" if value is None else str(value)


def stored_name(document: str) -> str:
    """A file's name as text files hold it: what is no Unicode in it is escaped."""
    return document.encode("utf-8", "backslashreplace").decode()
