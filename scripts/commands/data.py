"""`detente data`: labelled statements checked, split, constructed, joined to their texts, judged by a teacher."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from detente.model.encoders.backends import Backend
from detente.model.errors import InputError
from detente.model.labels import TARGETS
from detente.scripts.terminal.exits import WRONG_CALL
from detente.scripts.terminal.extras import require_train
from detente.scripts.terminal.progress import pairs_done
from detente.scripts.terminal.together import TogetherWith

if TYPE_CHECKING:
    from detente.train.labels.hydration import Hydration

# What checking and splitting need of the `train` extra; hydrating needs none of it.
COUNTING = ("scipy", "sklearn")

app = typer.Typer(help="Check, split and complete labelled statements.", no_args_is_help=True)


@app.command("check")
def check_cli(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE...", help="Labelled pairs; several are splits.", show_default=False),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON in place of tables.")] = False,
    targets: Annotated[
        list[str] | None, typer.Option("--target", help="One more target that the labels may name.")
    ] = None,
) -> None:
    """Say what files of labelled pairs hold, and what is wrong with them; errors give exit code 2."""
    require_train(COUNTING)
    import json

    from detente.train.labels.checking import check_files

    check = check_files(files, allowed_targets=(*TARGETS, *(targets or ())))
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
    file: Annotated[Path, typer.Argument(help="Labelled pairs, .jsonl or .csv.", show_default=False)],
    output: Annotated[
        Path, typer.Option("--output", "-o", help="The folder to write to.", show_default=False)
    ],
    dev: Annotated[float, typer.Option(help="Share of the statements for dev.")] = 0.1,
    test: Annotated[float, typer.Option(help="Share of the statements for test.")] = 0.1,
    by: Annotated[
        Literal["statement", "corpus", "date"],
        typer.Option(help="Draw statements, hold out whole corpora, or hold out the newest."),
    ] = "statement",
    seed: Annotated[int, typer.Option(help="Draws the split.")] = 13,
    targets: Annotated[
        list[str] | None, typer.Option("--target", help="One more target that the labels may name.")
    ] = None,
) -> None:
    """Cut labelled pairs into train.jsonl, dev.jsonl and test.jsonl that share no statement."""
    require_train(COUNTING)
    from detente.train.labels.pairs import read_pairs, write_pairs
    from detente.train.labels.splitting import split_pairs

    pairs = read_pairs(file, allowed_targets=(*TARGETS, *(targets or ())))
    splits = split_pairs(pairs, dev=dev, test=test, by=by, seed=seed)
    present = [output / f"{name}.jsonl" for name in splits if (output / f"{name}.jsonl").exists()]
    if present:
        raise InputError(f"{present[0]}: is there already; name another folder")
    for name, part in splits.items():
        if part:
            write_pairs(output / f"{name}.jsonl", part)
            typer.echo(f"{output / name}.jsonl  {len(part):,} pairs")


@app.command("hydrate")
def hydrate_cli(
    labels: Annotated[Path, typer.Argument(help="Labels with ids and no texts.", show_default=False)],
    texts: Annotated[
        list[Path],
        typer.Argument(
            metavar="TEXTS...", help="Statements: .txt, one a line, or .jsonl or .csv.", show_default=False
        ),
    ],
    output: Annotated[
        Path, typer.Option("--output", "-o", help="The file of labelled pairs to write.", show_default=False)
    ],
    text_column: Annotated[
        str, typer.Option(help="The column of .jsonl and .csv with the statement.")
    ] = "text",
) -> None:
    """Join labels, or a teacher's soft labels, that are published without texts to texts of your own."""
    from detente.train.labels.hydration import hydrate, hydrate_soft_labels
    from detente.train.labels.pairs import write_pairs
    from detente.train.labels.soft_labels import are_soft_labels, write_soft_labels

    if are_soft_labels(labels):
        soft_pairs = hydrate_soft_labels(labels, texts, text_column=text_column)
        typer.echo(f"{len(soft_pairs):,} soft labels found their text")
        _refuse_none(soft_pairs, labels)
        write_soft_labels(output, soft_pairs)
    else:
        hydration = hydrate(labels, texts, text_column=text_column)
        _print_found(hydration)
        _refuse_none(hydration.pairs, labels)
        write_pairs(output, hydration.pairs)
    typer.echo(str(output))


