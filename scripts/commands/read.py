"""`detente read`: writes one document as a page, each statement tinted by its stance toward a target."""

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from detente.batch.planning import DocumentOptions
from detente.batch.readers.folders import STDIN
from detente.batch.readers.formats import DOCUMENTS, TABLES, accepted_kinds, ending_of
from detente.batch.readers.inputs import read_records
from detente.batch.records import ReadOptions
from detente.batch.whole_file import real_path
from detente.model.classifying import PlanClassifier
from detente.model.errors import InputError, number_of
from detente.model.explanation import Explanation
from detente.model.prediction import Prediction
from detente.model.routing import load_classifier
from detente.report.actor_names import NameLanguage, names_in
from detente.scripts.terminal.exits import BAD_ROWS
from detente.scripts.terminal.extras import require_extra
from detente.scripts.terminal.inputs import check_inputs, require_stdin
from detente.scripts.terminal.languages import tell_second, tell_unsupported
from detente.scripts.terminal.options import (
    Actors,
    Alone,
    AnyLanguage,
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
from detente.scripts.terminal.progress import steps_shown
from detente.scripts.terminal.stderr import tell
from detente.scripts.terminal.targets import warn_of_misspelt

if TYPE_CHECKING:
    from detente.report.reading.document import Reading

# Stances whose words are found unless the user asks for more: one costs about thirty predictions.
EXPLAINED: Final = 50


def read_cli(
    document: Annotated[
        str,
        typer.Argument(
            metavar="DOCUMENT",
            help=f"{accepted_kinds(DOCUMENTS)}; - for standard input.",
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
    any_language: AnyLanguage = False,
    encoding: Encoding = None,
    backend: BackendName = "auto",
    device: Device = None,
    threads: Threads = None,
) -> None:
    """Make a page of one document, tinted by stance.

    The reader chooses the target on the page. Exits with 1 if some statements failed.
    """
    require_extra("report", ("jinja2",))
    check_inputs([document])
    check_page_file(output, document)
    text = read_text(document, encoding=encoding)
    classifier = load_classifier(
        checkpoint, backend=backend, device=device, threads=threads, actors=actors, any_language=any_language
    )
    warn_of_misspelt(targets, finder=classifier.finder)
    reading = read(
        text,
        classifier,
        title=title or ("standard input" if document == STDIN else Path(document).name),
        targets=targets,
        explained=explained,
        documents=DocumentOptions(alone=alone, speaker=speaker, publishers=tuple(publishers or ())),
        names=names,
    )
    if len(reading.checkpoints) > 1:
        tell_second(checkpoint)
    tell_unsupported(reading.refused)
    _write(reading, output)


def read(
    text: str,
    classifier: PlanClassifier,
    *,
    title: str,
    targets: Sequence[str] | None = None,
    explained: int = EXPLAINED,
    documents: DocumentOptions | None = None,
    names: NameLanguage = "en",
) -> "Reading":
    """Predict every statement of a document toward the `targets` that it names or means; None for the default ones.

    `documents` says how it is read, `names` in which language the page names actors. A statement in a language that
    the classifier does not know has no predictions. The first `explained` predictions that are not neutral come with
    the words that moved them, and the rest is told on standard error. Shows progress on a terminal. Raises InputError
    if the document is empty, ActorsError if a target is unknown, and what `DocumentOptions.planner` raises.
    """
    from detente.report.reading.document import read_document
    from detente.report.reading.moved_words import moved_words
    from detente.report.reading.predicting import predict_text

    watched = partial(steps_shown, stage="predicting")
    predicted = predict_text(text, classifier, targets=targets, documents=documents, watched=watched)
    every = list(chain(*predicted.predictions))
    return read_document(
        text,
        predicted,
        title=title,
        names=names_in(names, {code: actor.name for code, actor in classifier.finder.actors.items()}),
        moved=moved_words(_explanations(every, classifier, explained)),
    )


def read_text(document: str, *, encoding: str | None) -> str:
    """Return the text of a document file or of standard input ("-"); for a web page, its main text.

    Raises InputError if it is a table or a folder, is empty, or cannot be read.
    """
    _refuse_tables(document)
    records = read_records(
        [document],
        ReadOptions(encoding=encoding),
        stdin=require_stdin().buffer if document == STDIN else None,
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


def check_page_file(output: Path, document: str) -> None:
    """Raise InputError if the page could not be written; checked before the prediction starts."""
    check_page(output)
    if document != STDIN and real_path(output) == real_path(Path(document)):
        raise InputError(f"{output}: is the document itself; choose another name for the page")


def _refuse_tables(document: str) -> None:
    path = Path(document)
    if document == STDIN:
        return
    if path.is_dir():
        raise InputError(
            f"{document}: is a folder; `detente read` takes one document ({', '.join(DOCUMENTS)})"
        )
    if path.exists() and ending_of(path) in TABLES:
        raise InputError(
            f"{document}: is a table; `detente read` takes one document ({', '.join(DOCUMENTS)}). "
            "For a table, use detente predict FILE -o rows.jsonl, then detente report rows.jsonl"
        )


def _explanations(
    predictions: Sequence[Prediction], classifier: PlanClassifier, most: int
) -> Iterator[Explanation]:
    """Explain the first `most` stances that words of the statement may move; equal ones are explained once."""
    from detente.report.reading.moved_words import explain_shown, explainable

    found = explainable(predictions)
    chosen = found[:most]
    if most and len(chosen) < len(found):
        tell(
            f"words were looked for behind the first {len(chosen):,} of {len(found):,} stances; "
            f"--explain {len(found)} looks behind all"
        )
    return iter(steps_shown(explain_shown(chosen, classifier), "finding words", total=len(chosen)))


def _write(reading: "Reading", output: Path) -> None:
    """Write the page and tell what is on it."""
    from detente.report.page import write_page
    from detente.report.reading.reading_page import reading_page

    write_page(reading_page(reading), output)
    predictions = reading.predictions
    failed = sum(prediction.error is not None for prediction in predictions)
    errors = failed + sum(reading.refused.values())
    counts = [
        number_of(len(reading.statements), "statement"),
        number_of(len(predictions) - failed, "prediction"),
        *([number_of(errors, "error")] if errors else []),
    ]
    tell(f"{', '.join(counts)} → {output}")
    if errors:
        raise typer.Exit(BAD_ROWS)
