"""What has to come out of an input, counted in another way than the readers count."""

import codecs
import csv
import gzip
import io
import re
import zlib
from dataclasses import dataclass

import pyarrow.parquet

from fuzzing.files import InputFile, zstd
from fuzzing.tables import TOKEN

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


@dataclass(frozen=True)
class Expected:
    """The positions of a table's rows, None where they are not known, and the tokens in them.

    `whole` says that the file can be unpacked to its end.
    """

    positions: list[int] | None
    tokens: frozenset[str]
    whole: bool


def expected_of(source: InputFile) -> Expected:
    """Count the rows of a table and gather its tokens."""
    if source.kind == "parquet":
        return _expected_of_parquet(source)
    content, whole = _unpacked(source.content, source.packing)
    text = _decoded(content, source.encoding)
    if not whole:
        text = text.removesuffix("\r")  # whether that ends a line depends on what is lost
    if source.kind in ("jsonl", "ndjson"):
        lines = text.split("\n")
        lines = lines if whole else lines[:-1]
        positions = [number for number, line in enumerate(lines, start=1) if line.strip()]
        return Expected(positions, _tokens("\n".join(lines)), whole)
    lines = list(io.StringIO(text, newline=""))
    body = "".join(lines[1:] if whole else lines[1:-1])
    return Expected(_csv_positions(text, source.kind) if whole else None, _tokens(body), whole)


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
    found = ((name, len(mark)) for mark, name in _MARKS if content.startswith(mark))
    name, length = next(found, (encoding, 0))
    return content[length:].decode(name, "replace")


def _tokens(text: str) -> frozenset[str]:
    return frozenset(re.findall(TOKEN, text))


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


def _expected_of_parquet(source: InputFile) -> Expected:
    if not source.sound:
        return Expected(None, frozenset(), whole=False)
    table = pyarrow.parquet.ParquetFile(io.BytesIO(_unpacked(source.content, source.packing)[0]))
    tokens = table.read(columns=["token"]).column(0).to_pylist()
    return Expected(list(range(1, table.metadata.num_rows + 1)), frozenset(map(str, tokens)), whole=True)
