"""`detente read`: writes one document as a page, each statement tinted by its stance toward a target."""

import sys
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer
from rich.progress import track

from detente.batch.chunks import statements_of
from detente.batch.planning import DocumentOptions, DocumentPlanner
from detente.batch.predicting import known_targets, predictions_of
from detente.batch.readers.folders import STDIN
from detente.batch.readers.inputs import read_records
from detente.batch.readers.text_streams import COMPRESSIONS
from detente.batch.records import Record
from detente.model.classifier import StanceClassifier
from detente.model.errors import InputError
from detente.model.explanation import Explanation
from detente.model.labels import NEUTRAL
from detente.model.prediction import Prediction
from detente.report.actor_names import NameLanguage, names_in
from detente.scripts.terminal.exits import BAD_ROWS
from detente.scripts.terminal.extras import require_extra
from detente.scripts.terminal.inputs import check_inputs
from detente.scripts.terminal.options import (
    Actors,
    Alone,
    BackendName,
    Checkpoint,
    Device,
    Encoding,
    Names,
    PageOutput,
    PublisherFiles,
    Speaker,
    Targets,
    Threads,
)
from detente.scripts.terminal.pages import check_page
from detente.scripts.terminal.stderr import STDERR, is_watched, tell
from detente.scripts.terminal.targets import warn_of_misspelt

if TYPE_CHECKING:
    from detente.report.reading.document import Reading

DOCUMENTS: Final = (".txt", ".md", ".html", ".htm", ".docx")
TABLES: Final = (".csv", ".tsv", ".jsonl", ".ndjson", ".parquet", ".xlsx")

# Stances whose words are found unless the user asks for more: one costs about thirty predictions.
EXPLAINED: Final = 50

# Statements predicted between two updates of the progress bar.
_STATEMENTS_PER_UPDATE = 64


def read_cli(
    document: Annotated[
        str,
        typer.Argument(
            metavar="DOCUMENT",
            help=f"{', '.join(DOCUMENTS)}, each also with {' or '.join(COMPRESSIONS)}; - for standard input.",
            show_default=False,
        ),
    ],
    output: PageOutput,
    targets: Targets = None,
    title: Annotated[
        str | None, typer.Option(metavar="TEXT", help="Page title. Default: the file name.")
    ] = None,
    explained: Annotated[
        int,
        typer.Option(
            "--explain",
            min=0,
            metavar="N",
            help="Find the words behind the first N stances that are not neutral.",
        ),
    ] = EXPLAINED,
    checkpoint: Checkpoint = "published",
    actors: Actors = None,
    names: Names = "en",
    alone: Alone = False,
    speaker: Speaker = None,
    publishers: PublisherFiles = None,
    encoding: Encoding = None,
    backend: BackendName = "auto",
    device: Device = None,
    threads: Threads = None,
) -> None:
    """Make a page of one document, tinted by stance.

    The target is chosen on the page. Exit code 1: finished; some statements failed.
    """
    require_extra("report", ("jinja2",))
    check_inputs([document])
    check_output(output, document)
    text = read_text(document, encoding=encoding)
    classifier = StanceClassifier.from_pretrained(
        checkpoint, backend=backend, device=device, threads=threads, actors=actors or []
    )
    warn_of_misspelt(targets, finder=classifier.finder)
    name = "standard input" if document == STDIN else Path(document).name
    documents = DocumentOptions(alone=alone, speaker=speaker, publishers=tuple(publishers or ()))
    reading = read(
        text,
        classifier,
        title=title or name,
        targets=targets,
        explained=explained,
        documents=documents,
        names=names,
    )
    _write(reading, output)


def read(
    text: str,
    classifier: StanceClassifier,
    *,
    title: str,
    targets: Sequence[str] | None = None,
    explained: int = EXPLAINED,
    documents: DocumentOptions | None = None,
    names: NameLanguage = "en",
) -> "Reading":
    """Predict every statement of a document toward the `targets` that it names or means; None for the default ones.

    `documents` says how it is read, `names` in which language the page names actors. The first `explained`
    predictions that are not neutral come with the words that moved them, and the rest is told on standard error. Shows
    progress on a terminal. Raises InputError if the document is empty, ActorsError if a target is unknown, and what
    `DocumentOptions.planner` raises.
    """
    from detente.report.reading.document import read_document
    from detente.report.reading.moved_words import moved_words

    named = known_targets(targets or None, classifier.finder)
    planner = (documents or DocumentOptions()).planner(classifier.finder, named)
    predictions = list(_predictions(text, classifier, named, planner))
    return read_document(
        text,
        predictions,
        title=title,
        checkpoint=classifier.name,
        names=names_in(names, {code: actor.name for code, actor in classifier.finder.actors.items()}),
        moved=moved_words(_explanations(list(chain(*predictions)), classifier, explained)),
    )


