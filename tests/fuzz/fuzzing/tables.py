"""Tables, and the many ways in which files hold them."""

import csv
import io
import json
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import strategies as st

from fuzzing import texts
from fuzzing.office import excel_files
from fuzzing.texts import usually

ROW_KINDS = ("csv", "tsv", "jsonl", "ndjson", "parquet", "xlsx")
Row = tuple[object, ...]

# In every row of a table, so that a lost row is noticed whatever happened to its neighbours.
TOKEN = r"zq\d{6}qz"

_CSV_ODDITIES = ("\n\n", '"', '""', '"x"y', " ", "\0", "\r", ",,,,\n", "#\n")
_JSON_ODDITIES = (
    lambda line: line[:-1],
    lambda line: line + line,
    lambda line: f"[{line}]",
    lambda line: json.dumps(line),
    lambda line: line[:-1] + ', "text": "Beijing waited."}',
    lambda line: line[:-1] + ', "\\udc80x": "\\ud800 China \\udfff"}',
    lambda line: line[:-1] + ', "deep": ' + "[" * 960 + "NaN" + "]" * 960 + "}",
    lambda line: line[:-1] + ', "deep": ' + '{"a":' * 5000 + "null" + "}" * 5000 + "}",
    lambda line: line[:-1] + ', "text2": 1e999, "n": ' + "9" * 4301 + "}",
    lambda line: line.replace('"text"', '"txt"'),
    lambda line: "{}",
    lambda line: "null",
    lambda line: "\ufeff" + line,
    lambda line: line.replace("{", "{\0", 1),
    lambda line: line + "\u2028",
    lambda line: line + "\n \n",
    lambda line: "[" * 5000 + '"\\ud800"' + "]" * 5000,
)
# Types that JSON and CSV do not have, each with a value that it holds.
_TYPED = (
    (pa.timestamp("ns"), 1),
    (pa.timestamp("us", tz="Asia/Seoul"), datetime(2011, 8, 3)),
    (pa.timestamp("s", tz="+09:00"), datetime(9999, 12, 31)),
    (pa.date32(), date(1, 1, 1)),
    (pa.date64(), 2**40),
    (pa.time32("s"), time(3)),
    (pa.time64("ns"), 86_399),
    (pa.duration("ns"), timedelta(days=1)),
    (pa.decimal128(20, 3), Decimal("1.5")),
    (pa.float16(), float("nan")),
    (pa.uint64(), 2**63),
    (pa.map_(pa.int64(), pa.string()), [(1, "a"), (1, None)]),
    (pa.struct([("a", pa.int8()), ("b", pa.timestamp("ns"))]), {"a": 1, "b": 1}),
    (pa.list_(pa.timestamp("ns")), [1, None]),
)


@st.composite
def tables(
    draw: st.DrawFn, kind: str, encoding: str, *, text: str = "text", target: str | None = None
) -> bytes:
    """A whole file of one of ROW_KINDS: a column of tokens, one of statements, one of targets, and odd ones."""
    known = {text: usually(texts.statements, texts.values).flatmap(lambda cells: cells)}
    if target is not None:
        known[target] = st.sampled_from(texts.TARGETS)
    extra = draw(st.lists(st.sampled_from(texts.COLUMN_NAMES), max_size=4))
    columns = draw(st.permutations([*known, *extra]))
    if draw(usually(False, True)):
        columns.remove(text)
    row = st.tuples(*(known.get(name, texts.values) for name in columns))
    rows = draw(st.lists(row, max_size=12)) * draw(usually(1, 12))
    whole = [(f"zq{number:06}qz", *cells) for number, cells in enumerate(rows)]
    return draw(table_bytes(kind, ["token", *columns], whole, encoding))


def table_bytes(
    kind: str, columns: list[str], rows: list[Row], encoding: str = "utf-8"
) -> st.SearchStrategy[bytes]:
    """Rows as a file of `kind`; `encoding` is of the text in it."""
    if kind == "parquet":
        return _parquet(columns, rows)
    if kind == "xlsx":
        return excel_files(columns, rows)
    text = _json_lines(columns, rows) if kind in ("jsonl", "ndjson") else _separated(columns, rows, kind)
    return text.map(lambda whole: whole.encode(encoding, "replace"))


