"""`detente evaluate`: reads a checkpoint and labelled pairs and writes scores."""

import json
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from detente.model.encoders.backends import Backend
from detente.model.errors import InputError
from detente.scripts.terminal.extras import SCORING_MODULES, require_extra
from detente.scripts.terminal.options import BackendName, CheckpointName, TogetherWith, output_option
from detente.scripts.terminal.pages import check_page
from detente.scripts.terminal.progress import done_of_all
from detente.scripts.terminal.stderr import tell

if TYPE_CHECKING:
    from detente.train.documents.document_report import DocumentReport
    from detente.train.evaluate.report import EvaluationReport
    from detente.train.labels.pairs import LabelledPair

# The defaults of options, which the command that a report names leaves out.
SEED: Final = 13
TOP_ERRORS: Final = 10

ScoresFolder = Annotated[
    Path | None, output_option("Folder for evaluation.json and evaluation.md.", metavar="FOLDER")
]
ScoredFile = Annotated[
    Path,
    typer.Argument(
        metavar="FILE", help="Labelled pairs (.jsonl, .csv) or documents (.jsonl).", show_default=False
    ),
]
AlsoAlone = Annotated[
    bool, typer.Option("--alone", help="Documents: also predict each statement alone, and compare.")
]
TopErrors = Annotated[
    int,
    typer.Option(
        min=0,
        max=100,
        metavar="N",
        help="Most confident errors to list; for documents, this many of each kind.",
    ),
]


@dataclass(frozen=True, slots=True)
class ScoreSettings:
    """What is asked of scores, of pairs as of documents.

    `against` is a second checkpoint to compare with, `seed` draws the resamples of intervals, and `top_errors` is how
    many of the most confident errors are listed.
    """

    against: str | None = None
    backend: Backend = "auto"
    seed: int = SEED
    top_errors: int = TOP_ERRORS

    def command(self, arguments: Sequence[str], *options: tuple[str, object]) -> str:
        """Return the command as typed, with those options that differ from their defaults."""
        usual = ScoreSettings()
        named = [
            ("--against", self.against, usual.against),
            *((name, value, None) for name, value in options),
            ("--backend", self.backend, usual.backend),
            ("--seed", self.seed, usual.seed),
            ("--top-errors", self.top_errors, usual.top_errors),
        ]
        given = [f"{name} {shlex.quote(str(value))}" for name, value, default in named if value != default]
        return " ".join(["detente evaluate", shlex.join(arguments), *given])


def evaluate_cli(
    checkpoint: CheckpointName,
    data: ScoredFile,
    output: ScoresFolder = None,
    baselines: Annotated[bool, typer.Option("--baselines", help="Score three simple baselines too.")] = False,
    train: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Labelled pairs to train the baselines on.")
    ] = None,
    together_with: TogetherWith = None,
    against: Annotated[
        str | None, typer.Option(metavar="CHECKPOINT", help="A second checkpoint to compare with.")
    ] = None,
    html: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Page with charts and errors, .html.")
    ] = None,
    alone: AlsoAlone = False,
    backend: BackendName = "auto",
    seed: Annotated[int, typer.Option(metavar="N", help="Bootstrap seed.")] = SEED,
    top_errors: TopErrors = TOP_ERRORS,
) -> None:
    """Score a checkpoint on labelled pairs or documents.

    Of labelled documents, it scores targets, stances, sources and dyads (a source and its target). The files of
    --output leave out the statements; the page of --html shows them.
    """
    if baselines != (train is not None):
        raise InputError("--baselines and --train FILE must be given together")
    require_extra("train", SCORING_MODULES)
    if html is not None:
        require_extra("report")
        check_page(html)
    from detente.train.documents.labelled_documents import are_documents

    settings = ScoreSettings(against, backend, seed, top_errors)
    if are_documents(data):
        _refuse_for_documents({"--baselines": baselines, "--with": together_with, "--html": html})
        _write_documents(evaluate_documents_file(checkpoint, data, alone=alone, settings=settings), output)
        return
    if alone:
        raise InputError(
            f"{data}: holds labelled pairs, which are always predicted alone; --alone is for labelled documents"
        )
    members = [checkpoint, *(together_with or ())]
    report, pairs = evaluate_pairs_file(members, data, train=train, settings=settings)
    _write_report(report, pairs, folder=output, page=html)


