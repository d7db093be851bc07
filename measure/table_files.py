"""Tables written to files: CSV, TSV, JSON lines, parquet, Markdown and LaTeX, by the ending."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import BinaryIO, Final

from detente.batch.plain_values import json_bytes
from detente.batch.sinks.parquet_types import require_pyarrow
from detente.batch.whole_file import check_file, real_path, whole_file
from detente.measure.tables import Table, flat_rows, to_csv, to_latex, to_markdown
from detente.model.errors import InputError

_TEXTS: Final[Mapping[str, Callable[[Table], str]]] = {
    ".csv": to_csv,
    ".tsv": partial(to_csv, delimiter="\t"),
    ".md": to_markdown,
    ".tex": to_latex,
}
TABLE_ENDINGS: Final = (".csv", ".tsv", ".jsonl", ".parquet", ".md", ".tex")


def check_table_file(path: Path, *, inputs: Iterable[Path] = ()) -> None:
    """Raise InputError where a table cannot be written to `path`.

    It is its ending, its folder, the want of pyarrow, or that it is one of `inputs`, which would be lost.
    """
    if path.suffix.lower() not in TABLE_ENDINGS:
        raise InputError(f"{path}: a table is written as {', '.join(TABLE_ENDINGS)}")
    check_file(path)
    if real_path(path) in map(real_path, inputs):
        raise InputError(f"{path}: is also an input; give the table a name of its own")
    if path.suffix.lower() == ".parquet":
        require_pyarrow()


def write_table(path: Path, table: Table) -> None:
    """Write a table in the format of the file's ending; the file appears whole or not at all.

    Markdown and LaTeX hold what is shown, with notes below. The other formats hold the rows of `flat_rows`, where
    nothing is null or an empty cell. Raises InputError as `check_table_file` does.
    """
    check_table_file(path)
    ending = path.suffix.lower()
    with whole_file(path) as out:
        match ending:
            case ".jsonl":
                for row in flat_rows(table):
                    out.write(json_bytes(row) + b"\n")
            case ".parquet":
                _write_parquet(out, table)
            case _:
                out.write(_TEXTS[ending](table).encode("utf-8", "backslashreplace"))


def _write_parquet(out: BinaryIO, table: Table) -> None:
    import pyarrow
    import pyarrow.parquet

    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(list(flat_rows(table))), out)
