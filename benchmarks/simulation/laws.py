"""The laws that populations are drawn from: all rows, one corpus, late years, whole documents."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.measure.estimate.rows import number_values
from detente.model.labels import STANCES, TARGETS
from simulation.predicted import PredictedRow, columns

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Law:
    """Rows that a population is drawn from; `documents` (rows,) numbers documents, None where rows stand alone."""

    name: str
    probabilities: Floats
    labels: Codes
    targets: Codes
    documents: Codes | None = None

    @property
    def truth(self) -> Floats:
        """The share of each stance in the law (3,)."""
        return np.bincount(self.labels, minlength=len(STANCES)) / len(self.labels)

    @property
    def accuracy(self) -> float:
        """The share of predictions that are right."""
        return float((self.probabilities.argmax(axis=1) == self.labels).mean())

    def draw(self, count: int, rng: np.random.Generator) -> tuple[Codes, Codes]:
        """Draw rows with replacement: their places in the law, and the document each belongs to."""
        if self.documents is None:
            return rng.integers(len(self.labels), size=count), np.arange(count)
        members = [np.flatnonzero(self.documents == one) for one in range(int(self.documents.max()) + 1)]
        mean = len(self.labels) / len(members)
        drawn = rng.integers(len(members), size=round(count / mean))
        sizes = np.array([len(members[one]) for one in drawn])
        return np.concatenate([members[one] for one in drawn]), np.repeat(np.arange(len(drawn)), sizes)


def cut_laws(rows: Sequence[PredictedRow]) -> list[Law]:
    """All rows, those of KCNA alone, and those of 2023 and later alone; a law without rows is left out."""
    parts = {
        "all rows": list(rows),
        "KCNA alone": [row for row in rows if row.corpus.startswith("kcna")],
        "2023 and later": [row for row in rows if row.date >= "2023"],
    }
    return [_law(name, part) for name, part in parts.items() if part]


def document_law(rows: Sequence[PredictedRow]) -> Law:
    """Whole documents, each statement predicted alone."""
    return _law("documents", rows, documents=number_values([row.document for row in rows]))


def corpus_laws(rows: Sequence[PredictedRow], *, fewest: int = 75) -> list[Law]:
    """One law for each corpus of `fewest` rows or more, single statements and whole documents apart."""
    parts: dict[tuple[str, bool], list[PredictedRow]] = {}
    for row in rows:
        parts.setdefault((row.corpus, row.document is not None), []).append(row)
    return [
        _law(f"{name} (documents)", part, documents=number_values([row.document for row in part]))
        if whole
        else _law(name, part)
        for (name, whole), part in sorted(parts.items())
        if len(part) >= fewest
    ]


def _law(name: str, rows: Sequence[PredictedRow], *, documents: Codes | None = None) -> Law:
    targets = np.array([TARGETS.index(row.target) for row in rows], dtype=np.int64)
    return Law(name, *columns(rows), targets, documents)
