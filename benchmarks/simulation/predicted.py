"""Labelled rows with a checkpoint's predictions, predicted once and then read from a cache."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from detente.model import StanceClassifier
from detente.model.checkpoint.folder import open_checkpoint
from detente.model.labels import STANCES

_AT_ONCE = 256


@dataclass(frozen=True, slots=True)
class PredictedRow:
    """A label by hand and the predicted probabilities of one pair; `document` is None for pairs of their own."""

    target: str
    label: str
    corpus: str
    date: str
    document: str | None
    probabilities: tuple[float, ...]


def predict_files(
    files: Sequence[Path], documents: Sequence[Path], checkpoint: str, cache: Path
) -> list[PredictedRow]:
    """Predict every labelled pair, or read what is in `cache` of the same files and checkpoint."""
    key = hashlib.sha256(open_checkpoint(checkpoint).fingerprint.encode())
    for path in (*files, *documents):
        key.update(path.read_bytes())
    kept = cache.with_suffix(f".{key.hexdigest()[:12]}.jsonl")
    if kept.exists():
        return [_row(json.loads(line)) for line in kept.read_text(encoding="utf-8").splitlines()]
    pairs = [*_pairs(files), *_document_pairs(documents)]
    rows = _predict(pairs, checkpoint)
    kept.parent.mkdir(parents=True, exist_ok=True)
    part = kept.with_suffix(".part")
    part.write_text("".join(json.dumps(asdict(row)) + "\n" for row in rows), encoding="utf-8")
    part.replace(kept)
    return rows


def columns(rows: Sequence[PredictedRow]) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """The probabilities (rows, 3) and the labels as places in STANCES (rows,)."""
    labels = np.array([STANCES.index(row.label) for row in rows], dtype=np.int64)
    return np.array([row.probabilities for row in rows]), labels


def _row(record: dict[str, object]) -> PredictedRow:
    found = PredictedRow(**record)  # type: ignore[arg-type]
    return PredictedRow(**{**asdict(found), "probabilities": tuple(found.probabilities)})


def _records(paths: Sequence[Path]) -> list[dict[str, object]]:
    return [json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines()]


def _pairs(paths: Sequence[Path]) -> list[tuple[str, dict[str, object]]]:
    return [
        (
            str(record["text"]),
            {
                "target": record["target"],
                "label": record["label"],
                "corpus": record.get("corpus") or "",
                "date": record.get("date") or "",
                "document": None,
            },
        )
        for record in _records(paths)
    ]


def _document_pairs(paths: Sequence[Path]) -> list[tuple[str, dict[str, object]]]:
    # Each statement is predicted alone, toward each target that it has a label for.
    found = []
    for record in _records(paths):
        about = {name: record.get(name) or "" for name in ("corpus", "date")}
        for statement in record["statements"]:  # type: ignore[attr-defined]
            for stance in statement["stances"]:
                row = {
                    **about,
                    "target": stance["target"],
                    "label": stance["label"],
                    "document": record["document"],
                }
                found.append((statement["text"], row))
    return found


def _predict(pairs: Sequence[tuple[str, dict[str, object]]], checkpoint: str) -> list[PredictedRow]:
    classifier = StanceClassifier.from_pretrained(checkpoint)
    rows = []
    for start in range(0, len(pairs), _AT_ONCE):
        block = pairs[start : start + _AT_ONCE]
        found = classifier.predict_pairs([(text, str(row["target"])) for text, row in block])
        for (_, row), prediction in zip(block, found, strict=True):
            if prediction.error is None:
                shares = tuple(prediction.probabilities[stance] for stance in STANCES)
                rows.append(_row({**row, "probabilities": shares}))
    return rows
