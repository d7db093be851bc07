"""Tokenized pairs through an encoder: several batches at once, halved where memory runs out, logits in order."""

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Self

import numpy as np

from detente.model.encoders.batching import budget_for, pad, plan_batches
from detente.model.encoders.encoder import Encoder, PairLogits
from detente.model.errors import OutOfMemoryError
from detente.model.tokenization import TokenizedPair


class BatchRunner:
    """Runs batches on threads of its own while the caller prepares the next ones.

    To be used in a `with` block; leaving it by an error gives up the batches that have not begun. Which
    pairs share a batch depends on the pairs and the encoder's token budget only, not on the machine.
    """

    def __init__(self, encoder: Encoder, *, pad_id: int) -> None:
        self._encoder = encoder
        self._pad_id = pad_id
        self._pool = ThreadPoolExecutor(encoder.side_by_side, thread_name_prefix="detente-batch")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.shutdown(cancel_futures=True)

    def start(self, pairs: Sequence[TokenizedPair]) -> "Running":
        """Begin to judge `pairs`, and return without waiting for it."""
        lengths = [len(pair.ids) for pair in pairs]
        batches = plan_batches(lengths, budget_for(lengths, self._encoder.token_budget))
        return Running(
            [(batch, self._pool.submit(self._logits, [pairs[row] for row in batch])) for batch in batches]
        )

    def _logits(self, rows: list[TokenizedPair]) -> PairLogits:
        ids, mask, type_ids = pad(rows, self._pad_id)
        try:
            return self._encoder.logits(ids=ids, mask=mask, type_ids=type_ids)
        except MemoryError as error:
            if len(rows) == 1:
                raise OutOfMemoryError(
                    f"out of memory: not even one statement of {ids.shape[1]} tokens can be judged"
                ) from error
        # Outside the handler, whose error holds on to the memory of the attempt.
        middle = len(rows) // 2
        first, second = self._logits(rows[:middle]), self._logits(rows[middle:])
        return PairLogits(
            np.concatenate([first.stance, second.stance]), np.concatenate([first.source, second.source])
        )


class Running:
    """Batches on their way; each has the numbers of the rows that are in it."""

    def __init__(self, batches: list[tuple[list[int], Future[PairLogits]]]) -> None:
        self._batches = batches

    def logits(self) -> PairLogits | None:
        """Wait for the logits, one row a pair, in the order they were given in; None where there was none.

        Raises OutOfMemoryError where a single pair does not fit into memory.
        """
        if not self._batches:
            return None
        order = np.argsort(np.concatenate([rows for rows, _ in self._batches]))
        found = [future.result() for _, future in self._batches]
        return PairLogits(
            np.concatenate([logits.stance for logits in found])[order],
            np.concatenate([logits.source for logits in found])[order],
        )
