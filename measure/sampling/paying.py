"""When more labels for training stop paying."""

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

# Predictions that have come to rest: two checkpoints in a row that agree this far (Bloodgood and
# Vijay-Shanker 2009, "A method for stopping active learning based on stabilizing predictions").
AT_REST: Final = 0.99
SURE: Final = 0.9
_TENTH: Final = 10


def doubt_hint(doubt: NDArray[np.float64]) -> str:
    """Say from which row on the checkpoint is sure; `doubt` is that of the drawn pairs, greatest first."""
    sure = int(np.searchsorted(-doubt, -(1 - SURE), side="left"))
    if sure < len(doubt):
        return (
            f"from row {sure + 1:,} on the checkpoint gives its stance at least {SURE:.0%}: labels beyond that row "
            "are likely to pay little"
        )
    return (
        f"the score of the last row is {1 - doubt[-1]:.2f}, below {SURE}: rows in doubt are left, and more labels "
        "are likely to pay"
    )


def disagreement_hint(kappa: float, distances: NDArray[np.float64]) -> str:
    """Say whether two checkpoints agree so far that a next round pays little.

    `kappa` is NaN where it is not defined; `distances` are those of the drawn pairs, greatest first.
    """
    undefined = math.isnan(kappa)
    agreement = (
        "both checkpoints predict one and the same stance for all pairs, so kappa is not defined"
        if undefined
        else f"the two checkpoints agree with a kappa of {kappa:.3f}"
    )
    if kappa >= AT_REST:
        return (
            f"{agreement}, at least {AT_REST}: the predictions have come to rest, and more labels pay little"
        )
    same = int(np.searchsorted(-distances, -0.1, side="left"))
    if same < len(distances):
        return f"{agreement}; from row {same + 1:,} on they differ by less than 0.1: labels there pay little"
    if undefined:
        return f"{agreement}, and the drawn pairs do not tell whether more labels pay"
    return f"{agreement}, below {AT_REST}: more labels are likely to pay"


def diversity_hint(left: NDArray[np.float64]) -> str:
    """Say whether the drawn rows still reach new ground; `left` is the mean squared distance after each row."""
    span = max(1, len(left) // _TENTH)
    gains = -np.diff(left)
    first, last = (
        float(gains[:span].mean() if len(gains) else 0),
        float(gains[-span:].mean() if len(gains) else 0),
    )
    covered = f"the rows that are not drawn are at a mean squared distance of {left[-1]:.2f} from a drawn one"
    if last < first / _TENTH:
        return f"{covered}, and the last rows hardly brought it down: more rows of this kind pay little"
    return f"{covered}, and the last rows still brought it down: more rows are likely to pay"
