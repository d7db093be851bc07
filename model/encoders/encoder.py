"""What a network that judges pairs must offer, whichever library runs it."""

from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

Ids = NDArray[np.int64]
Logits = NDArray[np.float32]


class PairLogits(NamedTuple):
    """`stance` is (rows, 3) and `source` (rows, 9), in the order of the checkpoint's settings."""

    stance: Logits
    source: Logits


class Encoder(Protocol):
    """A loaded checkpoint that gives logits for a padded batch.

    `backend` is the library. It is fastest with batches of `token_budget` tokens, padding counted, of which
    it takes `side_by_side` at once, each from a thread of its own.
    """

    backend: str
    token_budget: int
    side_by_side: int

    def logits(self, *, ids: Ids, mask: Ids, type_ids: Ids) -> PairLogits:
        """Judge a batch; all three arrays are (rows, tokens), `mask` is 0 on padding.

        Raises MemoryError, whichever library runs it, where the batch does not fit into memory.
        """
        ...
