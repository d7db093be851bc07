"""`detente explain`: shows which words a prediction rests on, for a text or for rows of a file."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.cells import cell_len, set_cell_size

from detente.batch.chosen_rows import ChosenRow, chosen_rows
from detente.batch.explaining import Explained, explain_rows
from detente.batch.run_settings import RunSettings
from detente.model.errors import InputError
from detente.model.explanation import WordEffect
from detente.model.prediction import Prediction
from detente.scripts.terminal.exits import BAD_ROWS
from detente.scripts.terminal.inputs import check_inputs, refuse_unused
from detente.scripts.terminal.options import (
    TEXT_COLUMN,
    Actors,
    AnyLanguage,
    BackendName,
    Checkpoint,
    Device,
    Encoding,
    Split,
    TargetColumn,
    Targets,
    TextColumn,
    Texts,
    Threads,
)
from detente.scripts.terminal.stderr import tell
from detente.scripts.terminal.table import SIGNS, printable
from detente.scripts.terminal.targets import warn_of_misspelt

# A change below this is hidden by the rounding of what is printed.
_LEAST_CHANGE = 0.005
_DECIMALS = 6

RowNumbers = Annotated[
    list[int] | None,
    typer.Option(
        "--row",
        "-n",
        min=1,
        metavar="N",
        help="Row of the table, or statement of the document, from 1; repeatable.",
    ),
]


def explain_cli(
    file: Annotated[
        Path | None,
        typer.Argument(
            metavar="FILE", help="Prediction rows, another table, or a document; choose with --row."
        ),
    ] = None,
    text: Texts = None,
    rows: RowNumbers = None,
    targets: Targets = None,
    words: Annotated[
        int, typer.Option(min=1, metavar="N", help="Words to show for each prediction, strongest first.")
    ] = 5,
    form: Annotated[
        Literal["text", "jsonl"],
        typer.Option("--format", "-f", metavar="FORMAT", help="text, or jsonl with every word."),
    ] = "text",
    checkpoint: Checkpoint = "published",
    text_column: TextColumn = TEXT_COLUMN,
    target_column: TargetColumn = None,
    split: Split = False,
    actors: Actors = None,
    any_language: AnyLanguage = False,
    encoding: Encoding = None,
    backend: BackendName = "auto",
    device: Device = None,
    threads: Threads = None,
) -> None:
    """Show the words that a prediction rests on.

    Each word is left out once and the rest predicted again. This is approximate: words that matter only
    together are missed. Exits with 1 if some rows could not be predicted.
    """
    settings = RunSettings(
        checkpoint=checkpoint,
        backend=backend,
        device=device,
        threads=threads,
        actors=actors or (),
        text_column=text_column,
        target_column=target_column,
        encoding=encoding,
        split=split,
        any_language=any_language,
    )
    chosen = _chosen(file, text, rows, settings)
    classifier = settings.load_classifier()
    warn_of_misspelt(targets, finder=classifier.finder)
    failed = False
    used: dict[int, str | None] = {}
    for explained in explain_rows(chosen, classifier, targets=targets):
        prediction = None if explained.explanation is None else explained.explanation.prediction
        failed = failed or (prediction.error if prediction else explained.row.error) is not None
        used[explained.row.number] = explained.checkpoint
        for line in _lines(explained, words) if form == "text" else [_json(explained)]:
            typer.echo(line)
    _tell_checkpoints(chosen, used)
    if failed:
        raise typer.Exit(BAD_ROWS)


def _chosen(
    file: Path | None, texts: Sequence[str] | None, numbers: Sequence[int] | None, settings: RunSettings
) -> list[ChosenRow]:
    refuse_unused([] if file is None else [str(file)], texts or (), settings, stdin_kind=None)
    if texts:
        if file is not None or numbers:
            raise InputError("--text cannot be combined with a file or --row")
        return [ChosenRow(number, text) for number, text in enumerate(texts, start=1)]
    if file is None:
        raise InputError("nothing to explain; give --text TEXT, or a file and --row N")
    check_inputs([str(file)])
    if not numbers:
        raise InputError(f"{file}: no row is chosen; give --row N, once for each row")
    return chosen_rows(file, numbers, settings=settings)


def _shown_number(row: ChosenRow) -> str:
    # Row and statement, such as 3.2, where rows were split.
    return f"{row.number if row.position is None else f'{row.number}.{row.position}':>4}"


def _lines(explained: Explained, most: int) -> Iterator[str]:
    row, explanation, _ = explained
    statement = printable(row.statement or "")
    if explanation is None or explanation.prediction.error is not None:
        error = row.error if explanation is None else explanation.prediction.error
        yield f"{_shown_number(row)}  {f'! error  {printable(error)}' if error else 'no target'}  {statement}".rstrip()
        return
    prediction = explanation.prediction
    source = f"{prediction.source} → " if prediction.source else ""
    stance, score = str(prediction.stance), prediction.score or 0.0
    doubt = "  too close to call" if prediction.too_close else ""
    toward = f"{source}{printable(prediction.target)}"
    yield f"{_shown_number(row)}  {SIGNS[stance]} {stance} {score:.0%}{doubt}  {toward}  {statement}"
    said, by = _said_in_row(row, prediction)
    if said is not None and (said, by) != (prediction.stance, prediction.source):
        held = f", held by {printable(by)}" if by else ""
        yield f"      its row says {said}{held}; here the statement is read by itself, without its document"
    strongest = explanation.strongest(most, least=_LEAST_CHANGE)
    if not strongest:
        yield "      no single word moves it"
    # Korean and Chinese signs take two columns.
    width = max((cell_len(printable(word.word)) for word in strongest), default=0)
    for word in strongest:
        yield f"      without {set_cell_size(printable(word.word), width)}  {score - word.change:>4.0%} {stance}"


def _said_in_row(row: ChosenRow, prediction: Prediction | None) -> tuple[str | None, str | None]:
    """The stance and source of a prediction row, if the explanation is of its target."""
    is_same = prediction is not None and prediction.target in (row.targets or ())
    return (row.stance, row.source) if is_same else (None, None)


def _json(explained: Explained) -> str:
    row, explanation, checkpoint = explained
    prediction = None if explanation is None else explanation.prediction
    words: Sequence[WordEffect] = () if explanation is None else explanation.words
    said, by = _said_in_row(row, prediction)
    return json.dumps(
        {
            "row": row.number,
            "position": row.position,
            "statement": row.statement,
            "target": prediction and prediction.target,
            "stance": prediction and prediction.stance,
            "score": None
            if prediction is None or prediction.score is None
            else round(prediction.score, _DECIMALS),
            "source": prediction and prediction.source,
            "row_stance": said,
            "row_source": by,
            "words": [
                {
                    "word": word.word,
                    "start": word.start,
                    "end": word.end,
                    "change": round(word.change, _DECIMALS),
                }
                for word in words
            ],
            "method": "occlusion, approximate",
            "checkpoint": checkpoint,
            "error": row.error if prediction is None else prediction.error,
        },
        ensure_ascii=False,
    )


def _tell_checkpoints(rows: Sequence[ChosenRow], used: Mapping[int, str | None]) -> None:
    # `used` has the name of the checkpoint that explained each row, by its number.
    others = {
        (row.checkpoint, name): None
        for row in rows
        if (name := used.get(row.number)) is not None and row.checkpoint not in (None, name)
    }
    for predicted, name in sorted(others):
        tell(f"rows that {predicted} predicted are explained with {name}; --checkpoint chooses another")
