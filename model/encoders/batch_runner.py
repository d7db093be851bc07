"""Tokenized pairs through an encoder: batches of similar length, several at once, halved if memory runs out."""

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Self

import numpy as np

from detente.model.encoders.encoder import Encoder, Ids, PairLogits
from detente.model.errors import CheckpointError, OutOfMemoryError
from detente.model.labels import SOURCES, STANCES
from detente.model.tokenization import TokenizedPair

# A few pairs are cut into this many batches, for as many cores, unless these get too small to be efficient.
FEWEST_BATCHES = 8
LEAST_BUDGET = 128


class BatchRunner:
    """Runs batches on its own threads while the caller prepares the next ones.

    Use it in a `with` block; leaving it by an error drops the batches that have not started. Which pairs
    share a batch depends only on the pairs and the encoder's token budget, not on the machine.
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
        """Start running `pairs`, and return without waiting for them."""
        lengths = [len(pair.ids) for pair in pairs]
        batches = plan_batches(lengths, budget_for(lengths, self._encoder.token_budget))
        return Running(
            [(batch, self._pool.submit(self._logits, [pairs[row] for row in batch])) for batch in batches]
        )

    def _logits(self, rows: list[TokenizedPair]) -> PairLogits:
        ids, mask, type_ids = pad(rows, self._pad_id)
        try:
            return _sound(self._encoder.logits(ids=ids, mask=mask, type_ids=type_ids), rows=len(rows))
        except MemoryError as error:
            if len(rows) == 1:
                raise OutOfMemoryError(
                    f"out of memory: not even one statement of {ids.shape[1]} tokens fits"
                ) from error
        # Outside the handler: its error holds on to the memory of the attempt.
        middle = len(rows) // 2
        first, second = self._logits(rows[:middle]), self._logits(rows[middle:])
        return PairLogits(
            np.concatenate([first.stance, second.stance]), np.concatenate([first.source, second.source])
        )


def _sound(logits: PairLogits, *, rows: int) -> PairLogits:
    shapes, wanted = (logits.stance.shape, logits.source.shape), ((rows, len(STANCES)), (rows, len(SOURCES)))
    if shapes != wanted:
        raise CheckpointError(
            f"the checkpoint's network gives arrays of {shapes}, where {wanted} are expected"
        )
    if not all(np.isfinite(array).all() for array in logits):
        raise CheckpointError(
            "the checkpoint's network gives values that are no numbers: its weights are damaged, or too large for this "
            "precision; fp32 allows the largest values"
        )
    return logits


class Running:
    """Batches that are running, each with the numbers of its rows."""

    def __init__(self, batches: list[tuple[list[int], Future[PairLogits]]]) -> None:
        self._batches = batches

    def logits(self) -> PairLogits | None:
        """Wait for the logits, one row a pair, in the order given; None if there are no pairs.

        Raises OutOfMemoryError if a single pair does not fit into memory, and CheckpointError if the network gives
        anything but a finite number for each stance and source.
        """
        if not self._batches:
            return None
        order = np.argsort(np.concatenate([rows for rows, _ in self._batches]))
        found = [future.result() for _, future in self._batches]
        return PairLogits(
            np.concatenate([logits.stance for logits in found])[order],
            np.concatenate([logits.source for logits in found])[order],
        )


def budget_for(lengths: Sequence[int], token_budget: int) -> int:
    """The token budget for rows of these lengths: `token_budget`, or less if they are few."""
    return min(token_budget, max(LEAST_BUDGET, sum(lengths) // FEWEST_BATCHES))


def plan_batches(lengths: Sequence[int], token_budget: int) -> list[list[int]]:
    """Group row numbers into batches of similar length, longest first.

    `lengths` are tokens a row. A batch's rows times its longest row stay within `token_budget`; a row
    longer than the budget is a batch of its own. Every row number is in exactly one batch.
    """
    order = sorted(range(len(lengths)), key=lambda row: -lengths[row])
    batches: list[list[int]] = []
    for row in order:
        if batches and (len(batches[-1]) + 1) * lengths[batches[-1][0]] <= token_budget:
            batches[-1].append(row)
        else:
            batches.append([row])
    return batches


def pad(pairs: Sequence[TokenizedPair], pad_id: int) -> tuple[Ids, Ids, Ids]:
    """Pad pairs to ids, mask and type ids, each (rows, longest row)."""
    width = max(len(pair.ids) for pair in pairs)
    ids = np.full((len(pairs), width), pad_id, dtype=np.int64)
    mask = np.zeros((len(pairs), width), dtype=np.int64)
    type_ids = np.zeros((len(pairs), width), dtype=np.int64)
    for row, pair in enumerate(pairs):
        ids[row, : len(pair.ids)] = pair.ids
        mask[row, : len(pair.ids)] = 1
        type_ids[row, : len(pair.ids)] = pair.type_ids
    return ids, mask, type_ids
