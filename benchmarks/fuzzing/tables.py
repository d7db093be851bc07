"""Tables drawn at random, and the many ways in which CSV, TSV, JSON lines and parquet files hold them."""

import csv
import io
import json
from dataclasses import dataclass
from random import Random

import pyarrow
import pyarrow.parquet

from fuzzing import texts

ROW_KINDS = ("csv", "tsv", "jsonl", "ndjson", "parquet")


@dataclass(frozen=True, slots=True)
class Table:
    """Column names, which may repeat, and rows as wide as they."""

    columns: list[str]
    rows: list[list[object]]


def draw_table(draw: Random, *, text_column: str = "text", target_column: str | None = None) -> Table:
    """A table with a column of statements, odd further columns, and a token of its own in every row."""
    columns = [text_column, *draw.sample(texts.COLUMN_NAMES, draw.choice((0, 1, 2, 2, 3, 8)))]
    if target_column is not None and draw.random() < 0.95:
        columns.append(target_column)
    if draw.random() < 0.03:
        columns.remove(text_column)
    draw.shuffle(columns)
    count = draw.choice((0, 1, 2, 3, 5, 8, 20, 20, 45, 130))
    rows = [[_cell(draw, name, text_column, target_column) for name in columns] for _ in range(count)]
    return Table(["token", *columns], [[_token(draw), *row] for row in rows])


def _token(draw: Random) -> str:
    return f"zq{draw.randrange(10**6):06}qz"


def _cell(draw: Random, name: str, text_column: str, target_column: str | None) -> object:
    if name == text_column:
        return texts.value(draw) if draw.random() < 0.08 else texts.statement(draw)
    if name == target_column:
        return texts.targets(draw)
    return texts.value(draw)


def table_bytes(table: Table, kind: str, draw: Random, encoding: str) -> bytes:
    """The table as a file of one of ROW_KINDS; `encoding` is of the text in it."""
    if kind == "parquet":
        return _parquet(table, draw)
    text = _json_lines(table, draw) if kind in ("jsonl", "ndjson") else _separated(table, kind, draw)
    return text.encode(encoding, draw.choice(("replace", "backslashreplace")))


def _separated(table: Table, kind: str, draw: Random) -> str:
    delimiter = "\t" if kind == "tsv" else draw.choice(",,,;")
    out = io.StringIO(newline="")
    end = draw.choice(("\n", "\n", "\r\n", "\r"))
    dialect = draw.choice((csv.excel, csv.excel, csv.unix_dialect))  # the last quotes everything
    writer = csv.writer(out, dialect, delimiter=delimiter, lineterminator=end)
    writer.writerow(table.columns)
    for row in table.rows:
        writer.writerow(_ragged(list(map(_csv_cell, row)), draw))
        if draw.random() < 0.02:
            out.write(draw.choice((end, "\n\n", '"', '""', '"x"y', " ", "\0", "\r", ",,,,\n", "#\n")))
    text = out.getvalue()
    return text.rstrip("\r\n") if draw.random() < 0.2 else text


def _csv_cell(value: object) -> object:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else value


def _ragged(row: list[object], draw: Random) -> list[object]:
    if draw.random() < 0.97:
        return row
    return draw.choice((row[:1], row[:-1], [*row, "more"], [*row, *row], []))


def _json_lines(table: Table, draw: Random) -> str:
    ascii_only = draw.random() < 0.5
    end = draw.choice(("\n", "\n", "\n", "\r\n"))
    lines = [
        _json_line(dict(zip(table.columns, row, strict=True)), draw, ascii_only=ascii_only)
        for row in table.rows
    ]
    text = "".join(line + (end if draw.random() < 0.99 else draw.choice((end * 2, " \n", "\r", "\u2028")))
                   for line in lines)  # fmt: skip
    return text.rstrip("\r\n") if draw.random() < 0.2 else text


def _json_line(row: dict[str, object], draw: Random, *, ascii_only: bool) -> str:
    line = json.dumps(row, ensure_ascii=ascii_only)
    if draw.random() < 0.93:
        return line
    depth = draw.choice((5, 90, 200, 450, 900, 960, 990, 1000, 5000))
    nested = "[" * depth + draw.choice(("", "NaN", '"\\ud800"')) + "]" * depth
    objects = '{"a":' * depth + "null" + "}" * depth
    return draw.choice(
        (
            line[:-1],
            line + line,
            f"[{line}]",
            json.dumps(line),
            line[:-1] + ', "text": "Beijing waited."}',
            line[:-1] + ', "\\udc80x": "\\ud800 China \\udfff"}',
            line[:-1] + f', "deep": {nested}}}',
            line[:-1] + f', "deep": {objects}}}',
            line[:-1] + ', "text2": 1e999, "n": ' + "9" * draw.choice((400, 4300, 4301, 9000)) + "}",
            line.replace('"text"', '"txt"'),
            "{}",
            "null",
            "\ufeff" + line,
            line.replace("{", "{\0", 1),
            nested,
        )
    )


