"""What a reader of estimates from files has to know beside the figures."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from detente.measure.estimate import (
    EstimationRows,
    Group,
    ShareEstimate,
    strata_warning,
    weights_warning,
)
from detente.measure.estimate.shares import FEW_DOCUMENTS
from detente.measure.rows.scan import ScannedRows
from detente.measure.rows.settled import PairLabels
from detente.model.errors import number_of

# Groups of few labels that are named one by one.
_MOST_NAMED: Final = 4


def row_warnings(scanned: ScannedRows, settled: PairLabels, rows: EstimationRows) -> list[str]:
    """Say what is doubtful of the labels and rows that all figures come from; `rows` are the two matched."""
    found = []
    if settled.unlabelled:
        found.append(
            f"{number_of(settled.unlabelled, 'drawn pair has', 'drawn pairs have')} no label: p_drawn holds for the "
            "sample as a whole, so label the rest too, or the figures may be biased"
        )
    if settled.by_majority:
        found.append(
            f"{number_of(settled.by_majority, 'pair has', 'pairs have')} the label of most annotators, "
            "where not all agree"
        )
    found += scanned.notes()
    if len(set(rows.clusters.tolist())) == 1:
        found.append(
            "all rows are of one document; name the column that tells documents apart (--document-column)"
        )
    # A statement that occurs again was drawn once.
    distinct = rows.only(np.unique(scanned.pairs, return_index=True)[1])
    return [*found, *filter(None, (weights_warning(distinct), strata_warning(distinct)))]


def group_warnings(shares: Sequence[ShareEstimate], half_width: float) -> list[str]:
    """Say which groups have too few labels, what was cut, and how many labels give intervals of ± `half_width`."""
    whole = [one for one in shares if not one.group and one.corrected is not None]
    needed = max((one.more_labels or 0 for one in whole), default=0)
    never = [one.figure for one in whole if one.more_labels is None]
    found = []
    if never:
        found.append(
            f"all: no number of labels gives ±{half_width:g} for {', '.join(never)} with so few rows"
        )
    if needed:
        others = " for the other figures" if never else ""
        found.append(
            f"all: about {number_of(needed, 'more label gives', 'more labels give')} ±{half_width:g}{others}"
        )
    cut = sum(one.uncut is not None for one in shares)
    if cut:
        found.append(
            f"{number_of(cut, 'corrected figure')} came out beyond the scale and {'is' if cut == 1 else 'are'} "
            "cut at its end (see the column `note`)"
        )
    # One a group: every figure of a group has the same labels.
    weak = {one.group: one for one in shares if one.warning is not None}
    if len(weak) <= _MOST_NAMED:
        return found + [f"{_name(group)}: {one.warning}" for group, one in weak.items()]
    groups = {one.group for one in shares}
    uncorrected = sum(one.corrected is None for one in weak.values())
    only = f", and {uncorrected:,} of them have naive figures only" if uncorrected else ""
    return [
        *found,
        f"{len(weak):,} of {len(groups):,} groups have labels of fewer than {FEW_DOCUMENTS} documents: intervals are "
        f"approximate{only}; make fewer groups, or label more (see the column `note`)",
    ]


def _name(group: Group) -> str:
    return " ".join(value or "(none)" for value in group) or "all"
