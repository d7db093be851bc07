"""Shares of each stance and the net stance of each group, with what is naive and what the labels changed."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from detente.measure.estimate.figures import FIGURES, NET, Figure, read_difference, read_figure
from detente.measure.estimate.fitting import Fit
from detente.measure.estimate.groups import FEWEST_DOCUMENTS, GroupFit, as_group
from detente.measure.estimate.small_samples import t_quantile
from detente.measure.intervals import Interval
from detente.measure.types import Group
from detente.model.errors import InputError, number_of

# The half-width of an interval that an analyst is taken to want.
HALF_WIDTH: Final = 0.05
# Below this many labelled documents the theory behind an interval is doubtful, and the estimate says so.
FEW_DOCUMENTS: Final = 30


@dataclass(frozen=True, slots=True)
class ShareEstimate:
    """One figure of one group: a stance's share, or "net", cooperative less hostile.

    `corrected` is the estimate by labels and predictions, `hand` by the labels alone, `naive` the count of
    predictions with its sampling error only. The first two are None where fewer than two documents are labelled.
    `more_labels` is about how many more labels the corrected interval needs to be no wider than asked, 0 where it
    already is, None where labels cannot do it (or there are none to tell by). `uncut` is the corrected value where it
    came out beyond the scale, whose end stands in `corrected`; None elsewhere.
    """

    group: Group
    figure: str
    rows: int
    labelled: int
    corrected: Interval | None
    hand: Interval | None
    naive: Interval
    more_labels: int | None
    warning: str | None
    uncut: float | None = None

    @property
    def change(self) -> float | None:
        """What the correction changed: the corrected figure less the naive one."""
        return None if self.corrected is None else self.corrected.value - self.naive.value


@dataclass(frozen=True, slots=True)
class DifferenceEstimate:
    """How far a figure of the first group lies above that of the second; the p value is of the corrected one."""

    first: Group
    second: Group
    figure: str
    corrected: Interval | None
    hand: Interval | None
    naive: Interval
    p_value: float | None


def estimate_shares(fits: Sequence[GroupFit], *, half_width: float = HALF_WIDTH) -> tuple[ShareEstimate, ...]:
    """Read every figure of every group of `fit_groups`.

    `half_width` is the half of an interval, in shares from 0 to 1, that `more_labels` aims at; the net stance aims
    at the same. Raises InputError where it is not above 0 and below 1.
    """
    if not 0 < half_width < 1:
        raise InputError(
            f"a half-width of {half_width:g} is asked for; accepted is a share above 0 and below 1"
        )
    return tuple(_share(one, name, half_width) for one in fits for name in FIGURES)


def estimate_differences(
    fits: Sequence[GroupFit], *, pairs: Sequence[tuple[Group | str, Group | str]]
) -> tuple[DifferenceEstimate, ...]:
    """Read the difference of every figure for each pair of groups (first less second), each as in `fit_groups`.

    Raises InputError for a group that is not among the fits.
    """
    known = {one.group: one for one in fits}
    named = [(as_group(first), as_group(second)) for first, second in pairs]
    missing = [group for pair in named for group in pair if group not in known]
    if missing:
        raise InputError(f"no rows of the group {missing[0]}; groups are {', '.join(map(str, known))}")
    return tuple(_difference(known[a], known[b], name) for a, b in named for name in FIGURES)


def successive_pairs(groups: Sequence[Group | str]) -> list[tuple[Group, Group]]:
    """Pair each period, the last part of a group, with the one before it among groups that are else the same.

    Groups without a period, of rows that have no date, are left out.
    """
    ordered = sorted({named for group in groups if (named := as_group(group)) and named[-1]})
    return [(later, earlier) for earlier, later in pairwise(ordered) if earlier[:-1] == later[:-1]]


def labels_needed(figure: Figure, *, labels: int, half_width: float) -> int | None:
    """About how many more labels of the same design make half the interval `half_width`.

    The variance that labels carry falls with their number. None where the rows alone carry too much.
    """
    wanted = (half_width / t_quantile(figure.freedom)) ** 2
    if figure.variance <= wanted:
        return 0
    if figure.fixed >= wanted:
        return None
    return max(1, math.ceil(labels * (figure.variance - figure.fixed) / (wanted - figure.fixed)) - labels)


def _share(one: GroupFit, name: str, half_width: float) -> ShareEstimate:
    low = -1.0 if name == NET else 0.0
    needed = uncut = None
    if one.corrected is not None:
        figure = read_figure(one.corrected, name)
        uncut = None if low <= figure.value <= 1 else figure.value
        needed = labels_needed(figure, labels=one.labelled, half_width=half_width)
        # More than there are rows left to label cannot be given.
        needed = None if needed is not None and needed > one.rows - one.labelled else needed
    return ShareEstimate(
        one.group,
        name,
        one.rows,
        one.labelled,
        _interval(one.corrected, name, low),
        _interval(one.hand, name, low),
        read_figure(one.naive, name).interval(low=low, high=1.0),
        needed,
        _warning(one, needed, half_width),
        uncut,
    )


def _interval(fit: Fit | None, name: str, low: float) -> Interval | None:
    return None if fit is None else read_figure(fit, name).interval(low=low, high=1.0)


def _warning(one: GroupFit, needed: int | None, half_width: float) -> str | None:
    if one.corrected is None:
        return f"fewer than {FEWEST_DOCUMENTS} labelled documents: only the naive figure, and that is not corrected"
    documents = one.corrected.documents
    if documents >= FEW_DOCUMENTS:
        return None
    if needed is None:
        more = f"; no number of labels gives ±{half_width:g} with so few rows"
    else:
        more = (
            f"; about {number_of(needed, 'more label gives', 'more labels give')} ±{half_width:g}"
            if needed
            else ""
        )
    return f"labels of {number_of(documents, 'document')} are few: the interval is approximate{more}"


def _difference(first: GroupFit, second: GroupFit, name: str) -> DifferenceEstimate:
    corrected = _gap(first.corrected, second.corrected, name)
    hand = _gap(first.hand, second.hand, name)
    naive = read_difference(first.naive, second.naive, name)
    return DifferenceEstimate(
        first.group,
        second.group,
        name,
        None if corrected is None else corrected.interval(),
        None if hand is None else hand.interval(),
        naive.interval(),
        None if corrected is None else corrected.p_value,
    )


def _gap(first: Fit | None, second: Fit | None, name: str) -> Figure | None:
    return None if first is None or second is None else read_difference(first, second, name)
