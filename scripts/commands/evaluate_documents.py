"""`detente evaluate` on documents: reads a checkpoint and labelled documents and writes scores."""

import hashlib
import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from detente.model.classifier import StanceClassifier
from detente.model.encoders.backends import Backend
from detente.scripts.terminal.progress import done_of_all

if TYPE_CHECKING:
    from detente.train.documents.document_evaluation import DocumentDifferences, DocumentEvaluation
    from detente.train.documents.document_predictions import DocumentPredictions
    from detente.train.documents.labelled_documents import LabelledDocument


def evaluate_documents_file(
    checkpoint: str,
    data: Path,
    *,
    against: str | None,
    alone: bool,
    backend: Backend,
    seed: int,
    misses_shown: int,
    folder: Path | None,
) -> None:
    """Score one or two checkpoints on the labelled documents of the file `data`, print the scores and write them.

    `alone` adds a reading of each statement by itself; all readings are compared with the first. Raises InputError
    where the file holds anything but labelled documents with their texts.
    """
    from rich.console import Console

    from detente.scripts.terminal.document_tables import print_documents
    from detente.train.documents.document_report import DocumentReport
    from detente.train.documents.labelled_documents import read_documents

    documents = read_documents(data)
    classifiers = _load([checkpoint, *([] if against is None else [against])], backend)
    readings, differences = _score(_predict(classifiers, documents, alone=alone), documents, seed=seed)
    report = DocumentReport(
        command=written_command(
            [checkpoint, str(data), *(["--alone"] if alone else [])],
            ("--against", against, None),
            ("--backend", backend, "auto"),
            ("--seed", seed, 13),
            ("--top-errors", misses_shown, 10),
        ),
        data=str(data),
        data_sha256=hashlib.sha256(data.read_bytes()).hexdigest(),
        checkpoints={name: classifier.checkpoint.fingerprint for name, classifier in classifiers.items()},
        documents=documents,
        readings=readings,
        differences=differences,
        misses_shown=misses_shown,
    )
    if folder is not None:
        report.write(folder)
    print_documents(report, Console())


def written_command(arguments: Sequence[str], *options: tuple[str, object, object]) -> str:
    """The command as typed, with those options (name, value, default) that differ from their defaults."""
    given = [f"{name} {shlex.quote(str(value))}" for name, value, default in options if value != default]
    return " ".join(["detente evaluate", shlex.join(arguments), *given])


def told_apart(names: Sequence[str], against: str | None) -> list[str]:
    """The names of one or two checkpoints; a second one of the same name is told by its path, `against`."""
    if len(set(names)) == len(names):
        return list(names)
    return [names[0], f"{names[1]} ({against})"]


def _load(locations: Sequence[str], backend: Backend) -> dict[str, StanceClassifier]:
    loaded = [StanceClassifier.from_pretrained(location, backend=backend) for location in locations]
    names = told_apart([classifier.name for classifier in loaded], locations[-1])
    return dict(zip(names, loaded, strict=True))


def _predict(
    classifiers: Mapping[str, StanceClassifier], documents: "Sequence[LabelledDocument]", *, alone: bool
) -> "dict[str, DocumentPredictions]":
    from detente.train.documents.document_predictions import predict_alone, predict_in_documents

    found = {}
    with done_of_all("documents") as progress:
        for name, classifier in classifiers.items():
            found[name] = predict_in_documents(classifier, documents, progress=progress)
            if alone:
                found[f"{name}, alone"] = predict_alone(classifier, documents, progress=progress)
    return found


def _score(
    predicted: "Mapping[str, DocumentPredictions]", documents: "Sequence[LabelledDocument]", *, seed: int
) -> "tuple[dict[str, DocumentEvaluation], dict[str, DocumentDifferences]]":
    from detente.train.documents.document_evaluation import compare_documents, evaluate_documents

    readings = {
        name: evaluate_documents(documents, predictions, seed=seed) for name, predictions in predicted.items()
    }
    first, *others = readings
    differences = {
        name: compare_documents(readings[first], readings[name], documents, seed=seed) for name in others
    }
    return readings, differences
