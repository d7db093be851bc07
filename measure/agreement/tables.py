"""Agreement as a table."""

from collections.abc import Sequence
from typing import Final

from detente.measure.agreement.comparing import Agreement
from detente.measure.tables import Cell, Table

_UNDEFINED: Final = "–: the coefficient is not defined, as where all labels are the same."


def agreement_table(agreements: Sequence[Agreement]) -> Table:
    """One row for all units, and one a target, label and pair of annotators; a note says what an empty cell means."""
    columns = (
        "of",
        "group",
        "units",
        "labels",
        "share that agrees",
        "Cohen's kappa",
        "Fleiss' kappa",
        "Gwet's AC1",
        "Krippendorff's alpha",
    )
    rows: list[tuple[Cell, ...]] = [
        (one.kind, one.group, one.units, one.labels, one.percent, one.cohen, one.fleiss, one.ac1, one.alpha)
        for one in agreements
    ]
    undefined = any(None in row for row in rows)
    return Table(columns, tuple(rows), (_UNDEFINED,) if undefined else ())
