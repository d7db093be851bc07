"""Labelled documents read by one or two checkpoints, and each reading scored beside the first."""

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from detente.model.classifier import StanceClassifier
from detente.train.documents.document_evaluation import compare_documents, evaluate_documents
from detente.train.documents.document_predictions import (
    DocumentPredictions,
    Progress,
    predict_alone,
    predict_in_documents,
)
from detente.train.documents.document_report import DocumentReport
from detente.train.documents.labelled_documents import LabelledDocument


def evaluate_readings(
    checkpoints: Mapping[str, StanceClassifier],
    documents: Sequence[LabelledDocument],
    *,
    alone: bool,
    seed: int,
    command: str,
    data: Path,
    misses_shown: int,
    progress: Progress | None = None,
) -> DocumentReport:
    """Score one or two checkpoints on the labelled `documents` of the file `data`.

    `alone` adds a reading of each statement by itself; all readings are compared with the first. `command` is the
    command that makes the report again. Raises InputError if there is no document.
    """
    predicted = _readings(checkpoints, documents, alone=alone, progress=progress)
    readings = {name: evaluate_documents(documents, found, seed=seed) for name, found in predicted.items()}
    first, *others = readings
    return DocumentReport(
        command=command,
        data=str(data),
        data_sha256=hashlib.sha256(data.read_bytes()).hexdigest(),
        checkpoints={name: classifier.checkpoint.fingerprint for name, classifier in checkpoints.items()},
        documents=list(documents),
        readings=readings,
        differences={
            name: compare_documents(readings[first], readings[name], documents, seed=seed) for name in others
        },
        misses_shown=misses_shown,
    )


def _readings(
    checkpoints: Mapping[str, StanceClassifier],
    documents: Sequence[LabelledDocument],
    *,
    alone: bool,
    progress: Progress | None,
) -> dict[str, DocumentPredictions]:
    found = {}
    for name, classifier in checkpoints.items():
        found[name] = predict_in_documents(classifier, documents, progress=progress)
        if alone:
            found[f"{name}, alone"] = predict_alone(classifier, documents, progress=progress)
    return found
