"""`detente predict`: reads text, files, folders or a pipe and writes one row per statement and target."""

import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import typer
from rich.console import Console

from detente.batch.chunks import cut
from detente.batch.columns import row_kind
from detente.batch.job.output import check_output
from detente.batch.planning import DocumentOptions
from detente.batch.predicting import PredictChunks, predict_keyed
from detente.batch.readers.folders import STDIN, input_bytes, input_leading_to
from detente.batch.readers.formats import accepted_kinds
from detente.batch.readers.meter import Meter
from detente.batch.records import DocumentColumns, Record, Row
from detente.batch.run_settings import RunSettings
from detente.batch.sinks.sinks import open_sink
from detente.batch.whole_file import real_path
from detente.model.errors import InputError
from detente.model.text.list_file import paths_of
from detente.scripts.commands.predict_runs import job_of, open_predictor, predict_job
from detente.scripts.terminal.exits import BAD_ROWS
from detente.scripts.terminal.inputs import check_inputs, refuse_unused, require_stdin
from detente.scripts.terminal.options import (
    TEXT_COLUMN,
    Actors,
    Address,
    Alone,
    AnyLanguage,
    BackendName,
    Checkpoint,
    Device,
    DocumentDateColumn,
    Encoding,
    InputFormat,
    Inputs,
    JobFolder,
    Limit,
    PositionColumn,
    PublisherColumn,
    PublisherFiles,
    RowDocumentColumn,
    RowsFormat,
    RowsOutput,
    ShardSize,
    Speaker,
    SpeakerColumn,
    Split,
    TargetColumn,
    Targets,
    TextColumn,
    Texts,
    Threads,
    Workers,
)
from detente.scripts.terminal.progress import progress_bar, summary
from detente.scripts.terminal.stderr import is_watched, tell
from detente.scripts.terminal.table import TerminalTable
from detente.scripts.terminal.targets import warn_of_misspelt

_STDOUT = Path("-")

# The rows of a chunk, with the fraction of the input that has been read.
_ChunkRows = Iterator[tuple[float | None, list[Row]]]


@dataclass(frozen=True, slots=True)
class _Given:
    """What a run reads: files and folders, or texts of the command line; `stdin_kind` is of standard input."""

    inputs: Sequence[str]
    texts: Sequence[str]
    stdin_kind: str | None

    def names(self) -> Sequence[str]:
        """The inputs, standard input where none is named; none beside texts."""
        if self.texts or self.inputs:
            return () if self.texts else self.inputs
        if sys.stdin is None or sys.stdin.isatty():
            raise InputError(
                f"no input; give files ({accepted_kinds()}), a folder, --text, or - for standard input"
            )
        return [STDIN]


def predict_cli(
    inputs: Inputs = None,
    text: Texts = None,
    output: RowsOutput = None,
    form: RowsFormat = None,
    targets: Targets = None,
    checkpoint: Checkpoint = "published",
    text_column: TextColumn = TEXT_COLUMN,
    target_column: TargetColumn = None,
    document_column: RowDocumentColumn = "document",
    position_column: PositionColumn = "position",
    publisher_column: PublisherColumn = "publisher",
    date_column: DocumentDateColumn = "date",
    speaker_column: SpeakerColumn = "speaker",
    split: Split = False,
    actors: Actors = None,
    alone: Alone = False,
    speaker: Speaker = None,
    publishers: PublisherFiles = None,
    any_language: AnyLanguage = False,
    input_format: InputFormat = None,
    encoding: Encoding = None,
    job: JobFolder = None,
    shard_size: ShardSize = None,
    limit: Limit = None,
    backend: BackendName = "auto",
    device: Device = None,
    threads: Threads = None,
    workers: Workers = None,
    address: Address = None,
) -> None:
    """Predict the stances in text, files or a pipe.

    Prints a table to a terminal, JSON lines to a pipe. Exits with 1 if some rows failed.
    """
    columns = DocumentColumns(document_column, position_column, publisher_column, date_column, speaker_column)
    settings = RunSettings(
        checkpoint=checkpoint,
        backend=backend,
        device=device,
        threads=threads,
        actors=actors or (),
        targets=targets or None,
        text_column=text_column,
        target_column=target_column,
        split=split,
        encoding=encoding,
        any_language=any_language,
        limit=limit,
        documents=DocumentOptions(alone, speaker, tuple(publishers or ()), columns),
    )
    given = _checked(_Given(inputs or (), text or (), input_format), settings, job, shard_size, output)
    with open_predictor(settings, workers=workers, address=address) as predict:
        if job is not None:
            run = job_of(given.inputs, job, settings=settings, shard_size=shard_size)
            kinds = predict_job(run, output=output, form=form, predict=predict)
        else:
            kinds = _predict_all(given, settings, predict, output, form)
    if kinds.get("error"):
        raise typer.Exit(BAD_ROWS)