def read_text(document: str, *, encoding: str | None) -> str:
    """Return the text of a document file or of standard input ("-"); for a web page, its main text.

    Raises InputError if it is a table or a folder, is empty, or cannot be read.
    """
    _refuse_tables(document)
    records = read_records(
        [document],
        encoding=encoding,
        stdin=sys.stdin.buffer if document == STDIN else None,
        stdin_kind="txt",
        notify=lambda _: None,  # an empty document is an error below
        remark=tell,
    )
    record = next(records, None)
    name = "standard input" if document == STDIN else document
    if record is None or (record.error is None and not record.text):
        raise InputError(f"{name}: empty document")
    if record.error is not None or record.text is None:
        raise InputError(f"{name}: {record.error}")
    return record.text


def check_output(output: Path, document: str) -> None:
    """Raise InputError if the page could not be written; checked before the prediction starts."""
    check_page(output)
    if document != STDIN and output.resolve() == Path(document).resolve():
        raise InputError(f"{output}: is the document itself; choose another name for the page")


def _refuse_tables(document: str) -> None:
    path = Path(document)
    if document == STDIN:
        return
    if path.is_dir():
        raise InputError(
            f"{document}: is a folder; `detente read` takes one document ({', '.join(DOCUMENTS)})"
        )
    endings = [ending.lower() for ending in path.suffixes]
    if endings and endings[-1] in COMPRESSIONS:
        endings.pop()
    if path.exists() and endings and endings[-1] in TABLES:
        raise InputError(
            f"{document}: is a table; `detente read` takes one document ({', '.join(DOCUMENTS)}). "
            "For a table, use detente predict FILE -o rows.jsonl, then detente report rows.jsonl"
        )


def _predictions(
    text: str,
    classifier: StanceClassifier,
    targets: tuple[str, ...] | None,
    planner: DocumentPlanner | None,
) -> Iterator[list[Prediction]]:
    record = Record(text, {}, STDIN, None, "document")
    statements = [one for one in statements_of([record], planner) if one.statement is not None]
    for start in track(
        range(0, len(statements), _STATEMENTS_PER_UPDATE),
        description="predicting",
        console=STDERR,
        transient=True,
        disable=not is_watched(),
    ):
        yield from predictions_of(statements[start : start + _STATEMENTS_PER_UPDATE], classifier, targets)


def _explanations(
    predictions: Sequence[Prediction], classifier: StanceClassifier, most: int
) -> Iterator[Explanation]:
    """Explain the first `most` predictions that are not neutral; equal ones count and are explained once."""
    # A target that is only meant has its stance from the document, which no word of the statement tells.
    polar = {
        (one.statement, one.target): one
        for one in predictions
        if one.stance not in (None, NEUTRAL) and one.named is not False
    }
    chosen = list(polar.values())[:most]
    if most and len(chosen) < len(polar):
        tell(
            f"the words behind the first {len(chosen):,} of {len(polar):,} stances are shown; "
            f"--explain {len(polar)} finds all"
        )
    return iter(
        track(
            classifier.explain_predictions(chosen),
            total=len(chosen),
            description="finding words",
            console=STDERR,
            transient=True,
            disable=not is_watched(),
        )
    )


def _write(reading: "Reading", output: Path) -> None:
    from detente.report.page import write_page
    from detente.report.reading.reading_page import reading_page

    write_page(reading_page(reading), output)
    predictions = reading.predictions
    errors = sum(prediction.error is not None for prediction in predictions)
    tell(
        f"{len(reading.statements):,} statements, {len(predictions) - errors:,} predictions"
        f"{f', {errors:,} errors' if errors else ''} → {output}"
    )
    if errors:
        raise typer.Exit(BAD_ROWS)
