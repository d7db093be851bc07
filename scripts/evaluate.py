"""`detente evaluate`: a checkpoint and labelled pairs in, scores out."""

import hashlib
import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.model.backends import Backend
from detente.model.classifier import StanceClassifier
from detente.model.errors import InputError
from detente.model.labels import TARGETS
from detente.scripts.extras import require_train

if TYPE_CHECKING:
    from detente.train.evaluation import Evaluation
    from detente.train.evaluation_report import EvaluationReport
    from detente.train.pairs import LabelledPair

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
    baselines: Annotated[bool, typer.Option("--baselines", help="Judge two simple systems as well.")] = False,
    train: Annotated[
        Path | None, typer.Option(help="Labelled pairs that the baselines learn from.", show_default=False)
    ] = None,
    backend: Annotated[Backend, typer.Option(help="What runs the network.")] = "auto",
    seed: Annotated[int, typer.Option(help="Draws the resamples of the intervals.")] = 13,
    top_errors: Annotated[int, typer.Option(min=0, max=100, help="Surest wrong answers to list.")] = 10,
) -> None:
    """Score a checkpoint on labelled pairs; the files that -o writes hold no statements."""
    if baselines != (train is not None):
        raise InputError("--baselines and --train FILE go together: the baselines learn from FILE")
    require_train(SCORING)
    from detente.train.pairs import read_pairs

    classifier = StanceClassifier.from_pretrained(checkpoint, backend=backend)
    allowed = dict.fromkeys((*TARGETS, *classifier.checkpoint.settings.targets))
    pairs = read_pairs(data, allowed_targets=tuple(allowed))
    learnt_from = read_pairs(train, allowed_targets=tuple(allowed)) if train else []
    options = [f"--baselines --train {shlex.quote(str(train))}"] if train else []
    options += [f"--backend {backend}"] if backend != "auto" else []
    options += [f"--seed {seed}"] if seed != 13 else []
    options += [f"--top-errors {top_errors}"] if top_errors != 10 else []
    report = evaluate(
        classifier,
        pairs,
        learnt_from=learnt_from,
        seed=seed,
        command=" ".join(["detente evaluate", shlex.join([checkpoint, str(data)]), *options]),
        data=data,
        worst_shown=top_errors,
    )
    _print_report(report, pairs)
    if output is not None:
        report.write(output)


def evaluate(
    classifier: StanceClassifier,
    pairs: Sequence["LabelledPair"],
    *,
    learnt_from: Sequence["LabelledPair"],
    seed: int,
    command: str,
    data: Path,
    worst_shown: int,
) -> "EvaluationReport":
    """Judge `pairs` of the file `data` with the checkpoint, and with baselines that learn from other pairs.

    `command` is how the report can be made again. Raises InputError where no pair can be judged.
    """
    from detente.train.baselines import MajorityBaseline, TfidfBaseline
    from detente.train.evaluation import compare, evaluate
    from detente.train.evaluation_report import EvaluationReport

    systems = {classifier.name: evaluate(classifier, pairs, seed=seed)}
    if learnt_from:
        systems["majority"] = evaluate(MajorityBaseline(learnt_from), pairs, seed=seed)
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
        worst_shown=worst_shown,
    )


def _print_report(report: "EvaluationReport", pairs: Sequence["LabelledPair"]) -> None:
    from rich.console import Console

    from detente.scripts.evaluation_tables import print_groups, print_systems, print_worst

    console = Console()
    checkpoint: Evaluation = next(iter(report.systems.values()))
    print_systems(report.systems, console)
    print_groups(checkpoint, console)
    print_worst(checkpoint, pairs, report.worst_shown, console)