@st.composite
def _separated(draw: st.DrawFn, columns: list[str], rows: list[Row], kind: str) -> str:
    delimiter = "\t" if kind == "tsv" else draw(usually(",", ";"))
    end = draw(st.sampled_from(("\n", "\r\n", "\r")))
    dialect = draw(st.sampled_from((csv.excel, csv.unix_dialect)))  # the second quotes everything
    out = io.StringIO(newline="")
    writer = csv.writer(out, dialect, delimiter=delimiter, lineterminator=end)
    writer.writerow(columns)
    ragged = draw(st.dictionaries(st.integers(0, 12), st.integers(-3, 3), max_size=1))
    after = draw(st.dictionaries(st.integers(0, 12), st.sampled_from(_CSV_ODDITIES), max_size=1))
    for number, row in enumerate(rows):
        cells = [
            json.dumps(cell, ensure_ascii=False) if isinstance(cell, list | dict) else cell for cell in row
        ]
        width = ragged.get(number, 0)
        writer.writerow(cells[:width] if width < 0 else cells + ["more"] * width)
        out.write(after.get(number, ""))
    return out.getvalue().rstrip("\r\n") if draw(usually(False, True)) else out.getvalue()


@st.composite
def _json_lines(draw: st.DrawFn, columns: list[str], rows: list[Row]) -> str:
    ascii_only, end = draw(st.booleans()), draw(usually("\n", "\r\n"))
    odd = draw(st.dictionaries(st.integers(0, 12), st.sampled_from(_JSON_ODDITIES), max_size=1))
    lines = [json.dumps(dict(zip(columns, row, strict=True)), ensure_ascii=ascii_only) for row in rows]
    whole = "".join(odd.get(number, str)(line) + end for number, line in enumerate(lines))
    return whole.rstrip("\r\n") if draw(usually(False, True)) else whole


@st.composite
def _parquet(draw: st.DrawFn, columns: list[str], rows: list[Row]) -> bytes:
    cells = [list(column) for column in zip(*rows, strict=True)] if rows else [[] for _ in columns]
    arrays = [pa.array(cells[0], pa.string()), *(draw(_arrays(column)) for column in cells[1:])]
    names = [name.encode("utf-8", "replace").decode() for name in columns]
    if draw(st.booleans()) and rows:
        kind, value = draw(st.sampled_from(_TYPED))
        arrays.append(pa.array([value, None] * len(rows), kind)[: len(rows)])
        names.append(draw(st.sampled_from(("typed", "date", "id", "text"))))
    out = io.BytesIO()
    pq.write_table(
        pa.Table.from_arrays(arrays, names=names),
        out,
        compression=draw(st.sampled_from(("none", "snappy", "zstd", "gzip", "brotli", "lz4"))),
        row_group_size=draw(st.sampled_from((1000, 3, 1))),
        use_dictionary=draw(st.booleans()),
        data_page_version=draw(st.sampled_from(("1.0", "2.0"))),
    )
    return out.getvalue()


@st.composite
def _arrays(draw: st.DrawFn, column: list[object]) -> Any:
    """The values as they are where they have one type that parquet knows, else as text of several kinds."""
    if draw(st.booleans()):
        with suppress(pa.ArrowException, OverflowError, UnicodeError):
            array = pa.array(column)
            pq.write_table(pa.table({"x": array}), io.BytesIO())
            return array
    strings = [None if cell is None else str(cell).encode("utf-8", "replace").decode() for cell in column]
    kind = draw(st.sampled_from((pa.string(), pa.large_string(), pa.string_view(), "codes", "no UTF-8")))
    if kind == "codes":
        return pa.array(strings, pa.string()).dictionary_encode()
    if kind == "no UTF-8":
        raw = pa.array([f"{cell}".encode() + b"\xff" for cell in strings], pa.binary())
        return pa.Array.from_buffers(pa.string(), len(raw), raw.buffers())
    return pa.array(strings, kind)
