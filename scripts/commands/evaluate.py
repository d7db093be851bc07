"""`detente evaluate`: a checkpoint and labelled pairs in, scores out."""

import hashlib
import json
import shlex
from collections.abc import Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.model.encoders.backends import Backend
from detente.model.errors import InputError
from detente.model.labels import TARGETS
from detente.scripts.terminal.extras import REPORT_MODULES, require_extra, require_train
from detente.scripts.terminal.pages import check_page
from detente.scripts.terminal.together import TogetherWith

if TYPE_CHECKING:
    from detente.train.evaluate.ensemble import CheckpointClassifier
    from detente.train.evaluate.evaluation import Evaluation
    from detente.train.evaluate.report import EvaluationReport
    from detente.train.labels.pairs import LabelledPair

SCORING = ("scipy", "sklearn")


def evaluate_cli(
    checkpoint: Annotated[str, typer.Argument(help="published, a folder, or a hub name", show_default=False)],
    data: Annotated[Path, typer.Argument(help="Labelled pairs, .jsonl or .csv.", show_default=False)],
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", help="A folder for evaluation.json and evaluation.md.", show_default=False
        ),
    ] = None,
    baselines: Annotated[
        bool, typer.Option("--baselines", help="Score three simple systems as well.")
    ] = False,
    train: Annotated[
        Path | None, typer.Option(help="Labelled pairs that the baselines learn from.", show_default=False)
    ] = None,
    together_with: TogetherWith = None,
    against: Annotated[
        str | None, typer.Option(help="A second checkpoint for the same pairs.", show_default=False)
    ] = None,
    html: Annotated[
        Path | None,
        typer.Option(help="A page with charts and the statements judged wrong.", show_default=False),
    ] = None,
    backend: Annotated[Backend, typer.Option(help="What runs the network.")] = "auto",
    seed: Annotated[int, typer.Option(help="Draws the resamples of the intervals.")] = 13,
    top_errors: Annotated[int, typer.Option(min=0, max=100, help="Surest wrong answers to list.")] = 10,
) -> None:
    """Score a checkpoint on labelled pairs; the files that -o writes hold no statements, the page does."""
    if baselines != (train is not None):
        raise InputError("--baselines and --train FILE go together: the baselines learn from FILE")
    require_train(SCORING)
    if html is not None:
        require_extra("report", REPORT_MODULES)
        check_page(html)
    from detente.train.evaluate.ensemble import load_classifier
    from detente.train.labels.pairs import read_pairs

    locations = [[checkpoint, *(together_with or ())], *([] if against is None else [[against]])]
    classifiers = [load_classifier(members, backend=backend) for members in locations]
    allowed = _allowed_targets(classifiers)
    pairs = read_pairs(data, allowed_targets=allowed)
    options = _written(
        *(("--with", member, None) for member in together_with or ()),
        ("--against", against, None),
        ("--baselines --train", train, None),
        ("--backend", backend, "auto"),
        ("--seed", seed, 13),
        ("--top-errors", top_errors, 10),
    )
    report = evaluate(
        dict(zip(_names(classifiers, against), classifiers, strict=True)),
        pairs,
        learnt_from=read_pairs(train, allowed_targets=allowed) if train else [],
        seed=seed,
        command=" ".join(["detente evaluate", shlex.join([checkpoint, str(data)]), *options]),
        data=data,
        worst_shown=top_errors,
    )
    if output is not None:
        report.write(output)
    if html is not None:
        from detente.report.evaluation.evaluation_page import evaluation_page
        from detente.report.page import write_page

        texts = {pair.id: pair.text for pair in pairs}
        write_page(evaluation_page(json.loads(report.to_json()), texts=texts), html)
    _print_report(report, pairs)


def evaluate(
    checkpoints: Mapping[str, "CheckpointClassifier"],
    pairs: Sequence["LabelledPair"],
    *,
    learnt_from: Sequence["LabelledPair"],
    seed: int,
    command: str,
    data: Path,
    worst_shown: int,
) -> "EvaluationReport":
    """Judge `pairs` of the file `data` with one or two checkpoints, and with baselines that learn from other pairs.

    The first checkpoint is the one that the others are compared with. `command` is how the report can be made
    again. Raises InputError where no pair can be judged.
    """
    from detente.train.evaluate.baselines import MajorityBaseline, TfidfBaseline
    from detente.train.evaluate.certainty import certainty_of
    from detente.train.evaluate.evaluation import compare, compare_calibration, evaluate
    from detente.train.evaluate.lexicon import LexiconBaseline
    from detente.train.evaluate.report import EvaluationReport

    systems = {name: evaluate(classifier, pairs, seed=seed) for name, classifier in checkpoints.items()}
    classifier, *second = checkpoints.values()
    if learnt_from:
        systems["majority"] = evaluate(MajorityBaseline(learnt_from), pairs, seed=seed)
        systems["lexicon"] = evaluate(LexiconBaseline(learnt_from, seed=seed), pairs, seed=seed)
        tfidf = TfidfBaseline(learnt_from, finder=classifier.finder, seed=seed)
        systems["TF-IDF"] = evaluate(tfidf, pairs, seed=seed)
    first, *others = systems
    return EvaluationReport(
        command=command,
        data=str(data),
        fingerprint=classifier.checkpoint.fingerprint,
        data_sha256=hashlib.sha256(data.read_bytes()).hexdigest(),
        systems=systems,
        differences={name: compare(systems[first], systems[name], seed=seed) for name in others},
        calibration_differences={
            name: compare_calibration(systems[first], systems[name], seed=seed)
            for name in list(checkpoints)[1:]
        },
        worst_shown=worst_shown,
        against=second[0].checkpoint.fingerprint if second else None,
        certainty={
            name: certainty_of(systems[name], pairs, judging.checkpoint.settings)
            for name, judging in checkpoints.items()
        },
    )


def _allowed_targets(classifiers: Sequence["CheckpointClassifier"]) -> list[str] | None:
    # A checkpoint that names no targets was trained on such of any name.
    trained_on = [classifier.checkpoint.settings.targets for classifier in classifiers]
    return list(dict.fromkeys([*TARGETS, *chain(*trained_on)])) if all(trained_on) else None


def _names(classifiers: Sequence["CheckpointClassifier"], against: str | None) -> list[str]:
    names = [classifier.name for classifier in classifiers]
    if len(set(names)) == len(names):
        return names
    # Two trainings may bear one name and version: where they lie tells them apart.
    return [names[0], f"{names[1]} ({against})"]


def _written(*options: tuple[str, object, object]) -> list[str]:
    # Each option that has another value than its default, as it is typed.
    return [f"{name} {shlex.quote(str(value))}" for name, value, default in options if value != default]


def _print_report(report: "EvaluationReport", pairs: Sequence["LabelledPair"]) -> None:
    from rich.console import Console

    from detente.scripts.terminal.evaluation_tables import (
        print_certainty,
        print_groups,
        print_systems,
        print_worst,
    )

    console = Console()
    checkpoint: Evaluation = next(iter(report.systems.values()))
    print_systems(report.systems, console)
    for name in report.systems:
        for line in report.difference_lines(name):
            console.print(f"{name}: {line}", markup=False, highlight=False)
    print_certainty(report.certainty, console)
    print_groups(checkpoint, console)
    print_worst(checkpoint, pairs, report.worst_shown, console)
