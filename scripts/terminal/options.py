"""The arguments and options of the commands: names, metavars and help, each written once."""

from pathlib import Path
from typing import Annotated, Any, Final

import typer

from detente.batch.job.shards import SHARD_STATEMENTS
from detente.batch.readers.formats import accepted_kinds
from detente.model.dates.date_forms import DateOrder
from detente.model.encoders.backends import Backend
from detente.model.errors import InputError
from detente.report.actor_names import NameLanguage

_CHECKPOINT_HELP: Final = "Checkpoint: published, another name from `detente info`, a folder or a hub name."
_TEXT_FILES: Final = ".txt with one statement per line, .jsonl or .csv."


def refuse_stdout(output: Path | None) -> Path | None:
    """Return the output as it is; raises InputError for "-", which would become a file of that name."""
    if output == Path("-"):
        raise InputError("-o -: only `detente predict` writes to standard output; name a file or folder")
    return output


def output_option(text: str, *, metavar: str = "FILE") -> Any:
    """Return the option -o of a command that writes a file or folder, with `text` as its help; stdout is refused."""
    return typer.Option(
        "--output", "-o", metavar=metavar, help=text, show_default=False, callback=refuse_stdout
    )


# What is read and written.

Inputs = Annotated[
    list[str] | None,
    typer.Argument(metavar="INPUT", help=f"{accepted_kinds()}; a folder; - for standard input."),
]
Texts = Annotated[
    list[str] | None,
    typer.Option("--text", metavar="TEXT", help="Statement to predict; repeatable."),
]
RowsOutput = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help="Output file: .jsonl, .csv, .tsv, .xlsx or .parquet; - for standard output.",
    ),
]
RowsFormat = Annotated[
    str | None,
    typer.Option("--format", "-f", metavar="FORMAT", help="Output format; overrides the file extension."),
]
PageOutput = Annotated[Path, output_option("The page to write, .html.")]
PairsOutput = Annotated[Path, output_option("The file of labelled pairs to write.")]
NewFolder = Annotated[Path, output_option("The folder to create.", metavar="FOLDER")]
LabelledFile = Annotated[
    Path, typer.Argument(metavar="FILE", help="Labelled pairs, .jsonl or .csv.", show_default=False)
]
LabelledFiles = Annotated[
    list[Path],
    typer.Argument(
        metavar="FILE",
        help="Labelled pairs, or documents; several files are compared as splits (train, dev, test).",
        show_default=False,
    ),
]
StatementFiles = Annotated[
    list[Path], typer.Argument(metavar="TEXTS", help=f"Statements: {_TEXT_FILES}", show_default=False)
]
Encoding = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="Encoding of text files, such as cp1252. Default: UTF-8, or inferred."),
]
InputFormat = Annotated[
    str | None,
    typer.Option(
        metavar="FORMAT",
        help="Standard input format: csv, jsonl, txt, ... Default: jsonl if it starts with {, else txt.",
    ),
]
DayAndMonth = Annotated[
    DateOrder | None,
    typer.Option("--dates", metavar="ORDER", help="day-first or month-first, for dates such as 03/04/2024."),
]

# What is predicted.

Targets = Annotated[
    list[str] | None,
    typer.Option(
        "--target",
        "-t",
        metavar="TARGET",
        help="Look for this target, by code or name; repeatable. Default: US, CN, KP, KR.",
    ),
]
LabelTargets = Annotated[
    list[str] | None,
    typer.Option("--target", metavar="TARGET", help="Accept this target in the labels too; repeatable."),
]
TEXT_COLUMN: Final = "text"
TextColumn = Annotated[str, typer.Option(metavar="COLUMN", help="Table column that holds the statement.")]
TargetColumn = Annotated[
    str | None,
    typer.Option(metavar="COLUMN", help="Table column that names the targets, separated by ;"),
]
RowDocumentColumn = Annotated[
    str, typer.Option(metavar="COLUMN", help="Table column of the document that a row is of.")
]
PositionColumn = Annotated[
    str, typer.Option(metavar="COLUMN", help="Table column of the position in the document.")
]
PublisherColumn = Annotated[str, typer.Option(metavar="COLUMN", help="Table column of the publisher.")]
DocumentDateColumn = Annotated[str, typer.Option(metavar="COLUMN", help="Table column of the date.")]
SpeakerColumn = Annotated[str, typer.Option(metavar="COLUMN", help="Table column of the speaker.")]
Split = Annotated[
    bool,
    typer.Option(
        "--split", help="Each table row holds a document, such as an article: split it into statements."
    ),
]
Actors = Annotated[
    list[Path] | None,
    typer.Option("--actors", metavar="FILE", help="TOML file that extends the actor list; repeatable."),
]
Names = Annotated[
    NameLanguage,
    typer.Option("--names", metavar="LANGUAGE", help="Language of the actors' names: en, ko or zh."),
]

Alone = Annotated[bool, typer.Option("--alone", help="Read each statement by itself, without its document.")]
AnyLanguage = Annotated[
    bool,
    typer.Option("--any-language", help="Predict statements in languages that the checkpoint does not know."),
]
Speaker = Annotated[
    str | None,
    typer.Option(metavar="CODE", help="State in whose voice the documents are written: US, CN, KP, KR, ..."),
]
PublisherFiles = Annotated[
    list[Path] | None,
    typer.Option(
        "--publishers",
        metavar="FILE",
        help="TOML file that says which publishers speak for a state; repeatable.",
    ),
]

# What predicts, and where.

CheckpointName = Annotated[
    str, typer.Argument(metavar="CHECKPOINT", help=_CHECKPOINT_HELP, show_default=False)
]
CheckpointFolder = Annotated[
    Path, typer.Argument(metavar="FOLDER", help="A checkpoint folder.", show_default=False)
]
Checkpoint = Annotated[str, typer.Option("--checkpoint", "-c", metavar="CHECKPOINT", help=_CHECKPOINT_HELP)]
TogetherWith = Annotated[
    list[str] | None,
    typer.Option(
        "--with", metavar="CHECKPOINT", help="Average the predictions with this checkpoint; repeatable."
    ),
]
BackendName = Annotated[
    Backend, typer.Option("--backend", metavar="BACKEND", help="Backend: auto, onnx or torch.")
]
Device = Annotated[str | None, typer.Option(metavar="DEVICE", help="Torch device: cpu, cuda, ...")]
Threads = Annotated[
    int | None,
    typer.Option(min=1, metavar="N", help="Cores to use. Default: all."),
]
Workers = Annotated[
    int | None,
    typer.Option(
        min=1,
        metavar="N",
        help="Predict in N processes of a Ray cluster, each with one core unless --threads is given.",
    ),
]
Address = Annotated[
    str | None,
    typer.Option(
        metavar="HOST:PORT",
        help="Ray cluster to join, or auto. Default: with --workers, a cluster on this machine.",
    ),
]

# How a run goes.

JobFolder = Annotated[
    Path | None,
    typer.Option(
        "--job", metavar="FOLDER", help="Job folder: after a stop, the same command resumes the run."
    ),
]
ShardSize = Annotated[
    int | None,
    typer.Option(min=1, metavar="N", help=f"Statements per shard of a job. Default: {SHARD_STATEMENTS}."),
]
Limit = Annotated[int | None, typer.Option(min=1, metavar="N", help="Stop after N table rows or documents.")]
Seed = Annotated[int, typer.Option(metavar="N", help="Random seed.")]
