"""What runs on the machines of a cluster: a worker that loads the checkpoint once and predicts chunk after chunk."""

import socket
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Self

import numpy as np

from detente.batch.predicting import predict_statements
from detente.batch.records import Row
from detente.batch.run_settings import RunSettings
from detente.batch.statements.record_statements import RecordStatement
from detente.model.checkpoint.cascade import CASCADE
from detente.model.checkpoint.folder import open_checkpoint
from detente.model.checkpoint.shipped import PUBLISHED, shipped_folder
from detente.model.classifying import PlanClassifier
from detente.model.encoders.backends import Backend, Precision, choose
from detente.model.errors import CheckpointError, DetenteError
from detente.model.routing import load_classifier, second_checkpoint
from detente.model.statement_predicting import codes_of
from detente.model.text.actor_finder import ActorFinder
from detente.model.text.list_file import paths_of

# A batch as Ray Data hands it over: columns of equal length.
Batch = Mapping[str, "np.ndarray[Any, Any]"]


@dataclass(frozen=True, slots=True)
class WorkerSettings:
    """What every worker loads, and toward whom it predicts.

    `fingerprints` are those of the checkpoint wanted and, where there is one, of that for other languages.
    """

    checkpoint: str
    fingerprints: tuple[str, ...]
    backend: Backend
    device: str | None
    precision: Precision
    threads: int
    actors: tuple[Path, ...]
    targets: tuple[str, ...] | None
    any_language: bool

    @classmethod
    def checked(cls, settings: RunSettings) -> Self:
        """Make the settings of workers from those of a run, as far as they hold on this machine.

        What "auto" leaves open is chosen here, once: machines that chose for themselves might give other
        digits. A worker uses one core where `threads` is None. Raises CheckpointError where the checkpoint
        cannot be run, and ActorsError where an actor file is wrong or a target unknown.
        """
        found = open_checkpoint(settings.checkpoint)
        choice = choose(found, settings.backend, device=settings.device, precision=settings.precision)
        return cls(
            checkpoint=_from_any_folder(settings.checkpoint),
            fingerprints=_fingerprints(settings.checkpoint),
            backend=choice.backend,
            device=None if choice.backend == "onnx" else choice.device,
            precision="auto" if choice.precision == "int8" else choice.precision,
            threads=settings.threads or 1,
            actors=tuple(path.resolve() for path in paths_of(settings.actors)),
            targets=codes_of(settings.targets, ActorFinder.from_files(*paths_of(settings.actors))),
            any_language=settings.any_language,
        )


@dataclass(frozen=True, slots=True)
class Chunk:
    """What is predicted together, and its number: chunks count from 0."""

    number: int
    statements: Sequence[RecordStatement]


@dataclass(frozen=True, slots=True)
class PredictedChunk:
    """The rows of the chunk of that number; none where the worker could not predict, with the error."""

    number: int
    rows: list[Row]
    error: DetenteError | None = None


class StanceWorker:
    """Predicts the chunks of a batch; Ray Data keeps one for each worker, in a process of its own.

    The checkpoint is loaded with the first batch, and travels with no copy of the worker.
    """

    def __init__(self, settings: WorkerSettings) -> None:
        self._settings = settings

    def __getstate__(self) -> WorkerSettings:
        return self._settings

    def __setstate__(self, settings: WorkerSettings) -> None:
        self._settings = settings

    def __call__(self, batch: Batch) -> dict[str, "np.ndarray[Any, Any]"]:
        """Predict each `Chunk` in the column "chunk"; gives the column "predicted" with a `PredictedChunk` for each."""
        return column("predicted", [self._predict(chunk) for chunk in batch["chunk"]])

    def _predict(self, chunk: Chunk) -> PredictedChunk:
        try:
            rows = list(predict_statements(chunk.statements, self._classifier, self._settings.targets))
        except DetenteError as error:
            # As data, since Ray would wrap it into errors of its own, with the traceback for a message.
            return PredictedChunk(
                chunk.number, [], type(error)(f"on the worker {socket.gethostname()}: {error}")
            )
        return PredictedChunk(chunk.number, rows)

    @cached_property
    def _classifier(self) -> PlanClassifier:
        settings = self._settings
        if (found := _fingerprints(settings.checkpoint)) != settings.fingerprints:
            checkpoint = open_checkpoint(settings.checkpoint)
            raise CheckpointError(
                f"{checkpoint.folder} is another checkpoint ({checkpoint.name}, {', '.join(found)}) than the one that "
                f"the run began with ({', '.join(settings.fingerprints)}); install the same one on every machine"
            )
        return load_classifier(
            settings.checkpoint,
            backend=settings.backend,
            device=settings.device,
            threads=settings.threads,
            precision=settings.precision,
            actors=settings.actors,
            any_language=settings.any_language,
        )


def _fingerprints(checkpoint: str | Path | None) -> tuple[str, ...]:
    second = second_checkpoint(checkpoint)
    return tuple(one.fingerprint for one in (open_checkpoint(checkpoint), second) if one is not None)


def _from_any_folder(checkpoint: str | Path | None) -> str:
    # A shipped checkpoint goes before a folder of its name, as in `open_checkpoint`, and a hub name stays as it is.
    text = PUBLISHED if checkpoint is None else str(checkpoint)
    is_folder = text != CASCADE and shipped_folder(text) is None and Path(text).is_dir()
    return str(Path(text).resolve()) if is_folder else text


def column(name: str, values: Sequence[object]) -> dict[str, "np.ndarray[Any, Any]"]:
    """Make a batch of one column of Python objects, (rows,), which numpy would take apart otherwise."""
    objects = np.empty(len(values), dtype=object)
    for number, value in enumerate(values):
        objects[number] = value
    return {name: objects}
