"""Statements in, stances out: the one class most users need."""

from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from detente.model.checkpoint.folder import TOKENIZER_FILE, Checkpoint, open_checkpoint
from detente.model.encoders.backends import Backend, Precision, choose, load_encoder
from detente.model.encoders.batch_runner import BatchRunner, Running
from detente.model.encoders.encoder import Encoder, PairLogits
from detente.model.errors import ActorsError, InputError
from detente.model.prediction import Prediction
from detente.model.probabilities import softmax, to_prediction
from detente.model.spans import Span, locate
from detente.model.text.actor_finder import ActorFinder, Mention
from detente.model.text.statements import split_statements
from detente.model.text.text_error import text_error
from detente.model.tokenization import PairTokenizer
from detente.model.wording import WordedPair

# Pairs that are sorted into batches together. While one part is judged the next is prepared.
PART_PAIRS = 1024


class StanceClassifier:
    """Judges which stance a statement takes toward a target.

    Make one with `StanceClassifier.from_pretrained()`. `checkpoint` is what was loaded, `finder` finds
    the targets in a statement.
    """

    def __init__(
        self,
        checkpoint: Checkpoint,
        encoder: Encoder,
        *,
        finder: ActorFinder | None = None,
        threads: int | None = None,
    ) -> None:
        self.checkpoint = checkpoint
        self.finder = finder or ActorFinder.from_files()
        self._encoder = encoder
        self._tokenizer = PairTokenizer(
            checkpoint.folder / TOKENIZER_FILE, max_tokens=checkpoint.settings.max_tokens, threads=threads
        )

    @classmethod
    def from_pretrained(
        cls,
        checkpoint: str | Path | None = None,
        *,
        backend: Backend = "auto",
        device: str | None = None,
        threads: int | None = None,
        precision: Precision = "auto",
        actors: Sequence[Path] = (),
    ) -> Self:
        """Load a checkpoint.

        `checkpoint` is None for the published one, a folder, or a hub name. `backend` "onnx" runs the
        int8 graph on the CPU, "torch" the safetensors weights (needs torch and transformers) on `device`
        ("cpu", "cuda", ...) in `precision`: "fp32", "bf16", "fp16", or "auto" for what the hardware multiplies
        fastest. "auto" takes a GPU that torch can use, else the graph, and torch where there is none; `detente
        info` says which and why. `threads` limits the cores that the network runs on, and those of the tokenizer,
        whose threads all classifiers of a process share: the first that judges decides. `actors` are files that
        extend the shipped actor list. Raises CheckpointError where the checkpoint cannot be loaded or run so,
        ActorsError where an actor file is wrong.
        """
        found = open_checkpoint(checkpoint)
        choice = choose(found, backend, device=device, precision=precision)
        encoder = load_encoder(found, choice, threads=threads)
        return cls(found, encoder, finder=ActorFinder.from_files(*actors), threads=threads)

    @property
    def name(self) -> str:
        """Name and version of the checkpoint, as prediction rows carry it."""
        return self.checkpoint.name

    @property
    def backend(self) -> str:
        """The library that runs the network: "onnx" or "torch"."""
        return self._encoder.backend

    def predict(
        self, statements: Sequence[str | None] | str, targets: Sequence[str] | str | None = None
    ) -> list[Prediction]:
        """Judge every statement toward each of its targets, in input order.

        `targets` are codes or names, judged for every statement whether it mentions them or not; None
        finds the default targets in each statement, and a statement that mentions none gives no
        prediction. A statement that cannot be judged (null, empty, no text, no valid Unicode) gives one with
        its error, or one for each of `targets`. A single text is taken for a list of one. Raises ActorsError
        where one of `targets` is unknown.
        """
        if isinstance(statements, str):
            statements = [statements]
        if targets is not None:
            given = [targets] if isinstance(targets, str) else targets
            targets = list(dict.fromkeys(self.finder.resolve(target).code for target in given))
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
        if statement is None or text_error(statement) is not None:
            return [""]  # the pair keeps the statement's turn; its error comes out of predict_pairs
        return dict.fromkeys(mention.target for mention in self.finder.find(statement))

    def read(self, document: str, targets: Sequence[str] | str | None = None) -> list[Prediction]:
        """Split a document into statements and judge each; `targets` as in `predict`."""
        return self.predict([statement.text for statement in split_statements(document)], targets)

    def predict_pairs(
        self, pairs: Sequence[tuple[str | None, str]], *, spans: Sequence[Span | None] | None = None
    ) -> list[Prediction]:
        """Judge (statement, target) pairs: one prediction a pair, in order.

        A target is a code ("CN"), the name of a known actor, or any other name ("Vietnam"). `spans` says of
        each pair where its target is mentioned, start and end in characters; None, for one or for all, has it
        found. A pair that cannot be judged comes out with its `error` set; it stops none of the others.
        Raises InputError where there is not one span a pair.
        """
        if spans is not None and len(spans) != len(pairs):
            raise InputError(f"{len(spans)} spans were given for {len(pairs)} pairs")
        given = spans or [None] * len(pairs)
        # A pair that is asked twice is judged once.
        numbers: dict[WordedPair, int] = {}
        answers: list[_Answer] = []
        predictions: list[Prediction] = []
        waiting: _Part | None = None
        with self._runner() as runner:
            for start in range(0, len(pairs), PART_PAIRS):
                stop = start + PART_PAIRS
                part = self._start(pairs[start:stop], given[start:stop], numbers, runner)
                predictions += self._finish(waiting, numbers, answers)
                waiting = part
            predictions += self._finish(waiting, numbers, answers)
        return predictions

    def pair_logits(self, pairs: Sequence[tuple[str, str]]) -> PairLogits:
        """Logits of (statement, target) pairs before calibration, one row a pair, in order: (rows, 3) and (rows, 9).

        Raises InputError where a pair cannot be judged, naming its number from 1 and why.
        """
        prepared = [self._prepare(statement, target) for statement, target in pairs]
        for number, item in enumerate(prepared, start=1):
            if isinstance(item, Prediction):
                raise InputError(f"pair {number}: {item.error}")
        tokenized = self._tokenizer.tokenize(
            [item.worded for item in prepared if isinstance(item, _Prepared)]
        )
        with self._runner() as runner:
            logits = runner.start(tokenized).logits()
        settings = self.checkpoint.settings
        return logits or PairLogits(
            np.zeros((0, len(settings.stances)), np.float32), np.zeros((0, len(settings.sources)), np.float32)
        )

    def _runner(self) -> BatchRunner:
        return BatchRunner(self._encoder, pad_id=self._tokenizer.pad_id)

    def _start(
        self,
        pairs: Sequence[tuple[str | None, str]],
        spans: Sequence[Span | None],
        numbers: dict[WordedPair, int],
        runner: BatchRunner,
    ) -> "_Part":
        """Begin to judge those of `pairs` that are not in `numbers` yet, which gives each worded pair its own."""
        prepared = [
            self._prepare(statement, target, span)
            for (statement, target), span in zip(pairs, spans, strict=True)
        ]
        known = len(numbers)
        for item in prepared:
            if isinstance(item, _Prepared):
                numbers.setdefault(item.worded, len(numbers))
        tokenized = self._tokenizer.tokenize(list(islice(numbers, known, None)))
        return _Part(prepared, runner.start(tokenized), [pair.truncated for pair in tokenized])

    def _prepare(
        self, statement: str | None, target: str, span: Span | None = None
    ) -> "_Prepared | Prediction":
        if statement is None or text_error(statement) is not None:
            shown = statement if isinstance(statement, str) else None
            return Prediction(shown, str(target), error=text_error(statement))
        if (fault := text_error(target, "target")) is not None:
            return Prediction(statement, str(target), error=fault)
        try:
            located = locate(self.finder, statement, target, span=span)
        except ActorsError as error:
            return Prediction(statement, target, error=str(error))
        settings = self.checkpoint.settings
        worded = settings.wording.word(
            statement, located.name, mentions=located.mentions, max_tokens=settings.max_tokens
        )
        return _Prepared(statement, located.code, located.mentions, worded)

    def _finish(
        self, part: "_Part | None", numbers: dict[WordedPair, int], answers: list["_Answer"]
    ) -> list[Prediction]:
        """Wait for a part; its answers join `answers`, which are in the order of `numbers`."""
        if part is None:
            return []
        settings = self.checkpoint.settings
        if (logits := part.running.logits()) is not None:
            stance = softmax(logits.stance / np.float32(settings.temperature))
            source = softmax(logits.source / np.float32(settings.source_temperature))
            answers += map(_Answer, stance, source, part.truncated)
        return [
            self._prediction(item, answers[numbers[item.worded]]) if isinstance(item, _Prepared) else item
            for item in part.prepared
        ]

    def _prediction(self, item: "_Prepared", answer: "_Answer") -> Prediction:
        return to_prediction(
            item.statement,
            item.target,
            stance_probabilities=answer.stance,
            source_probabilities=answer.source,
            settings=self.checkpoint.settings,
            mentions=item.mentions,
            truncated=answer.truncated,
        )


class _Prepared(NamedTuple):
    statement: str
    target: str
    mentions: tuple[Mention, ...]
    worded: WordedPair


class _Answer(NamedTuple):
    stance: NDArray[np.float64]
    source: NDArray[np.float64]
    truncated: bool


class _Part(NamedTuple):
    prepared: list["_Prepared | Prediction"]
    running: Running
    truncated: list[bool]