def evaluate_pairs_file(
    members: Sequence[str], data: Path, *, train: Path | None, settings: ScoreSettings
) -> "tuple[EvaluationReport, list[LabelledPair]]":
    """Score a checkpoint, or several as one, on the labelled pairs of the file `data`; returns these pairs too.

    `train` has the pairs that baselines are trained on. Raises InputError where a file holds anything but labelled
    pairs.
    """
    from detente.train.evaluate.ensemble import load_together
    from detente.train.evaluate.learnt_files import file_warnings
    from detente.train.evaluate.systems import evaluate_systems, known_targets, told_apart
    from detente.train.labels.pairs import read_pairs

    against = settings.against
    locations = [members, *([] if against is None else [[against]])]
    classifiers = [load_together(each, backend=settings.backend) for each in locations]
    allowed = known_targets(classifiers)
    pairs = read_pairs(data, allowed_targets=allowed)
    for line in file_warnings(classifiers, data):
        tell(line)
    together = [word for member in members[1:] for word in ("--with", member)]
    command = settings.command([members[0], str(data), *together], ("--baselines --train", train))
    names = told_apart([classifier.name for classifier in classifiers], against)
    report = evaluate_systems(
        dict(zip(names, classifiers, strict=True)),
        pairs,
        learnt_from=read_pairs(train, allowed_targets=allowed) if train else [],
        seed=settings.seed,
        command=command,
        data=data,
        worst_shown=settings.top_errors,
    )
    return report, pairs


def evaluate_documents_file(
    checkpoint: str, data: Path, *, alone: bool, settings: ScoreSettings
) -> "DocumentReport":
    """Score one or two checkpoints on the labelled documents of the file `data`, as `evaluate_readings` does.

    Raises InputError where the file holds anything but labelled documents with their texts.
    """
    from detente.model.classifier import StanceClassifier
    from detente.train.documents.document_readings import evaluate_readings
    from detente.train.documents.labelled_documents import read_documents
    from detente.train.evaluate.learnt_files import file_warnings
    from detente.train.evaluate.systems import told_apart

    documents = read_documents(data)
    against = settings.against
    locations = [checkpoint, *([] if against is None else [against])]
    classifiers = [StanceClassifier.from_pretrained(each, backend=settings.backend) for each in locations]
    for line in file_warnings(classifiers, data):
        tell(line)
    names = told_apart([classifier.name for classifier in classifiers], against)
    command = settings.command([checkpoint, str(data), *(["--alone"] if alone else [])])
    with done_of_all("documents") as progress:
        return evaluate_readings(
            dict(zip(names, classifiers, strict=True)),
            documents,
            alone=alone,
            seed=settings.seed,
            command=command,
            data=data,
            misses_shown=settings.top_errors,
            progress=progress,
        )


def _refuse_for_documents(options: Mapping[str, object]) -> None:
    for name, value in options.items():
        if value:
            raise InputError(
                f"{name} is for labelled pairs and has no effect on labelled documents; leave it out"
            )


def _write_documents(report: "DocumentReport", folder: Path | None) -> None:
    from rich.console import Console

    from detente.scripts.terminal.document_tables import print_documents

    if folder is not None:
        report.write(folder)
    print_documents(report, Console())


def _write_report(
    report: "EvaluationReport",
    pairs: Sequence["LabelledPair"],
    *,
    folder: Path | None,
    page: Path | None,
) -> None:
    from rich.console import Console

    from detente.scripts.terminal.evaluation_tables import print_evaluation

    if folder is not None:
        report.write(folder)
    if page is not None:
        from detente.report.evaluation.evaluation_page import evaluation_page
        from detente.report.page import write_page

        texts = {pair.id: pair.text for pair in pairs}
        write_page(evaluation_page(json.loads(report.to_json()), texts=texts), page)
    print_evaluation(report, pairs, Console(emoji=False))  # a name such as a:100:b stays as it is
