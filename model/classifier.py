"""Statements in, stances out: the one class most users need."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal, Self

import numpy as np

from detente.model.actors import ActorFinder, Mention
from detente.model.batching import pad, plan_batches
from detente.model.checkpoint import Checkpoint, open_checkpoint
from detente.model.encoder import Encoder, PairLogits
from detente.model.errors import ActorsError, CheckpointError
from detente.model.prediction import Prediction
from detente.model.probabilities import softmax, to_prediction
from detente.model.statements import split_statements
from detente.model.tokenization import PairTokenizer
from detente.model.wording import WordedPair

Backend = Literal["auto", "onnx", "torch"]

# Rows tokenized and judged before the next ones are taken up; bounds memory, not batch size.
CHUNK_ROWS = 8192


class StanceClassifier:
    """Judges which stance a statement takes toward a target.

    Make one with `StanceClassifier.from_pretrained()`. `checkpoint` is what was loaded, `finder` finds
    the targets in a statement.
    """

    def __init__(
        self, checkpoint: Checkpoint, encoder: Encoder, *, finder: ActorFinder | None = None
    ) -> None:
        self.checkpoint = checkpoint
        self.finder = finder or ActorFinder.from_files()
        self._encoder = encoder
        self._tokenizer = PairTokenizer(
            checkpoint.folder / "tokenizer.json", max_tokens=checkpoint.settings.max_tokens
        )

    @classmethod
    def from_pretrained(
        cls,
        checkpoint: str | Path | None = None,
        *,
        backend: Backend = "auto",
        device: str | None = None,
        threads: int | None = None,
        actors: Sequence[Path] = (),
    ) -> Self:
        """Load a checkpoint.

        `checkpoint` is None for the published one, a folder, or a hub name. `backend` "onnx" runs the
        int8 graph, "torch" the safetensors weights (needs torch and transformers) on `device` ("cpu",
        "cuda", ...); "auto" takes the graph if there is one and no device is named. `threads` limits the
        graph's cores. `actors` are files that extend the shipped actor list. Raises CheckpointError
        where the checkpoint cannot be loaded, ActorsError where an actor file is wrong.
        """
        found = open_checkpoint(checkpoint)
        encoder = _load_encoder(found, backend, device, threads)
        return cls(found, encoder, finder=ActorFinder.from_files(*actors))

    @property
    def name(self) -> str:
        """Name and version of the checkpoint, as prediction rows carry it."""
        return self.checkpoint.name

    @property
    def backend(self) -> str:
        """The library that runs the network: "onnx" or "torch"."""
        return self._encoder.backend

    def predict(
        self, statements: Sequence[str | None] | str, targets: Sequence[str] | None = None
    ) -> list[Prediction]:
        """Judge every statement toward each of its targets, in input order.

        `targets` are codes or names, judged for every statement whether it mentions them or not; None
        finds the default targets in each statement, and a statement that mentions none gives no
        prediction. A statement that is null or empty gives one with its error.
        """
        if isinstance(statements, str):
            statements = [statements]
        return self.predict_pairs(
            [
                (statement, target)
                for statement in statements
                for target in self._targets_of(statement, targets)
            ]
        )

    def _targets_of(self, statement: str | None, targets: Sequence[str] | None) -> Iterable[str]:
        if targets is not None:
            return targets
        if not isinstance(statement, str) or not statement.strip():
            return [""]  # the pair keeps the statement's place; its error comes out of predict_pairs
        return dict.fromkeys(mention.target for mention in self.finder.find(statement))

    def read(self, document: str, targets: Sequence[str] | None = None) -> list[Prediction]:
        """Split a document into statements and judge each; `targets` as in `predict`."""
        return self.predict([statement.text for statement in split_statements(document)], targets)

    def predict_pairs(self, pairs: Sequence[tuple[str | None, str]]) -> list[Prediction]:
        """Judge (statement, target) pairs: one prediction a pair, in order.

        A target is a code ("CN"), the name of a known actor, or any other name ("Vietnam"). A pair that
        cannot be judged comes out with its `error` set; it stops none of the others.
        """
        predictions: list[Prediction] = []
        for start in range(0, len(pairs), CHUNK_ROWS):
            predictions += self._predict_chunk(pairs[start : start + CHUNK_ROWS])
        return predictions

    def _predict_chunk(self, pairs: Sequence[tuple[str | None, str]]) -> list[Prediction]:
        worded: dict[WordedPair, int] = {}
        prepared = [self._prepare(statement, target) for statement, target in pairs]
        for item in prepared:
            if not isinstance(item, Prediction):
                worded.setdefault(item[0], len(worded))
        judged = self._judge(list(worded))
        return [
            item if isinstance(item, Prediction) else self._finish(pair, item, judged[worded[item[0]]])
            for pair, item in zip(pairs, prepared, strict=True)
        ]

    def _prepare(
        self, statement: str | None, target: str
    ) -> tuple[WordedPair, tuple[Mention, ...], str] | Prediction:
        if (fault := fault_of(statement)) is not None:
            return Prediction(statement if isinstance(statement, str) else None, target, error=fault)
        text = str(statement)
        try:
            actor = self.finder.resolve(target)
        except ActorsError as error:
            return Prediction(text, target, error=str(error))
        mentions = tuple(self.finder.find(text, [actor.code]))
        settings = self.checkpoint.settings
        pair = settings.wording.word(text, actor.name, mentions=mentions, max_tokens=settings.max_tokens)
        return pair, mentions, actor.code

    def _judge(self, pairs: Sequence[WordedPair]) -> list[tuple[PairLogits, bool]]:
        tokenized = self._tokenizer.tokenize(pairs)
        results: list[tuple[PairLogits, bool] | None] = [None] * len(pairs)
        for batch in plan_batches([len(pair.ids) for pair in tokenized]):
            rows = [tokenized[row] for row in batch]
            ids, mask, type_ids = pad(rows, self._tokenizer.pad_id)
            stance, source = self._encoder.logits(ids=ids, mask=mask, type_ids=type_ids)
            for place, row in enumerate(batch):
                results[row] = (PairLogits(stance[place], source[place]), rows[place].truncated)
        return [result for result in results if result is not None]

    def _finish(
        self,
        pair: tuple[str | None, str],
        item: tuple[WordedPair, tuple[Mention, ...], str],
        judged: tuple[PairLogits, bool],
    ) -> Prediction:
        settings = self.checkpoint.settings
        logits, truncated = judged
        return to_prediction(
            str(pair[0]),
            item[2],
            stance_probabilities=softmax(logits.stance / np.float32(settings.temperature)),
            source_probabilities=softmax(logits.source / np.float32(settings.source_temperature)),
            settings=settings,
            mentions=item[1],
            truncated=truncated,
        )


def fault_of(statement: object) -> str | None:
    """Why `statement` cannot be judged, in words for the `error` column; None where it can."""
    if statement is None:
        return "statement is null"
    if not isinstance(statement, str):
        return f"statement is of type {type(statement).__name__}, not text"
    if not statement.strip():
        return "statement is empty"
    try:
        statement.encode("utf-8")
    except UnicodeEncodeError as error:
        return f"statement is not valid Unicode: lone surrogate at character {error.start + 1}"
    return None


def _load_encoder(
    checkpoint: Checkpoint, backend: Backend, device: str | None, threads: int | None
) -> Encoder:
    # Either library is imported only when it is the one to run: torch alone takes seconds.
    if backend == "onnx" or (backend == "auto" and device is None and checkpoint.onnx is not None):
        if checkpoint.onnx is None:
            raise CheckpointError(f"{checkpoint.folder}: holds no ONNX graph; use the torch backend")
        from detente.model.onnx_encoder import OnnxEncoder

        return OnnxEncoder(checkpoint.onnx, threads=threads)
    if checkpoint.weights is None:
        raise CheckpointError(f"{checkpoint.folder}: holds no safetensors weights; use the onnx backend")
    try:
        from detente.model.torch_encoder import TorchEncoder
    except ImportError as error:
        raise CheckpointError(f"the torch backend needs torch and transformers: {error}") from error
    return TorchEncoder(checkpoint.folder, sources=len(checkpoint.settings.sources), device=device)
