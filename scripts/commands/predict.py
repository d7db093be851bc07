"""`detente predict`: files, folders or a pipe in, one row a statement and target out."""

import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Annotated, BinaryIO

import typer
from rich.console import Console

from detente.batch.chunks import cut
from detente.batch.columns import row_kind
from detente.batch.job.output import check_output
from detente.batch.job.shards import SHARD_STATEMENTS
from detente.batch.predicting import PredictChunks, predict_keyed
from detente.batch.readers.folders import STDIN, input_around, input_bytes
from detente.batch.readers.formats import accepted_kinds
from detente.batch.readers.inputs import read_records
from detente.batch.readers.meter import Meter
from detente.batch.records import Record, Row
from detente.batch.run_settings import RunSettings
from detente.batch.sinks.sinks import open_sink
from detente.model.encoders.backends import Backend
from detente.model.errors import InputError
from detente.scripts.commands.predict_job import predict_job
from detente.scripts.terminal.exits import BAD_ROWS
from detente.scripts.terminal.inputs import check_inputs
from detente.scripts.terminal.predictors import judging
from detente.scripts.terminal.progress import progress_bar, summary
from detente.scripts.terminal.stderr import is_watched, tell
from detente.scripts.terminal.table import TerminalTable


def predict_cli(
    inputs: Annotated[
        list[str] | None,
        typer.Argument(metavar="FILE...", help=f"{accepted_kinds()}; a folder; - for standard input."),
    ] = None,
    text: Annotated[
        list[str] | None, typer.Option("--text", help="Judge this statement; repeatable.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="A .jsonl, .csv, .tsv, .parquet or .xlsx file.")
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
    encoding: Annotated[
        str | None, typer.Option(help="Encoding of text files. Default: UTF-8, else inferred.")
    ] = None,
    job: Annotated[
        Path | None,
        typer.Option("--job", help="A folder: a run that is stopped goes on there with the same command."),
    ] = None,
    shard_size: Annotated[
        int | None,
        typer.Option(min=1, help=f"Statements in a shard of a job. Default: {SHARD_STATEMENTS}."),
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Stop after this many rows or documents.")] = None,
    backend: Annotated[Backend, typer.Option(help="What runs the network.")] = "auto",
    device: Annotated[str | None, typer.Option(help="For torch: cpu, cuda, ...")] = None,
    threads: Annotated[
        int | None, typer.Option(min=1, help="Cores to use. Default: all; one for each of --workers.")
    ] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, help="Judge in this many processes of a Ray cluster.")
    ] = None,
    address: Annotated[
        str | None,
        typer.Option(help="host:port of a Ray cluster, or auto. Default for --workers: one on this machine."),
    ] = None,
) -> None:
    """Judge the stance of every statement toward every target it mentions.

    Prints a table to a terminal and JSON lines to a pipe. Exit code 1: done, with bad rows among them.
    """
    if text and (inputs or job):
        raise InputError("--text and files (or --job) do not go together; give one or the other")
    if shard_size is not None and job is None:
        raise InputError("--shard-size is for jobs; give --job FOLDER too, or leave it out")
    check_inputs(inputs or ())
    settings = RunSettings(
        checkpoint=checkpoint,
        backend=backend,
        device=device,
        threads=threads,
        actors=actors or (),
        targets=targets or None,
        text_column=text_column,
        target_column=target_column,
        encoding=encoding,
        limit=limit,
    )
    with judging(settings, workers=workers, address=address) as predict:
        if job is not None:
            kinds = predict_job(
                inputs or [],
                job,
                settings,
                shard_statements=shard_size or SHARD_STATEMENTS,
                output=output,
                form=form,
                predict=predict,
            )
        else:
            names = [] if text else _names(inputs)
            if output is not None:
                check_output(output, form)
                _refuse_input(output, names)
            meter = Meter(total=input_bytes(names) if names and is_watched() else None, limit=limit)
            records = read_texts(text) if text else _records(names, settings, input_format, meter)
            kinds = _write(predict_watched(islice(records, limit), predict, meter), output, form)
    if kinds.get("error"):
        raise typer.Exit(BAD_ROWS)


def predict_watched(
    records: Iterable[Record], predict: PredictChunks, meter: Meter
) -> Iterator[tuple[float | None, list[Row]]]:
    """Judge `records` chunk by chunk; gives the rows of each, and which part of the input is read with it.

    Raises what `predict` raises, one of those that `judging` gives.
    """
    chunks = ((meter.fraction(), pieces) for pieces in cut(records))
    return predict_keyed(chunks, predict)


def read_texts(texts: Sequence[str]) -> Iterator[Record]:
    """Statements given on the command line, as records."""
    for number, text in enumerate(texts, start=1):
        yield Record(text, {}, "command line", number, "statement")


def _names(inputs: Sequence[str] | None) -> Sequence[str]:
    if inputs:
        return inputs
    if sys.stdin is None or sys.stdin.isatty():
        raise InputError(
            f"nothing to read; give files ({accepted_kinds()}), a folder, --text, or - for a pipe"
        )
    return [STDIN]


def _refuse_input(output: Path, names: Sequence[str]) -> None:
    if (name := input_around(output, names)) is not None:
        where = (
            "is the input itself" if output.resolve() == Path(name).resolve() else f"lies in the input {name}"
        )
        raise InputError(f"{output}: {where}; give the rows a place outside of what is read")


def _records(
    names: Sequence[str], settings: RunSettings, stdin_kind: str | None, meter: Meter
) -> Iterator[Record]:
    return read_records(
        names,
        text_column=settings.text_column,
        target_column=settings.target_column,
        encoding=settings.encoding,
        stdin=_stdin() if STDIN in names else None,
        stdin_kind=stdin_kind,
        notify=tell,
        meter=meter,
    )


def _stdin() -> BinaryIO:
    # Not `sys.stdin.buffer`: Python aborts at its end where a thread still waits for that one to give more.
    return os.fdopen(sys.stdin.fileno(), "rb", closefd=False)


def _write(
    judged: Iterable[tuple[float | None, list[Row]]], output: Path | None, form: str | None
) -> Counter[str]:
    if output is None and form is None and sys.stdout.isatty():
        return _print_table(rows for _, rows in judged)
    kinds: Counter[str] = Counter()
    try:
        with progress_bar() as show, open_sink(output or sys.stdout.buffer, form) as sink:
            for fraction, rows in judged:
                sink.write(rows)
                if output is None:
                    sys.stdout.flush()
                kinds.update(map(row_kind, rows))
                show("predicting", fraction, kinds)
    except BrokenPipeError as error:
        # The reader has gone, as `head` does. Nothing more can be written, not even what is left at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit from error
    if output is not None or kinds["error"]:
        tell(f"{summary(kinds)}{f' → {output}' if output else ''}")
    return kinds


def _print_table(judged: Iterable[list[Row]]) -> Counter[str]:
    table = TerminalTable(Console())
    for rows in judged:
        for row in rows:
            table.write(row)
    table.close()
    return table.counts
