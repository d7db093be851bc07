"""Whether the labels' probabilities of being drawn fit the rows that they are to stand for."""

import math
from typing import Final

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
        f"the labels' p_drawn stand for about {total:,.0f} rows, and there are {rows_meant:,.0f}: were rows added or "
        "left out after the sample was drawn, or drawn rows not labelled?"
    )
