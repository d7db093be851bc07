"""Statements in, stances out: the one class most users need."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Self, overload

from detente.model.cascade import predict_in_turn
from detente.model.checkpoint.folder import TOKENIZER_FILE, Checkpoint, open_checkpoint
from detente.model.document.predicting import PlanPredictor
from detente.model.encoders.backends import Backend, Precision, choose, load_encoder
from detente.model.encoders.batch_runner import BatchRunner, Running
from detente.model.encoders.encoder import Encoder, PairLogits, no_logits
from detente.model.errors import ActorsError, CheckpointError, InputError
from detente.model.explanation import Explanation, explain
from detente.model.prediction import PairProbabilities, Prediction, calibrate, failed, to_predictions
from detente.model.text.actor_finder import ActorFinder, Mention
from detente.model.text.text_error import text_error
from detente.model.tokenization import PairTokenizer
from detente.model.wording import LocatedPair, Span, WordedPair, locate

if TYPE_CHECKING:
    from detente.model.frames import AnyFrame

# Pairs that are sorted into batches together. While the network runs one chunk, the next is prepared.
CHUNK_PAIRS = 1024


class StanceClassifier(PlanPredictor):
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
        self.finder = finder or ActorFinder.from_files()
        self._encoder = encoder
        self._first: StanceClassifier | None = None  # of a cascade
        path = checkpoint.folder / TOKENIZER_FILE
        self._tokenizer = PairTokenizer(path, max_tokens=checkpoint.settings.max_tokens, threads=threads)
        highest = self._tokenizer.highest_id()
        if not encoder.has_token(highest):
            raise CheckpointError(f"{path}: token id {highest} is beyond the network's vocabulary")

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
        ("cpu", "cuda", ...) in `precision`: "fp32", "bf16", "fp16", or "auto" for the fastest the hardware
        supports. "auto" uses a GPU if torch finds one, else the graph, or torch if there is no graph; `detente
        info` shows which and why. `threads` limits the cores of the network and of the tokenizer; all
        classifiers of a process share the tokenizer's threads, and the first to predict sets their number.
        `actors` are files that extend the shipped actor list. Raises CheckpointError if the checkpoint cannot be
        loaded or run as asked, ActorsError if an actor file is wrong.
        """
        found = open_checkpoint(checkpoint)
        choice = choose(found, backend, device=device, precision=precision)
        encoder = load_encoder(found, choice, threads=threads)
        finder = ActorFinder.from_files(*actors)
        loaded = cls(found, encoder, finder=finder, threads=threads)
        if (first := found.asked_first) is not None:
            alike = choose(first, backend, device=device, precision=precision)
            loaded._first = cls(
                first, load_encoder(first, alike, threads=threads), finder=finder, threads=threads
            )
        return loaded

    @property
    def name(self) -> str:
        """Name and version of the checkpoint, as prediction rows carry it."""
        return self.checkpoint.name

    @property
    def backend(self) -> str:
        """The library that runs the network: "onnx" or "torch"."""
        return self._encoder.backend

    @overload
    def predict(
        self,
        statements: "AnyFrame",
        targets: Iterable[str] | str | None = None,
        *,
        text_column: str = "text",
        target_column: str | None = None,
    ) -> "AnyFrame": ...

    @overload
    def predict(
        self, statements: Iterable[str | None] | str, targets: Iterable[str] | str | None = None
    ) -> list[Prediction]: ...

    def predict(
        self,
        statements: Any,
        targets: Iterable[str] | str | None = None,
        *,
        text_column: str | None = None,
        target_column: str | None = None,
    ) -> Any:
        """Predict the stance of every statement toward each of its targets, in input order.

        `targets` are codes or names, predicted for every statement whether it mentions them or not; None
        finds the default targets in each statement, and a statement that mentions none gives no
        prediction. An invalid statement (null, missing, empty, not text, not valid Unicode) gives one
        prediction with its error, or one for each of `targets`. A single text is a list of one.

        Of a frame (pandas, polars, pyarrow), the statements are in `text_column`, by default "text", and their
        targets in `target_column` if it is named. It gives a frame of the same library, with rows as `predict_frame`
        describes them.

        Raises ActorsError if one of `targets` is unknown, and InputError if a column is missing or named for what
        is no frame.
        """
        given = None if targets is None else self._codes([targets] if isinstance(targets, str) else targets)
        if hasattr(type(statements), "columns"):
            from detente.model.frames import predict_frame

            return predict_frame(
                statements,
                self._predict_each,
                stances=self.checkpoint.settings.stances,
                text_column=text_column or "text",
                target_column=target_column,
                targets=given,
            )
        if text_column is not None or target_column is not None:
            raise InputError(f"columns are named, but {type(statements).__name__} is no frame")
        if isinstance(statements, str):
            statements = [statements]
        if given is None:
            return self._predict(pair for statement in statements for pair in self._mentioned(statement))
        return self.predict_pairs((statement, code) for statement in statements for code in given)

    def predict_pairs(
        self, pairs: Iterable[tuple[str | None, str]], *, spans: Iterable[Span | None] | None = None
    ) -> list[Prediction]:
        """Predict the stance of (statement, target) pairs: one prediction a pair, in order.

        A target is a code ("CN"), the name of a known actor, or any other name ("Vietnam"). `spans` gives
        for each pair the start and end of its target's mention, in characters; None, for one or for all, has
        it found. An invalid pair comes back with its `error` set and does not stop the others. Raises
        InputError if there is not one span a pair.
        """
        if spans is None:
            return self._predict(self._located(statement, target) for statement, target in pairs)
        pairs, spans = list(pairs), list(spans)
        if len(spans) != len(pairs):
            raise InputError(f"{len(spans)} spans were given for {len(pairs)} pairs")
        return self._predict(
            self._located(statement, target, span)
            for (statement, target), span in zip(pairs, spans, strict=True)
        )

    def explain(self, statement: str, target: str, *, span: Span | None = None) -> Explanation:
        """Predict a pair and tell which words its prediction rests on; the arguments are as in `predict_pairs`.

        An invalid pair has its error in the prediction, and no words.
        """
        return next(self.explain_predictions(self.predict_pairs([(statement, target)], spans=[span])))

    def explain_predictions(self, predictions: Iterable[Prediction]) -> Iterator[Explanation]:
        """Explain predictions of statements by themselves, in order, as they are asked for: about one more a word."""
        longest = self.checkpoint.settings.max_tokens
        tokens = self._tokenizer.tokens
        return explain(predictions, self._predict, finder=self.finder, max_tokens=longest, tokens=tokens)

    def pair_logits(self, pairs: Iterable[tuple[str, str]]) -> PairLogits:
        """Logits of (statement, target) pairs before calibration, one row a pair, in order: (rows, 3) and (rows, 9).

        Raises InputError if a pair is invalid, with its number from 1 and the reason, and of a cascade.
        """
        if self._first is not None:
            raise InputError(f"{self.name} is a cascade: its two checkpoints have logits, and it has none")
        located: list[LocatedPair] = []
        for number, (statement, target) in enumerate(pairs, start=1):
            pair = self._located(statement, target)
            if isinstance(pair, Prediction):
                raise InputError(f"pair {number}: {pair.error}")
            located.append(pair)
        settings = self.checkpoint.settings
        tokenized = self._tokenizer.tokenize(
            settings.wording.word_all(located, max_tokens=settings.max_tokens)
        )
        with BatchRunner(self._encoder, pad_id=self._tokenizer.pad_id) as runner:
            logits = runner.start(tokenized).logits()
        return logits or no_logits(stances=len(settings.stances), sources=len(settings.sources))

    def _codes(self, targets: Iterable[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.finder.resolve(target).code for target in targets))

    def _predict_each(
        self, statements: Sequence[Any], targets: Sequence[tuple[str, ...] | None]
    ) -> list[list[Prediction]]:
        """Predict each statement toward its own targets, None for those that it mentions: a list a statement."""
        pairs = [
            list(self._mentioned(statement))
            if named is None
            else list(
                {
                    pair.target: pair for target in named for pair in [self._located(statement, target)]
                }.values()
            )
            for statement, named in zip(statements, targets, strict=True)
        ]
        predictions = iter(self._predict(chain.from_iterable(pairs)))
        return [list(islice(predictions, len(of_one))) for of_one in pairs]

    def _mentioned(self, statement: str | None) -> "Iterable[LocatedPair | Prediction]":
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

    def _located(
        self, statement: str | None, target: str, span: Span | None = None
    ) -> LocatedPair | Prediction:
        error = text_error(statement) or text_error(target, "target")
        if error is not None or statement is None:
            return failed(statement, target, error)
        try:
            return locate(self.finder, statement, target, span=span)
        except ActorsError as refused:
            return failed(statement, target, str(refused))

    def _predict(self, pairs: Iterable[LocatedPair | Prediction]) -> list[Prediction]:
        if (first := self._first) is None:
            return self._run(pairs)
        return predict_in_turn(pairs, first=first._run, second=self._run, sure_from=self.checkpoint.sure_from)

    def _run(self, pairs: Iterable[LocatedPair | Prediction]) -> list[Prediction]:
        """Run `pairs` through the network, each distinct wording once; those that failed already stay as they are."""
        remaining: Iterator[LocatedPair | Prediction] = iter(pairs)
        met: set[WordedPair] = set()
        rows: dict[WordedPair, PairProbabilities] = {}
        predictions: list[Prediction] = []
        running: _Chunk | None = None
        with BatchRunner(self._encoder, pad_id=self._tokenizer.pad_id) as runner:
            while chunk := list(islice(remaining, CHUNK_PAIRS)):
                started = self._start(chunk, met, runner)
                predictions += self._finish(running, rows)
                running = started
            return predictions + self._finish(running, rows)

    def _start(
        self, pairs: "list[LocatedPair | Prediction]", met: set[WordedPair], runner: BatchRunner
    ) -> "_Chunk":
        """Start a chunk; `met` are the wordings of this call so far, and its new ones are added."""
        settings = self.checkpoint.settings
        located = [pair for pair in pairs if isinstance(pair, LocatedPair)]
        worded = settings.wording.word_all(located, max_tokens=settings.max_tokens)
        new = [pair for pair in dict.fromkeys(worded) if pair not in met]
        met.update(new)
        tokenized = self._tokenizer.tokenize(new)
        return _Chunk(pairs, worded, new, [pair.truncated for pair in tokenized], runner.start(tokenized))

    def _finish(self, chunk: "_Chunk | None", rows: dict[WordedPair, PairProbabilities]) -> list[Prediction]:
        """Wait for a chunk; the probabilities of its new pairs are added to `rows`."""
        if chunk is None:
            return []
        settings = self.checkpoint.settings
        if (logits := chunk.running.logits()) is not None:
            rows.update(zip(chunk.new, calibrate(logits, chunk.truncated, settings), strict=True))
        return to_predictions(chunk.pairs, [rows[pair] for pair in chunk.worded], settings)


class _Chunk(NamedTuple):
    """Pairs on their way through the network: all of them, their wordings, and the wordings not met before."""

    pairs: list[LocatedPair | Prediction]
    worded: list[WordedPair]
    new: list[WordedPair]
    truncated: list[bool]
    running: Running
