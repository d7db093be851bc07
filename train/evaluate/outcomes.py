"""What a classifier answered beside what the labels say, as arrays that scores are computed from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from detente.model.labels import SOURCES, STANCES
from detente.model.prediction import Prediction
from detente.train.labels.pairs import LabelledPair, fold

# Where a pair has no source, in `true_sources` and `predicted_sources`.
NO_SOURCE = -1


@dataclass(frozen=True, slots=True)
class Outcomes:
    """One row a predicted pair, in order.

    `truth` and `predicted` (rows,) index STANCES, `probabilities` is (rows, stances), `true_sources` and
    `predicted_sources` index SOURCES or are NO_SOURCE, and `statements` (rows,) numbers the statement a
    pair is of: rows with one number are not independent of each other.
    """

    truth: NDArray[np.int64]
    predicted: NDArray[np.int64]
    probabilities: NDArray[np.float64]
    true_sources: NDArray[np.int64]
    predicted_sources: NDArray[np.int64]
    statements: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.truth)

    @classmethod
    def of(cls, pairs: Sequence[LabelledPair], predictions: Sequence[Prediction]) -> Self:
        """Lay pairs and their predictions, in the same order and none with an error, into arrays."""
        numbers: dict[str, int] = {}
        return cls(
            truth=_array([STANCES.index(pair.label) for pair in pairs]),
            predicted=_array([STANCES.index(str(prediction.stance)) for prediction in predictions]),
            probabilities=np.array(
                [[prediction.probabilities[stance] for stance in STANCES] for prediction in predictions],
                dtype=np.float64,
            ).reshape(len(pairs), len(STANCES)),
            true_sources=_array([_source(pair.source) for pair in pairs]),
            predicted_sources=_array([_source(prediction.source) for prediction in predictions]),
            statements=_array([numbers.setdefault(fold(pair.text), len(numbers)) for pair in pairs]),
        )

    def take(self, rows: NDArray[np.bool_]) -> Self:
        """Return the rows for which `rows` (rows,) is true."""
        return type(self)(
            self.truth[rows],
            self.predicted[rows],
            self.probabilities[rows],
            self.true_sources[rows],
            self.predicted_sources[rows],
            self.statements[rows],
        )


def _array(values: Sequence[int]) -> NDArray[np.int64]:
    return np.array(values, dtype=np.int64)


def _source(source: str | None) -> int:
    return NO_SOURCE if source is None else SOURCES.index(source)
