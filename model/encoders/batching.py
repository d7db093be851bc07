"""Which rows go through the network together: sorted by length, under a budget of tokens."""

from collections.abc import Sequence

import numpy as np

from detente.model.encoders.encoder import Ids
from detente.model.tokenization import TokenizedPair

# A few pairs are cut into this many batches, for as many cores, unless these get smaller than is efficient.
FEWEST_BATCHES = 8
LEAST_BUDGET = 128


def budget_for(lengths: Sequence[int], token_budget: int) -> int:
    """The token budget for rows of these lengths: `token_budget`, or less where they are few."""
    return min(token_budget, max(LEAST_BUDGET, sum(lengths) // FEWEST_BATCHES))


def plan_batches(lengths: Sequence[int], token_budget: int) -> list[list[int]]:
    """Group row numbers into batches of like length, longest first.

    `lengths` are tokens a row. A batch's rows times its longest row stay within `token_budget`; a row
    longer than the budget goes alone. Every row number is in exactly one batch.
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
    """Lay pairs into ids, mask and type ids, each (rows, longest row)."""
    width = max(len(pair.ids) for pair in pairs)
    ids = np.full((len(pairs), width), pad_id, dtype=np.int64)
    mask = np.zeros((len(pairs), width), dtype=np.int64)
    type_ids = np.zeros((len(pairs), width), dtype=np.int64)
    for row, pair in enumerate(pairs):
        ids[row, : len(pair.ids)] = pair.ids
        mask[row, : len(pair.ids)] = 1
        type_ids[row, : len(pair.ids)] = pair.type_ids
    return ids, mask, type_ids
