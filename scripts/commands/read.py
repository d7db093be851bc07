"""`detente read`: one document in, one page out, each statement tinted by its stance toward a target."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer
from rich.console import Console
from rich.progress import track

from detente.batch.readers.folders import STDIN
from detente.batch.readers.inputs import read_records
from detente.batch.readers.text_streams import COMPRESSIONS
from detente.model.classifier import StanceClassifier
from detente.model.encoders.backends import Backend
from detente.model.errors import InputError
from detente.model.prediction import Prediction
from detente.model.text.statements import split_statements
from detente.scripts.terminal.exits import BAD_ROWS
from detente.scripts.terminal.extras import require_extra
from detente.scripts.terminal.inputs import check_inputs
from detente.scripts.terminal.pages import check_page
from detente.scripts.terminal.stderr import tell

if TYPE_CHECKING:
    from detente.report.reading.document import Reading

DOCUMENTS: Final = (".txt", ".md", ".html", ".htm", ".docx")
TABLES: Final = (".csv", ".tsv", ".jsonl", ".ndjson", ".parquet", ".xlsx")

# Statements judged between two looks at the progress bar.
_AT_ONCE = 64


def read_cli(
    document: Annotated[
        str,
        typer.Argument(
            metavar="DOCUMENT",
            help=f"{', '.join(DOCUMENTS)}, each also with {' or '.join(COMPRESSIONS)}; - for standard input.",
            show_default=False,
        ),
    ],
    output: Annotated[Path, typer.Option("--output", "-o", help="An .html file.", show_default=False)],
    targets: Annotated[
        list[str] | None,
        typer.Option(
            "--target", "-t", help="Look for this target, by code or name; repeatable. Default: the four."
        ),
    ] = None,
    title: Annotated[str | None, typer.Option(help="Of the page. Default: the file's name.")] = None,
    checkpoint: Annotated[
        str, typer.Option("--checkpoint", "-c", help="published, a folder, a hub name.")
    ] = "published",
    actors: Annotated[
        list[Path] | None, typer.Option("--actors", help="A file that extends the actor list.")
    ] = None,
    encoding: Annotated[
        str | None, typer.Option(help="Encoding of text files. Default: UTF-8, else inferred.")
    ] = None,
    backend: Annotated[Backend, typer.Option(help="What runs the network.")] = "auto",
    device: Annotated[str | None, typer.Option(help="For torch: cpu, cuda, ...")] = None,
    threads: Annotated[int | None, typer.Option(min=1, help="Cores to use. Default: all.")] = None,
) -> None:
    """Show one document as a page, each statement tinted by its stance toward a target you choose.

    Exit code 1: done, with statements among it that could not be judged.
    """
    require_extra("report", ("jinja2",))
    check_inputs([document])
    check_output(output, document)
    text = read_text(document, encoding=encoding)
    classifier = StanceClassifier.from_pretrained(
        checkpoint, backend=backend, device=device, threads=threads, actors=actors or []
    )
    name = "standard input" if document == STDIN else Path(document).name
    reading = read(text, classifier, title=title or name, targets=targets)

    from detente.report.page import write_page
    from detente.report.reading.reading_page import reading_page

    write_page(reading_page(reading), output)
    _report(reading, output)


def read(
    text: str, classifier: StanceClassifier, *, title: str, targets: Sequence[str] | None = None
) -> "Reading":
    """Judge every statement of a document toward those of `targets` that it mentions; None for the default ones.

    Shows progress on a terminal. Raises InputError where the document is empty, ActorsError where a
    target is unknown.
    """
    from detente.report.reading.document import read_document

    return read_document(
        text,
        list(_predictions(text, classifier, targets)),
        title=title,
        checkpoint=classifier.name,
        names={code: actor.name for code, actor in classifier.finder.actors.items()},
    )


def read_text(document: str, *, encoding: str | None) -> str:
    """The text of a document file, or of standard input ("-"); of a web page its main text.

    Raises InputError where it is a table, a folder, empty, or cannot be read.
    """
    _refuse_tables(document)
    records = read_records(
        [document],
        encoding=encoding,
        stdin=sys.stdin.buffer if document == STDIN else None,
        stdin_kind="txt",
        notify=lambda _: None,  # what is empty is told below
        remark=tell,
    )
    record = next(records, None)
    shown = "standard input" if document == STDIN else document
    if record is None or (record.error is None and not record.text):
        raise InputError(f"{shown}: empty, nothing to read")
    if record.error is not None or record.text is None:
        raise InputError(f"{shown}: {record.error}")
    return record.text


def check_output(output: Path, document: str) -> None:
    """Raise InputError where the page could not be written, before anything is judged."""
    check_page(output)
    if document != STDIN and output.resolve() == Path(document).resolve():
        raise InputError(f"{output}: is the document itself; give the page another name")


def _refuse_tables(document: str) -> None:
    path = Path(document)
    if document == STDIN:
        return
    if path.is_dir():
        raise InputError(f"{document}: is a folder; read shows one document ({', '.join(DOCUMENTS)})")
    endings = [ending.lower() for ending in path.suffixes]
    if endings and endings[-1] in COMPRESSIONS:
        endings.pop()
    if path.exists() and endings and endings[-1] in TABLES:
        raise InputError(
            f"{document}: is a table; read shows one document ({', '.join(DOCUMENTS)}). "
            "For tables: detente predict FILE -o rows.jsonl, then detente report rows.jsonl"
        )


def _predictions(
    text: str, classifier: StanceClassifier, targets: Sequence[str] | None
) -> Iterator[Prediction]:
    finder = classifier.finder
    named = None if not targets else [finder.resolve(target).code for target in targets]
    statements = [statement.text for statement in split_statements(text)]
    console = Console(stderr=True)
    for start in track(
        range(0, len(statements), _AT_ONCE),
        description="judging",
        console=console,
        transient=True,
        disable=not console.is_terminal,
    ):
        yield from classifier.predict_pairs(
            [
                (statement, target)
                for statement in statements[start : start + _AT_ONCE]
                for target in dict.fromkeys(mention.target for mention in finder.find(statement, named))
            ]
        )


def _report(reading: "Reading", output: Path) -> None:
    predictions = reading.predictions
    errors = sum(prediction.error is not None for prediction in predictions)
    tell(
        f"{len(reading.statements):,} statements, {len(predictions) - errors:,} judgements"
        f"{f', {errors:,} errors' if errors else ''} → {output}"
    )
    if errors:
        raise typer.Exit(BAD_ROWS)
