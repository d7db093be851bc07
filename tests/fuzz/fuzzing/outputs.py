"""Prediction rows, read back with other libraries than those that wrote them."""

import csv
import gzip
import io
import json
from pathlib import Path
from typing import Any, NoReturn

import pyarrow.parquet

from detente.batch.columns import FIXED_COLUMNS

Row = dict[str, Any]


def read_output(content: bytes, form: str) -> list[Row]:
    """Read rows of `form` ("csv.gz"), missing values as None; raises ValueError saying what is wrong with the file."""
    if form.endswith(".gz"):
        content = gzip.decompress(content)
    kind = form.removesuffix(".gz")
    if kind == "parquet":
        table = pyarrow.parquet.read_table(io.BytesIO(content))
        table.validate(full=True)
        return [_checked(row) for row in table.to_pylist()]
    if kind in ("csv", "tsv"):
        text = io.StringIO(content.decode("utf-8"), newline="")
        header, *rows = csv.reader(text, delimiter="\t" if kind == "tsv" else ",", strict=True)
        if len(set(header)) < len(header):
            raise ValueError(f"a column twice: {header}")
        return [_checked(dict(zip(header, row, strict=True))) for row in rows]
    lines = content.split(b"\n")
    if lines.pop() != b"":
        raise ValueError("the last JSON line does not end")
    return [_checked(json.loads(line.decode("utf-8"), parse_constant=_refuse)) for line in lines]


def read_shards(job: Path, form: str) -> list[Row]:
    """Read the shards of a job folder one after the other; errors as in `read_output`."""
    return [row for path in sorted(job.glob("rows/part-*")) for row in read_output(path.read_bytes(), form)]


def stored_name(document: str) -> str:
    """A file's name as text files hold it: what is no Unicode in it is escaped."""
    return document.encode("utf-8", "backslashreplace").decode()


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no JSON")


def _checked(row: Row) -> Row:
    if tuple(row)[: len(FIXED_COLUMNS)] != FIXED_COLUMNS:
        raise ValueError(f"odd columns: {list(row)}")
    row = {name: None if value == "" else value for name, value in row.items()}
    return row | {
        "document": stored_name(str(row["document"])),
        "position": None if row["position"] is None else int(row["position"]),
    }
