"""The arguments and options that the commands of measurement share."""

from pathlib import Path
from typing import Annotated

import typer

from detente.scripts.terminal.options import output_option

StoredRows = Annotated[
    list[Path],
    typer.Argument(
        metavar="ROWS", help="Rows from `detente predict`, one file or several.", show_default=False
    ),
]
GoldLabels = Annotated[
    Path,
    typer.Option("--labels", metavar="FILE", help="Labels from `detente label import`.", show_default=False),
]
GroupKeys = Annotated[
    str,
    typer.Option(
        "--by",
        metavar="KEYS",
        help="What to group by: columns, or day, week, month, quarter, year; comma-separated.",
    ),
]
TableOutput = Annotated[
    Path | None, output_option("Output table: .csv, .tsv, .jsonl, .parquet, .md or .tex.")
]
DateColumn = Annotated[
    str, typer.Option(metavar="COLUMN", help="Column of the date; without it, the date in the file name.")
]
DocumentColumn = Annotated[
    str | None,
    typer.Option(
        metavar="COLUMN",
        help="Column that tells documents apart. Default: the file; in a table, each row.",
    ),
]