def _checked(
    given: _Given, settings: RunSettings, job: Path | None, shard_size: int | None, output: Path | None
) -> _Given:
    if given.texts and (given.inputs or job):
        raise InputError("--text cannot be combined with input files or --job")
    if given.stdin_kind is not None and (given.texts or STDIN not in (given.inputs or [STDIN])):
        raise InputError(
            "--input-format is for standard input (-) only; the format of a file is told by its extension"
        )
    if shard_size is not None and job is None:
        raise InputError("--shard-size needs --job FOLDER")
    if job is not None and output == _STDOUT:
        raise InputError("-o - cannot be combined with --job, which writes files; name a file")
    check_inputs(given.inputs)
    warn_of_misspelt(settings.targets, actors=paths_of(settings.actors))
    refuse_unused(given.inputs or [STDIN], given.texts, settings, stdin_kind=given.stdin_kind)
    return given


def _text_records(texts: Sequence[str]) -> Iterator[Record]:
    for number, text in enumerate(texts, start=1):
        yield Record(text, {}, "command line", number, "statement")


def _predict_all(
    given: _Given, settings: RunSettings, predict: PredictChunks, output: Path | None, form: str | None
) -> Counter[str]:
    output, form = (None, form or "jsonl") if output == _STDOUT else (output, form)  # no table, ever
    _check_output(output, form, given.names())
    return _write(_predicted(given, settings, predict), output, form)


def _predicted(given: _Given, settings: RunSettings, predict: PredictChunks) -> _ChunkRows:
    names = given.names()
    meter = Meter(total=input_bytes(names) if names and is_watched() else None, limit=settings.limit)
    if given.texts:
        records = _text_records(given.texts)
    else:
        stdin = _stdin() if STDIN in names else None
        records = settings.read(names, stdin=stdin, stdin_kind=given.stdin_kind, notify=tell, meter=meter)
    cut_up = cut(settings.up_to_limit(records, tell), settings.planner(notify=tell))
    chunks = ((meter.fraction(), statements) for statements in cut_up)
    return predict_keyed(chunks, predict)


def _check_output(output: Path | None, form: str | None, names: Sequence[str]) -> None:
    if output is None:
        return
    check_output(output, form)
    if (name := input_leading_to(output, names)) is None:
        return
    same = real_path(output) == real_path(Path(name))
    reason = "is also the input" if same else f"is inside the input {name}"
    raise InputError(f"{output}: {reason}; choose an output outside of the inputs")


def _stdin() -> BinaryIO:
    # Not its buffer: Python aborts at exit if a thread is still reading from that one.
    return os.fdopen(require_stdin().fileno(), "rb", closefd=False)


def _write(predicted: _ChunkRows, output: Path | None, form: str | None) -> Counter[str]:
    if output is None and sys.stdout is None:
        raise InputError("standard output is closed; name a file with -o")
    if output is None and form is None and sys.stdout.isatty():
        return _print_table(rows for _, rows in predicted)
    kinds: Counter[str] = Counter()
    try:
        with progress_bar() as show, open_sink(output or sys.stdout.buffer, form, notify=tell) as sink:
            for fraction, rows in predicted:
                sink.write(rows)
                if output is None:
                    sys.stdout.flush()
                kinds.update(map(row_kind, rows))
                show("predicting", fraction, kinds)
    except BrokenPipeError as error:
        # The reader has closed the pipe, as `head` does. Nothing can be written any more, even at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit from error
    if output is not None or kinds["error"]:
        tell(f"{summary(kinds)}{f' → {output}' if output else ''}")
    return kinds


def _print_table(predicted: Iterable[list[Row]]) -> Counter[str]:
    table = TerminalTable(Console())
    for rows in predicted:
        for row in rows:
            table.write(row)
    table.close()
    return table.counts
