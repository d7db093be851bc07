"""`detente data`: checks, splits, joins and makes labelled statements."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from detente.batch.chosen_rows import holds_predictions
from detente.model.errors import InputError, number_of
from detente.model.labels import TARGETS
from detente.scripts.terminal.exits import WRONG_CALL
from detente.scripts.terminal.extras import SCORING_MODULES, require_extra
from detente.scripts.terminal.options import (
    TEXT_COLUMN,
    BackendName,
    CheckpointName,
    LabelledFile,
    LabelledFiles,
    LabelTargets,
    NewFolder,
    PairsOutput,
    Seed,
    StatementFiles,
    TextColumn,
    TogetherWith,
    output_option,
)
from detente.scripts.terminal.progress import done_of_all

if TYPE_CHECKING:
    from detente.train.labels.hydration import CorpusShare

app = typer.Typer(help="Check, split and complete labelled statements.", no_args_is_help=True)


@app.command("check")
def check_cli(
    files: LabelledFiles,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.")] = False,
    targets: LabelTargets = None,
) -> None:
    """Count and check labelled pairs, or documents.

    Exits with 2 if there are errors.
    """
    require_extra("train", SCORING_MODULES)
    import json

    from detente.train.documents.document_checking import check_documents
    from detente.train.documents.labelled_documents import are_documents
    from detente.train.labels.checking import check_files

    for file in files:
        if holds_predictions(file):
            raise InputError(
                f"{file}: holds predictions of `detente predict`, not labels; `detente label sample` draws "
                "statements to label by hand, and `detente report` shows predictions"
            )
    kinds = {are_documents(file) for file in files}
    if len(kinds) > 1:
        raise InputError("some of the files hold documents and some pairs; check the two kinds apart")
    check_all = check_documents if kinds == {True} else check_files
    check = check_all(files, allowed_targets=(*TARGETS, *(targets or ())))
    if as_json:
        typer.echo(json.dumps({**asdict(check), "passed": check.passed}, ensure_ascii=False, indent=2))
    else:
        from rich.console import Console

        from detente.scripts.terminal.check_tables import print_check

        print_check(check, Console())
    if not check.passed:
        raise typer.Exit(WRONG_CALL)


@app.command("split")
def split_cli(
    file: LabelledFile,
    output: NewFolder,
    dev: Annotated[float, typer.Option(metavar="SHARE", help="Share of the statements for dev.")] = 0.1,
    test: Annotated[float, typer.Option(metavar="SHARE", help="Share of the statements for test.")] = 0.1,
    by: Annotated[
        Literal["statement", "corpus", "date"],
        typer.Option(
            metavar="UNIT",
            help="What goes to dev and test: statement (at random), corpus (whole ones) or date (the newest).",
        ),
    ] = "statement",
    seed: Seed = 13,
    targets: LabelTargets = None,
) -> None:
    """Split labelled pairs into train, dev and test.

    No statement is in two of the files.
    """
    require_extra("train", SCORING_MODULES)
    from detente.train.labels.pairs import read_pairs, write_pairs
    from detente.train.labels.splitting import split_pairs

    pairs = read_pairs(file, allowed_targets=(*TARGETS, *(targets or ())))
    splits = split_pairs(pairs, dev=dev, test=test, by=by, seed=seed)
    present = [output / f"{name}.jsonl" for name in splits if (output / f"{name}.jsonl").exists()]
    if present:
        raise InputError(f"{present[0]}: already exists; choose another folder")
    for name, split in splits.items():
        if split:
            write_pairs(output / f"{name}.jsonl", split)
            typer.echo(f"{output / name}.jsonl  {number_of(len(split), 'pair')}")


@app.command("hydrate")
def hydrate_cli(
    labels: Annotated[
        Path, typer.Argument(metavar="LABELS", help="Labels with ids and no texts.", show_default=False)
    ],
    texts: StatementFiles,
    output: PairsOutput,
    text_column: TextColumn = TEXT_COLUMN,
) -> None:
    """Join published labels to texts that you have.

    Labels of documents, and soft labels (the probabilities of a teacher), are joined in the same way.
    """
    from detente.train.documents.document_hydration import hydrate_documents
    from detente.train.documents.labelled_documents import are_documents, write_documents
    from detente.train.labels.hydration import hydrate, hydrate_soft_labels
    from detente.train.labels.pairs import write_pairs
    from detente.train.labels.soft_labels import are_soft_labels, write_soft_labels

    if are_soft_labels(labels):
        soft_pairs = hydrate_soft_labels(labels, texts, text_column=text_column)
        typer.echo(f"{number_of(len(soft_pairs), 'soft label')} joined to their texts")
        _refuse_none(soft_pairs, labels)
        write_soft_labels(output, soft_pairs)
    elif are_documents(labels):
        documents = hydrate_documents(labels, texts, text_column=text_column)
        _print_found(documents.corpora, "documents")
        _refuse_none(documents.documents, labels)
        write_documents(output, documents.documents)
    else:
        hydration = hydrate(labels, texts, text_column=text_column)
        _print_found(hydration.corpora, "labels")
        _refuse_none(hydration.pairs, labels)
        write_pairs(output, hydration.pairs)
    typer.echo(str(output))


@app.command("construct")
def construct_cli(
    templates: Annotated[
        Path,
        typer.Argument(
            metavar="FOLDER", help="A folder of templates, such as data/constructed.", show_default=False
        ),
    ],
    output: PairsOutput,
    apart_from: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="PATH",
            help="Leave out pairs that share seven words in a row with this .jsonl file or folder; repeatable.",
        ),
    ] = None,
    seed: Seed = 13,
) -> None:
    """Make labelled pairs from templates."""
    from detente.train.labels.constructed import construct
    from detente.train.labels.hydration import read_statements
    from detente.train.labels.pairs import write_pairs
    from detente.train.labels.templates import read_templates

    known = {text for path in apart_from or () for file in _files(path) for text in read_statements(file)}
    pairs = construct(read_templates(templates), seed=seed, apart_from=known)
    write_pairs(output, pairs)
    typer.echo(f"{output}  {number_of(len(pairs), 'pair')}")


@app.command("soft-label")
def soft_label_cli(
    teacher: CheckpointName,
    statements: StatementFiles,
    output: Annotated[Path, output_option("The .jsonl or .jsonl.gz to write.")],
    text_column: TextColumn = TEXT_COLUMN,
    texts: Annotated[bool, typer.Option("--texts/--no-texts", help="Write texts, or only their ids.")] = True,
    together_with: TogetherWith = None,
    backend: BackendName = "auto",
) -> None:
    """Write the predictions of a teacher.

    A teacher is a checkpoint from which another one (the student) learns. The statements need no labels. The
    student's config names the file under `data.soft`.
    """
    require_extra("train")
    from detente.train.evaluate.ensemble import load_together
    from detente.train.teaching.soft_labelling import label_softly

    _check_soft_name(output)
    classifier = load_together([teacher, *(together_with or ())], backend=backend)
    with done_of_all("pairs") as progress:
        number = label_softly(
            classifier,
            statements,
            output=output,
            text_column=text_column,
            with_texts=texts,
            progress=progress,
        )
    typer.echo(f"{output}  {number_of(number, 'pair')}")


@app.command("carry-over")
def carry_over_cli(
    teacher: CheckpointName,
    renderings: StatementFiles,
    originals: Annotated[
        list[Path],
        typer.Option(
            "--originals", metavar="FILE", help="The English statements, pairs or documents; repeatable."
        ),
    ],
    output: Annotated[Path, output_option("The .jsonl or .jsonl.gz to write.")],
    texts: Annotated[bool, typer.Option("--texts/--no-texts", help="Write texts, or only their ids.")] = True,
    backend: BackendName = "auto",
) -> None:
    """Pass a teacher's predictions on to renderings.

    A rendering is an English statement told in another language; its column `original` has the id of the English
    one. A student learns to predict for the rendering what the teacher predicts for the English statement.
    """
    require_extra("train")
    from detente.train.evaluate.ensemble import load_together
    from detente.train.teaching.renderings import carry_over

    _check_soft_name(output)
    classifier = load_together([teacher], backend=backend)
    with done_of_all("pairs") as progress:
        number = carry_over(
            classifier, renderings, originals, output=output, with_texts=texts, progress=progress
        )
    typer.echo(f"{output}  {number_of(number, 'pair')}")


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    files = sorted(path.glob("*.jsonl"))
    if not files:
        raise InputError(f"{path}: no .jsonl file in this folder")
    return files


def _check_soft_name(output: Path) -> None:
    if not output.name.endswith((".jsonl", ".jsonl.gz")):
        raise InputError(f"{output}: soft labels need a name that ends in .jsonl or .jsonl.gz")


def _refuse_none(pairs: Sequence[object], labels: Path) -> None:
    if not pairs:
        raise InputError(
            f"{labels}: no label matches a text, so nothing was written. Each text must be one statement, "
            "word for word: split documents into sentences first"
        )


def _print_found(corpora: Sequence["CorpusShare"], things: str) -> None:
    for share in corpora:
        typer.echo(f"{share.corpus:<30} {share.found:>7,} of {share.labels:>7,} {things}")
    found, labels = sum(each.found for each in corpora), sum(each.labels for each in corpora)
    typer.echo(f"{'all':<30} {found:>7,} of {labels:>7,} {things}")