def _parquet(table: Table, draw: Random) -> bytes:
    token, *others = zip(*table.rows, strict=True) if table.rows else ((),)
    arrays = [
        pyarrow.array(list(map(str, token)), pyarrow.string()),
        *(_array(list(column), draw) for column in others),
    ]
    if not table.rows:
        arrays = [pyarrow.nulls(0, draw.choice((pyarrow.string(), pyarrow.null()))) for _ in table.columns]
    names = list(table.columns)
    if table.rows and draw.random() < 0.5:
        arrays.append(_typed(len(table.rows), draw))
        names.append(draw.choice(("typed", "date", "id", "text")))
    names = [name.encode("utf-8", "replace").decode() for name in names]
    out = io.BytesIO()
    pyarrow.parquet.write_table(
        pyarrow.Table.from_arrays(arrays, names=names),
        out,
        compression=draw.choice(("none", "snappy", "zstd", "gzip", "brotli", "lz4")),
        row_group_size=draw.choice((1, 3, 1000)),
        use_dictionary=draw.random() < 0.5,
        data_page_version=draw.choice(("1.0", "2.0")),
    )
    return out.getvalue()


def _array(values: list[object], draw: Random) -> pyarrow.Array:
    if draw.random() < 0.02:
        raw = [str(value).encode("utf-8", "replace") + b"\xff" for value in values]
        binary = pyarrow.array(raw, pyarrow.binary())
        return pyarrow.Array.from_buffers(pyarrow.string(), len(binary), binary.buffers())
    strings = [None if value is None else str(value).encode("utf-8", "replace").decode() for value in values]
    if draw.random() < 0.3:
        try:
            array = pyarrow.array(values)
            pyarrow.parquet.write_table(pyarrow.table({"x": array}), io.BytesIO())
        except (pyarrow.ArrowException, OverflowError, UnicodeError):
            return pyarrow.array(strings, pyarrow.string())  # of no one type, or of one that parquet has not
        return array
    kind = draw.choice((pyarrow.string(), pyarrow.large_string(), pyarrow.string_view()))
    array = pyarrow.array(strings, kind)
    return array.dictionary_encode() if draw.random() < 0.1 and kind == pyarrow.string() else array


def _typed(count: int, draw: Random) -> pyarrow.Array:
    """A column of a type that JSON and CSV do not have."""
    numbers = [draw.choice((None, 0, 1, 86_399, 2**31)) for _ in range(count)]
    short = [None if number is None else number % 100 for number in numbers]
    kind = draw.choice(
        (
            pyarrow.timestamp("ns"),
            pyarrow.timestamp("us", tz="Asia/Seoul"),
            pyarrow.timestamp("s", tz="+09:00"),
            pyarrow.date32(),
            pyarrow.date64(),
            pyarrow.time32("s"),
            pyarrow.time64("ns"),
            pyarrow.duration("ns"),
            pyarrow.duration("s"),
            pyarrow.decimal128(20, 3),
            pyarrow.float16(),
            pyarrow.uint64(),
            pyarrow.map_(pyarrow.int64(), pyarrow.string()),
            pyarrow.struct([("a", pyarrow.int8()), ("b", pyarrow.timestamp("ns"))]),
            pyarrow.list_(pyarrow.timestamp("ns")),
        )
    )
    try:
        return pyarrow.array(_values_of(kind, numbers, short), kind)
    except (pyarrow.ArrowException, TypeError, OverflowError, ValueError):
        return pyarrow.array(short, pyarrow.int64())


def _values_of(kind: pyarrow.DataType, numbers: list[int | None], short: list[int | None]) -> list[object]:
    if pyarrow.types.is_map(kind):
        return [None if number is None else [(number, "a"), (number, None)] for number in numbers]
    if pyarrow.types.is_struct(kind):
        return [None if number is None else {"a": number, "b": number} for number in short]
    if pyarrow.types.is_list(kind):
        return [None if number is None else [number, None] for number in numbers]
    if pyarrow.types.is_time32(kind) or pyarrow.types.is_time64(kind):
        return list(short)
    return list(numbers)
