"""Whether the labels' probabilities of being drawn fit the rows that they are to stand for, and their strata."""

import math
from typing import Final

import numpy as np

from detente.measure.estimate.rows import EstimationRows

# Standard errors by which the weights' sum may miss the number of rows by chance.
_TOLERANCE: Final = 4.0
# Rounding of p_drawn, and rows without a target that the design left out.
_SLACK: Final = 0.02


def weights_warning(rows: EstimationRows) -> str | None:
    """Say so where the labels stand for far more or fewer rows than there are; None where they fit.

    The sum of one over `drawn` estimates the number of rows that the sample was drawn from (Horvitz and Thompson
    1952). Where it misses, rows came or went after the draw, or drawn rows were left unlabelled.
    """
    weights = 1 / rows.drawn[rows.labelled]
    if not len(weights):
        return None
    total, rows_meant = float(weights.sum()), float(rows.multiplicity.sum())
    chance = _TOLERANCE * math.sqrt(float((weights**2).sum()))
    if abs(total - rows_meant) <= chance + _SLACK * rows_meant:
        return None
    return (
        f"the labels' p_drawn stand for about {total:,.0f} different rows, and there are {rows_meant:,.0f}: were "
        "rows added or left out after the sample was drawn, or drawn rows not labelled?"
    )


def strata_warning(rows: EstimationRows) -> str | None:
    """Say so where labels of one stratum were drawn with different probabilities; None where they were not.

    A stratified design draws each row of a stratum with the same one, so the strata are not those of the draw, and
    intervals may be too narrow.
    """
    if rows.strata is None:
        return None
    strata, drawn = rows.strata[rows.labelled], rows.drawn[rows.labelled]
    order = np.lexsort((drawn, strata))
    same = np.diff(strata[order]) == 0
    # Numbers from files are exact; the slack is for those that a program rounded.
    if not (np.diff(drawn[order])[same] > 1e-6).any():
        return None
    return (
        "labels of one stratum have different p_drawn: were the strata (--strata) those that the sample was drawn by? "
        "If not, leave them out, or the intervals may be too narrow"
    )
