"""Batches of like length, in an order that depends on seed and epoch alone."""

from collections.abc import Iterator, Sequence

import torch
from torch.utils.data import Sampler

# Batches sorted together: enough to group lengths well, few enough that batches still vary.
POOL_BATCHES = 50


class LengthGroupedSampler(Sampler[int]):
    """Yields row numbers so that rows of one batch have like lengths.

    The order depends on `seed` and the epoch only, never on a global random state, so that a resumed
    run sees the rest of the order of the interrupted one.
    """

    def __init__(self, lengths: Sequence[int], *, batch_size: int, seed: int) -> None:
        self._lengths = list(lengths)
        self._batch_size = batch_size
        self._seed = seed
        self._epoch = 0

    def set_epoch(self, epoch: int) -> None:
        """Choose the order of epoch `epoch`, counted from 0."""
        self._epoch = epoch

    def __len__(self) -> int:
        return len(self._lengths)

    def __iter__(self) -> Iterator[int]:
        generator = torch.Generator().manual_seed(self._seed * 100_003 + self._epoch)
        shuffled = torch.randperm(len(self._lengths), generator=generator).tolist()
        batches: list[list[int]] = []
        pool = self._batch_size * POOL_BATCHES
        for start in range(0, len(shuffled), pool):
            rows = sorted(shuffled[start : start + pool], key=lambda row: -self._lengths[row])
            batches += [rows[at : at + self._batch_size] for at in range(0, len(rows), self._batch_size)]
        # A short last batch stays last, so that no later batch straddles two lengths.
        full = [batch for batch in batches if len(batch) == self._batch_size]
        short = [batch for batch in batches if len(batch) < self._batch_size]
        for place in torch.randperm(len(full), generator=generator).tolist():
            yield from full[place]
        for batch in short:
            yield from batch
