"""`detente predict`: files, folders or a pipe in, one row a statement and target out."""

import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from detente.model.backends import Backend
from detente.model.batch.judging import judge
from detente.model.batch.records import Record, Row
from detente.model.batch.sinks import checked_format, open_sink
from detente.model.batch.sources import STDIN, accepted_kinds, read_records
from detente.model.classifier import StanceClassifier
from detente.model.errors import InputError
from detente.scripts.exits import BAD_ROWS
from detente.scripts.progress import counted
from detente.scripts.table import TerminalTable

# Rows handed to a file at a time; a pipe gets each as it comes.
WRITTEN_AT_ONCE = 1024


def predict_cli(
    inputs: Annotated[
        list[str] | None,
        typer.Argument(metavar="FILE...", help=f"{accepted_kinds()}; a folder; - for standard input."),
    ] = None,
    text: Annotated[
        list[str] | None, typer.Option("--text", help="Judge this statement; repeatable.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="A .jsonl, .csv, .tsv or .parquet file.")
    ] = None,
    form: Annotated[
        str | None, typer.Option("--format", "-f", help="Output format, whatever the file is called.")
    ] = None,
    targets: Annotated[
        list[str] | None,
        typer.Option(
            "--target", "-t", help="Look for this target, by code or name; repeatable. Default: the four."
        ),
    ] = None,
    checkpoint: Annotated[
        str, typer.Option("--checkpoint", "-c", help="published, a folder, a hub name.")
    ] = "published",
    text_column: Annotated[
        str, typer.Option(help="The column of a table that holds the statement.")
    ] = "text",
    target_column: Annotated[
        str | None, typer.Option(help="A column that names the targets of its row, ; between.")
    ] = None,
    actors: Annotated[
        list[Path] | None, typer.Option("--actors", help="A file that extends the actor list.")
    ] = None,
    input_format: Annotated[
        str | None,
        typer.Option(help="What standard input is: csv, jsonl, txt, ... Default: jsonl after a {, else txt."),
    ] = None,
    encoding: Annotated[str, typer.Option(help="Of text files.")] = "utf-8",
    limit: Annotated[int | None, typer.Option(min=1, help="Stop after this many rows or documents.")] = None,
    backend: Annotated[Backend, typer.Option(help="What runs the network.")] = "auto",
    device: Annotated[str | None, typer.Option(help="Of the torch backend: cpu, cuda, ...")] = None,
    threads: Annotated[int | None, typer.Option(min=1, help="Cores to use. Default: all.")] = None,
) -> None:
    """Judge the stance of every statement toward every target it mentions.

    Prints a table to a terminal and JSON lines to a pipe. Exit code 1: done, with bad rows among them.
    """
    if output is not None:
        checked_format(output, form)
    records = (
        read_texts(text) if text else _records(inputs, text_column, target_column, encoding, input_format)
    )
    if text and inputs:
        raise InputError("--text and files do not go together; give one or the other")
    classifier = StanceClassifier.from_pretrained(
        checkpoint, backend=backend, device=device, threads=threads, actors=actors or []
    )
    rows = predict(islice(records, limit), classifier, targets=targets)
    kinds = _write(rows, output, form)
    if kinds["error"]:
        raise typer.Exit(BAD_ROWS)


def predict(
    records: Iterable[Record], classifier: StanceClassifier, *, targets: Sequence[str] | None = None
) -> Iterator[Row]:
    """Judge `records` toward the targets they mention; see `judge` for the rows and the errors."""
    return judge(records, classifier, targets=targets or None)


def read_texts(texts: Sequence[str]) -> Iterator[Record]:
    """Statements given on the command line, as records."""
    for number, text in enumerate(texts, start=1):
        yield Record(text, {}, "command line", number, "statement")


def _records(
    inputs: Sequence[str] | None, text_column: str, target_column: str | None, encoding: str, kind: str | None
) -> Iterator[Record]:
    if not inputs:
        if sys.stdin is None or sys.stdin.isatty():
            raise InputError(
                f"nothing to read; give files ({accepted_kinds()}), a folder, --text, or - for a pipe"
            )
        inputs = [STDIN]
    return read_records(
        inputs,
        text_column=text_column,
        target_column=target_column,
        encoding=encoding,
        stdin=sys.stdin.buffer if STDIN in inputs else None,
        stdin_kind=kind,
        notify=tell,
    )


def tell(message: str) -> None:
    """Say something on standard error, where it does not mix with rows."""
    Console(stderr=True).print(message, style="yellow", markup=False, highlight=False, soft_wrap=True)


def _write(rows: Iterable[Row], output: Path | None, form: str | None) -> Counter[str]:
    if output is None and form is None and sys.stdout.isatty():
        return _print_table(rows)
    kinds: Counter[str] = Counter()
    try:
        with open_sink(output or sys.stdout.buffer, form) as sink:
            for block in _blocks(counted(rows, kinds), WRITTEN_AT_ONCE if output else 1):
                sink.write(block)
                if output is None:
                    sys.stdout.flush()
    except BrokenPipeError as error:
        # The reader has gone, as `head` does. Nothing more can be written, not even what is left at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit from error
    summary = ", ".join(f"{number:,} {kind}" for kind, number in sorted(kinds.items())) or "nothing to judge"
    if output is not None or kinds["error"]:
        reason = " (the column error says why)" if kinds["error"] else ""
        tell(f"{summary}{reason}{f' → {output}' if output else ''}")
    return kinds


def _print_table(rows: Iterable[Row]) -> Counter[str]:
    table = TerminalTable(Console())
    for row in rows:
        table.write(row)
    table.close()
    return table.counts


def _blocks(rows: Iterator[Row], size: int) -> Iterator[list[Row]]:
    take: Callable[[], list[Row]] = lambda: list(islice(rows, size))  # noqa: E731
    return iter(take, [])
