"""What has to come out of a table, counted in another way than the readers count."""

import codecs
import csv
import gzip
import io
import re
import sys
import zlib
from typing import NamedTuple

import pyarrow.parquet

from fuzzing.files import InputFile
from fuzzing.office import SHEET, unzipped
from fuzzing.tables import TOKEN

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

_MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF32_LE: "utf-32-le",
    codecs.BOM_UTF32_BE: "utf-32-be",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}


class Expected(NamedTuple):
    """The positions of a table's rows, None where they are not known, and the tokens in them.

    `whole` says that the file can be unpacked to its end.
    """

    positions: list[int] | None
    tokens: frozenset[str]
    whole: bool


def expected_of(source: InputFile, encoding: str) -> Expected:
    """Count the rows of a table and gather its tokens, where text without a mark is in `encoding`."""
    if source.kind in ("parquet", "xlsx") and not source.sound:
        return Expected(None, frozenset(), whole=False)
    content, whole = _unpacked(source.content, source.packing)
    if source.kind == "parquet":
        # As a file and not as a data set, which refuses two columns of one name.
        tokens = (
            pyarrow.parquet.ParquetFile(io.BytesIO(content)).read(columns=["token"]).column(0).to_pylist()
        )
        return Expected(list(range(1, len(tokens) + 1)), frozenset(tokens), whole)
    if source.kind == "xlsx":
        tokens = re.findall(TOKEN, unzipped(content)[SHEET].decode())
        return Expected(list(range(1, len(tokens) + 1)), frozenset(tokens), whole)
    positions: list[int] | None
    text = _decoded(content, encoding)
    if not whole:
        text = text.removesuffix("\r")  # whether that ends a line depends on what is lost
    if source.kind in ("jsonl", "ndjson"):
        lines = text.split("\n")[: None if whole else -1]
        positions = [number for number, line in enumerate(lines, start=1) if line.strip()]
    else:
        lines = list(io.StringIO(text, newline=""))[1 : None if whole else -1]
        positions = _csv_positions(text, source.kind) if whole else None
    return Expected(positions, frozenset(re.findall(TOKEN, "\n".join(lines))), whole)


def _unpacked(content: bytes, packing: str) -> tuple[bytes, bool]:
    if not packing:
        return content, True
    out = b""
    try:
        with (gzip.open if packing == ".gz" else zstd.open)(io.BytesIO(content), "rb") as stream:
            while block := stream.read1(8192):
                out += block
    except (OSError, EOFError, zlib.error, zstd.ZstdError):
        return out, False
    return out, True


def _decoded(content: bytes, encoding: str) -> str:
    mark = next((mark for mark in _MARKS if content.startswith(mark)), b"")
    return content[len(mark) :].decode(_MARKS.get(mark, encoding), "replace")


def _csv_positions(text: str, kind: str) -> list[int] | None:
    first = re.split("[\r\n]", text, maxsplit=1)[0]
    comma = ";" if "," not in first and ";" in first else ","
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter="\t" if kind == "tsv" else comma, strict=True
    )
    try:
        return list(range(1, sum(map(bool, reader))))
    except csv.Error:
        return None