@app.command("construct")
def construct_cli(
    templates: Annotated[
        Path, typer.Argument(help="A folder of templates, such as data/constructed.", show_default=False)
    ],
    output: Annotated[
        Path, typer.Option("--output", "-o", help="The file of labelled pairs to write.", show_default=False)
    ],
    apart_from: Annotated[
        list[Path] | None,
        typer.Option(
            help="Statements, a file or a folder of .jsonl, with which none may share seven words in a row."
        ),
    ] = None,
    seed: Annotated[int, typer.Option(help="Draws what fills the templates.")] = 13,
) -> None:
    """Fill templates with actors and deeds into labelled pairs."""
    from detente.train.labels.constructed import construct
    from detente.train.labels.hydration import read_texts
    from detente.train.labels.pairs import write_pairs
    from detente.train.labels.templates import read_templates

    known = {text for path in apart_from or () for file in _files(path) for text in read_texts(file)}
    pairs = construct(read_templates(templates), seed=seed, apart_from=known)
    write_pairs(output, pairs)
    typer.echo(f"{output}  {len(pairs):,} pairs")


@app.command("soft-label")
def soft_label_cli(
    teacher: Annotated[str, typer.Argument(help="A checkpoint folder or hub name.", show_default=False)],
    statements: Annotated[
        list[Path],
        typer.Argument(
            metavar="STATEMENTS...",
            help="Unlabelled: .txt, one a line, or .jsonl or .csv.",
            show_default=False,
        ),
    ],
    output: Annotated[
        Path,
        typer.Option("--output", "-o", help="The .jsonl or .jsonl.gz file to write.", show_default=False),
    ],
    text_column: Annotated[
        str, typer.Option(help="The column of .jsonl and .csv with the statement.")
    ] = "text",
    texts: Annotated[
        bool, typer.Option("--texts/--no-texts", help="Keep the texts beside their ids, or leave them out.")
    ] = True,
    together_with: TogetherWith = None,
    backend: Annotated[Backend, typer.Option(help="What runs the network.")] = "auto",
) -> None:
    """Let a teacher judge statements that nobody labelled, for a student to learn from (`data.soft`)."""
    require_train()
    from detente.train.evaluate.ensemble import load_classifier
    from detente.train.labels.soft_labelling import label_softly

    if not output.name.endswith((".jsonl", ".jsonl.gz")):
        raise InputError(f"{output}: soft labels are written as .jsonl or .jsonl.gz")
    judge = load_classifier([teacher, *(together_with or ())], backend=backend)
    with pairs_done() as progress:
        number = label_softly(
            judge,
            statements,
            output=output,
            text_column=text_column,
            with_texts=texts,
            progress=progress,
        )
    typer.echo(f"{output}  {number:,} pairs")


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    files = sorted(path.glob("*.jsonl"))
    if not files:
        raise InputError(f"{path}: holds no .jsonl file")
    return files


def _refuse_none(pairs: Sequence[object], labels: Path) -> None:
    if not pairs:
        raise InputError(
            f"none of the labels of {labels} found its text; nothing is written. A text must be one statement, "
            "word for word: split documents into sentences first"
        )


def _print_found(hydration: "Hydration") -> None:
    for share in hydration.corpora:
        typer.echo(f"{share.corpus:<30} {share.found:>7,} of {share.labels:>7,} labels")
    labels = sum(share.labels for share in hydration.corpora)
    typer.echo(f"{'all':<30} {len(hydration.pairs):>7,} of {labels:>7,} labels")
