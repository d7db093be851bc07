"""Located pairs through the network of a checkpoint: while it runs one chunk, the next is worded and tokenized."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from detente.model.checkpoint.folder import TOKENIZER_FILE, Checkpoint
from detente.model.encoders.batch_runner import BatchRunner, Running
from detente.model.encoders.encoder import Encoder, PairLogits, no_logits
from detente.model.errors import CheckpointError
from detente.model.prediction import (
    LocatedOrFailed,
    PairProbabilities,
    Prediction,
    calibrate,
    to_predictions,
)
from detente.model.splitting.spans import Span
from detente.model.tokenization import PairTokenizer
from detente.model.wording import LocatedPair, WordedPair

__all__ = ["ChunkRunner"]

# Pairs that are sorted into batches together. While the network runs one chunk, the next is prepared.
CHUNK_PAIRS = 1024


class ChunkRunner:
    """The encoder of one checkpoint with its tokenizer, wording and temperatures.

    Raises CheckpointError if the tokenizer cannot be read, or gives tokens that the encoder does not know.
    """

    def __init__(self, checkpoint: Checkpoint, encoder: Encoder, *, threads: int | None = None) -> None:
        self.encoder = encoder
        self._settings = checkpoint.settings
        path = checkpoint.folder / TOKENIZER_FILE
        self._tokenizer = PairTokenizer(path, max_tokens=checkpoint.settings.max_tokens, threads=threads)
        highest = self._tokenizer.highest_id()
        if not encoder.has_token(highest):
            raise CheckpointError(f"{path}: token id {highest} is beyond the network's vocabulary")

    def run(self, pairs: Iterable[LocatedOrFailed]) -> list[Prediction]:
        """Predict `pairs`, in order, each distinct wording once; those that failed already stay as they are."""
        remaining: Iterator[LocatedOrFailed] = iter(pairs)
        met: set[WordedPair] = set()
        rows: dict[WordedPair, PairProbabilities] = {}
        predictions: list[Prediction] = []
        running: _Chunk | None = None
        with self._batches() as runner:
            while chunk := list(islice(remaining, CHUNK_PAIRS)):
                started = self._start(chunk, met, runner)
                predictions += self._finish(running, rows)
                running = started
            return predictions + self._finish(running, rows)

    def logits(self, pairs: Iterable[LocatedPair]) -> PairLogits:
        """Return the logits of `pairs` before calibration, one row a pair, in order."""
        tokenized = self._tokenizer.tokenize(self._worded(pairs))
        with self._batches() as runner:
            logits = runner.start(tokenized).logits()
        stances, sources = self._settings.stances, self._settings.sources
        return logits or no_logits(stances=len(stances), sources=len(sources))

    def tokens(self, text: str) -> list[Span]:
        """Return the stretches of `text` that the tokenizer takes for one token each, in characters and in order."""
        return self._tokenizer.tokens(text)

    def _batches(self) -> BatchRunner:
        return BatchRunner(self.encoder, pad_id=self._tokenizer.pad_id)

    def _worded(self, pairs: Iterable[LocatedPair]) -> list[WordedPair]:
        return self._settings.wording.word_all(pairs, max_tokens=self._settings.max_tokens)

    def _start(self, pairs: Sequence[LocatedOrFailed], met: set[WordedPair], runner: BatchRunner) -> "_Chunk":
        """Start a chunk; `met` are the wordings of this call so far, and its new ones are added."""
        worded = self._worded([pair for pair in pairs if isinstance(pair, LocatedPair)])
        new = [pair for pair in dict.fromkeys(worded) if pair not in met]
        met.update(new)
        tokenized = self._tokenizer.tokenize(new)
        return _Chunk(pairs, worded, new, [pair.truncated for pair in tokenized], runner.start(tokenized))

    def _finish(self, chunk: "_Chunk | None", rows: dict[WordedPair, PairProbabilities]) -> list[Prediction]:
        """Wait for a chunk; the probabilities of its new pairs are added to `rows`."""
        if chunk is None:
            return []
        if (logits := chunk.running.logits()) is not None:
            rows.update(zip(chunk.new, calibrate(logits, chunk.truncated, self._settings), strict=True))
        return to_predictions(chunk.pairs, [rows[pair] for pair in chunk.worded], self._settings)


class _Chunk(NamedTuple):
    """Pairs on their way through the network: all of them, their wordings, and the wordings not met before."""

    pairs: Sequence[LocatedOrFailed]
    worded: list[WordedPair]
    new: list[WordedPair]
    truncated: list[bool]
    running: Running
