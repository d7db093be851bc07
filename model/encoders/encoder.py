"""What a network must offer, whichever library runs it."""

from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

Ids = NDArray[np.int64]
Logits = NDArray[np.float32]


class PairLogits(NamedTuple):
    """`stance` is (rows, 3) and `source` (rows, 9), in the order of the checkpoint's settings."""

    stance: Logits
    source: Logits


def no_logits(*, stances: int, sources: int) -> PairLogits:
    """Logits of no pairs at all: (0, stances) and (0, sources)."""
    return PairLogits(np.zeros((0, stances), np.float32), np.zeros((0, sources), np.float32))


class Encoder(Protocol):
    """A loaded checkpoint that gives logits for a padded batch.

    `backend` is the library. It is fastest with batches of `token_budget` tokens, padding included, and runs
    `side_by_side` of them at once, each called from its own thread.
    """

    backend: str
    token_budget: int
    side_by_side: int

    def logits(self, *, ids: Ids, mask: Ids, type_ids: Ids) -> PairLogits:
        """Run a batch; all three arrays are (rows, tokens), `mask` is 0 on padding.

        Raises MemoryError, whichever library runs it, if the batch does not fit into memory.
        """
        ...

    def has_token(self, token_id: int) -> bool:
        """Whether the network has an embedding for the token; raises CheckpointError if it cannot run at all."""
        ...
