"""Net stances by group with intervals that count statements once, allow for documents, and for known errors."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from detente.measure.net.clustered_counts import count_clustered, first_of_each
from detente.measure.net.known_confusion import KnownConfusion
from detente.measure.net.net_intervals import dyad_net_stance, target_net_stance


class NetBand(NamedTuple):
    """The net stance of a group and its 95 % interval, and how many statements and documents it was made from."""

    net: float
    low: float
    high: float
    statements: int
    documents: int


def net_bands(
    groups: NDArray[np.int32],
    *,
    documents: NDArray[np.uint64],
    pairs: NDArray[np.uint64],
    stances: NDArray[np.int8],
    number: int,
    of_dyads: bool,
    confusion: KnownConfusion | None,
) -> list[NetBand]:
    """Return the net stance of each group below `number`, each of which must have a row.

    The first four are (rows,): the group, below 0 for none, the document, a hash of statement and target, and the place
    of the stance in STANCES. In each group a pair counts once, for the document that has it first. `of_dyads` says that
    rows are of dyads, whose net stance leaves out neutral ones. Without a `confusion`, intervals allow for chance only.
    """
    kept = first_of_each(groups, pairs)
    counted = count_clustered(groups[kept], documents[kept], stances[kept], number=number)
    return [
        net_band(counts, documents=many, worth=worth, of_dyad=of_dyads, confusion=confusion)
        for counts, many, worth in zip(
            counted.counts.tolist(), counted.documents.tolist(), counted.worth.tolist(), strict=True
        )
    ]


def net_band(
    counts: Sequence[int], *, documents: int, worth: float, of_dyad: bool, confusion: KnownConfusion | None
) -> NetBand:
    """Return the net stance of `counts`, in the order of STANCES, of which each is worth `worth` independent rows.

    Raises ValueError where no row counts.
    """
    cooperative, hostile, neutral = counts
    if of_dyad:
        found = dyad_net_stance(cooperative=cooperative * worth, hostile=hostile * worth)
        if confusion is not None:
            found = confusion.allow_for_dyad(found, cooperative=cooperative, hostile=hostile)
    else:
        found = target_net_stance(
            cooperative=cooperative * worth, hostile=hostile * worth, neutral=neutral * worth
        )
        if confusion is not None:
            found = confusion.allow_for_target(found, counts=counts)
    statements = cooperative + hostile + (0 if of_dyad else neutral)
    return NetBand(*found, statements, documents)
