"""Agreement and disagreements as tables."""

from collections.abc import Sequence

from detente.measure.agreement.comparing import Agreement
from detente.measure.agreement.disagreements import Disagreement
from detente.measure.tables import Cell, Table


def agreement_table(agreements: Sequence[Agreement]) -> Table:
    """One row for all units, and one a target, label and pair of annotators."""
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
    return Table(columns, tuple(rows))


def disagreement_table(disagreements: Sequence[Disagreement]) -> Table:
    """One row a unit to adjudicate, with a column for each annotator."""
    annotators = list(dict.fromkeys(name for one in disagreements for name in one.labels))
    rows: list[tuple[Cell, ...]] = [
        (one.unit, one.target, *(one.labels.get(name) for name in annotators), one.majority)
        for one in disagreements
    ]
    return Table(("unit", "target", *annotators, "majority"), tuple(rows))
