"""Statements in, stances out: the one class most users need."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, repeat
from pathlib import Path
from typing import Any, Self

from detente.model.cascade import predict_in_turn
from detente.model.checkpoint.folder import Checkpoint, open_checkpoint
from detente.model.checkpoint.reloading import how_loaded
from detente.model.document.joining import predict_planned
from detente.model.document.plan import StatementPlan
from detente.model.document.predicting import DocumentPredictor
from detente.model.encoders.backends import Backend, Precision, check_threads, choose, load_encoder
from detente.model.encoders.chunk_runner import ChunkRunner
from detente.model.encoders.encoder import Encoder, PairLogits
from detente.model.errors import ActorsError, InputError
from detente.model.explanation import Explanation, explain
from detente.model.prediction import LocatedOrFailed, Prediction, failed
from detente.model.splitting.spans import Span
from detente.model.text.actor_finder import ActorFinder, Mention
from detente.model.text.language import UNDETERMINED
from detente.model.text.list_file import paths_of
from detente.model.text.text_error import text_error
from detente.model.wording import LocatedPair, checked_pairs, locate, with_spans


class StanceClassifier(DocumentPredictor):
    """Predicts which stance a statement takes toward a target.

    Load one with `StanceClassifier.from_pretrained()`. `checkpoint` is what was loaded, `finder` finds
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
        self._finder = finder or ActorFinder.from_files()
        self._runner = ChunkRunner(checkpoint, encoder, threads=threads)
        self._first: ChunkRunner | None = None  # of a cascade

    @classmethod
    def from_pretrained(
        cls,
        checkpoint: str | Path | None = None,
        *,
        backend: Backend = "auto",
        device: str | None = None,
        threads: int | None = None,
        precision: Precision = "auto",
        actors: str | Path | Iterable[str | Path] | None = None,
    ) -> Self:
        """Load a checkpoint.

        `checkpoint` is None for the published one, a folder, or a hub name. `backend` "onnx" runs the
        int8 graph on the CPU, "torch" the safetensors weights (needs torch and transformers) on `device`
        ("cpu", "cuda", ...) in `precision`: "fp32", "bf16", "fp16", or "auto" for the fastest the hardware
        supports. "auto" uses a GPU if torch finds one, else the graph, or torch if there is no graph; `detente
        info` shows which and why. `threads` limits the cores of the network and of the tokenizer; all
        classifiers of a process share the tokenizer's threads, and the first to predict sets their number.
        `actors` are files, one or several, that extend the shipped actor list. Raises CheckpointError if the
        checkpoint cannot be loaded or run as asked, ActorsError if an actor file is wrong.
        """
        check_threads(threads)
        found = open_checkpoint(checkpoint)
        choice = choose(found, backend, device=device, precision=precision)
        encoder = load_encoder(found, choice, threads=threads)
        files = paths_of(actors)
        finder = ActorFinder.from_files(*files)
        loaded = cls(found, encoder, finder=finder, threads=threads)
        loaded._loading = how_loaded(
            cls.from_pretrained,
            checkpoint,
            actors=files,
            backend=backend,
            device=device,
            threads=threads,
            precision=precision,
        )
        if (first := found.asked_first) is not None:
            alike = choose(first, backend, device=device, precision=precision)
            loaded._first = ChunkRunner(first, load_encoder(first, alike, threads=threads), threads=threads)
        return loaded

    @property
    def name(self) -> str:
        """Name and version of the checkpoint, as prediction rows carry it."""
        return self.checkpoint.name

    @property
    def finder(self) -> ActorFinder:
        """Finds the targets of statements."""
        return self._finder

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that the checkpoint knows, ISO 639-1."""
        return self.checkpoint.settings.languages

    def for_language(self, language: str) -> Self | None:
        """Return this classifier if its checkpoint knows the language or it cannot be told, else None."""
        return self if language in (*self.languages, UNDETERMINED) else None

    @property
    def backend(self) -> str:
        """The library that runs the network: "onnx" or "torch"."""
        return self._runner.encoder.backend

    def predict_pairs(
        self, pairs: Iterable[tuple[str | None, str]], *, spans: Iterable[Span | None] | None = None
    ) -> list[Prediction]:
        """Predict the stance of (statement, target) pairs: one prediction a pair, in order.

        A target is a code ("CN"), the name of a known actor, or any other name ("Vietnam"). `spans` gives
        for each pair the start and end of its target's mention, in characters; where it is None, for one or for all,
        the finder looks for the mention. An invalid pair comes back with its `error` set and does not stop the others.
        Raises InputError for what is no pair at all, and if there is not one span a pair.
        """
        if spans is None:
            return self._predict(
                self._located(statement, target) for statement, target in checked_pairs(pairs)
            )
        return self._predict(
            self._located(statement, target, span) for (statement, target), span in with_spans(pairs, spans)
        )

    def predict_each(
        self, statements: Sequence[Any], targets: Sequence[tuple[str, ...] | None]
    ) -> list[list[Prediction]]:
        """Predict each statement toward its own targets, None for those that it mentions: a list a statement."""
        counts: list[int] = []

        def pairs() -> Iterator[LocatedOrFailed]:
            # Made as the network asks for them: those of a million statements would fill the memory.
            for statement, named in zip(statements, targets, strict=True):
                located = map(self._located, repeat(statement), named or ())
                of_one = (
                    self._mentioned(statement)
                    if named is None
                    else {pair.target: pair for pair in located}.values()
                )
                counts.append(len(of_one))
                yield from of_one

        predictions = iter(self._predict(pairs()))
        return [list(islice(predictions, count)) for count in counts]

    def predict_plans(self, plans: Sequence[StatementPlan]) -> list[list[Prediction]]:
        """Predict statements as a DocumentReader has planned them: a list a plan, a prediction for each target.

        The plans may be of several documents. A statement that neither names nor means a target has an empty list.
        """
        settings = self.checkpoint.settings
        return predict_planned(
            plans,
            predict=self.predict_located,
            ask=self._ask,
            finder=self.finder,
            scorers=self.document_reader.scorers_for,
            too_close_below=settings.too_close_below,
            wording=settings.wording,
        )

    def predict_located(self, pairs: Iterable[LocatedPair]) -> list[Prediction]:
        """Predict pairs whose mentions are known, in order; one with an invalid statement has its error set."""
        return self._predict(map(_checked, pairs))

    def _ask(self, pairs: Iterable[LocatedPair]) -> list[Prediction]:
        """Predict located pairs with the checkpoint itself: the first one of a cascade has not learnt what is asked."""
        return self._runner.run(map(_checked, pairs))

    def explain_predictions(self, predictions: Iterable[Prediction]) -> Iterator[Explanation]:
        """Explain predictions, in order and lazily; each takes about one further prediction a word.

        The statements are read by themselves, without a document.
        """
        longest = self.checkpoint.settings.max_tokens
        tokens = self._runner.tokens
        return explain(predictions, self._predict, finder=self.finder, max_tokens=longest, tokens=tokens)

    def pair_logits(self, pairs: Iterable[tuple[str, str]]) -> PairLogits:
        """Logits of (statement, target) pairs before calibration, one row a pair, in order: (rows, 3) and (rows, 9).

        Raises InputError if a pair is invalid, with its number from 1 and the reason, and of a cascade.
        """
        if self._first is not None:
            raise InputError(f"{self.name} is a cascade: its two checkpoints have logits, and it has none")
        located: list[LocatedPair] = []
        for number, (statement, target) in enumerate(checked_pairs(pairs), start=1):
            pair = self._located(statement, target)
            if isinstance(pair, Prediction):
                raise InputError(f"pair {number}: {pair.error}")
            located.append(pair)
        return self._runner.logits(located)

    def _mentioned(self, statement: str | None) -> Sequence[LocatedOrFailed]:
        """One pair for each default target that the statement mentions, or one prediction with its error."""
        if (error := text_error(statement)) is not None or statement is None:
            return [failed(statement, "", error)]
        mentions: dict[str, list[Mention]] = {}
        for mention in self.finder.find(statement):
            mentions.setdefault(mention.target, []).append(mention)
        return [
            LocatedPair(statement, code, self.finder.actors[code].name, tuple(found))
            for code, found in mentions.items()
        ]

    def _located(self, statement: str | None, target: str, span: Span | None = None) -> LocatedOrFailed:
        error = text_error(statement) or text_error(target, "target")
        if error is not None or statement is None:
            return failed(statement, target, error)
        try:
            return locate(self.finder, statement, target, span=span)
        except ActorsError as refused:
            return failed(statement, target, str(refused))

    def _predict(self, pairs: Iterable[LocatedOrFailed]) -> list[Prediction]:
        if (first := self._first) is None:
            return self._runner.run(pairs)
        sure_from = self.checkpoint.sure_from
        return predict_in_turn(pairs, first=first.run, second=self._runner.run, sure_from=sure_from)


def _checked(pair: LocatedPair) -> LocatedOrFailed:
    """The pair, or its prediction with an error where the network cannot be given the statement."""
    error = text_error(pair.statement)
    return pair if error is None else Prediction(pair.statement, pair.target, error=error)
