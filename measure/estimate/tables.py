"""Estimates as tables: columns and rows of figures, before any format."""

from collections.abc import Sequence

from detente.measure.estimate.regression import Regression
from detente.measure.estimate.shares import DifferenceEstimate, ShareEstimate
from detente.measure.tables import Cell, PValue, Table
from detente.model.errors import number_of

_ALL = "all"
_NAIVE_NOTE = (
    "Intervals are 95 % and clustered by document. Naive figures count predictions, and their intervals do not allow "
    "for errors of prediction."
)
_P_NOTE = "Each p value is of one difference: adjust them where you compare many."


def share_table(estimates: Sequence[ShareEstimate], *, by: Sequence[str] = ()) -> Table:
    """One row a group and figure; `by` names the parts of a group, for example ("target", "month")."""
    columns = (
        *by,
        "figure",
        "rows",
        "labels",
        "corrected",
        "labels alone",
        "naive",
        "change",
        "more labels",
        "note",
    )
    rows: list[tuple[Cell, ...]] = [
        (
            *_group(one.group, by),
            one.figure,
            one.rows,
            one.labelled,
            one.corrected,
            one.hand,
            one.naive,
            one.change,
            one.more_labels,
            _note(one),
        )
        for one in estimates
    ]
    return Table(columns, tuple(rows), (_NAIVE_NOTE,))


def _note(one: ShareEstimate) -> str | None:
    # A share below 0 shows that labels are few; cut in silence, it would look exact.
    cut = (
        None
        if one.uncut is None
        else f"corrected was {one.uncut:.3f} before it was cut at the end of the scale"
    )
    return "; ".join(note for note in (one.warning, cut) if note) or None


def difference_table(estimates: Sequence[DifferenceEstimate], *, by: Sequence[str] = ()) -> Table:
    """One row a pair of groups and figure: first less second."""
    columns = (
        *by,
        *(f"less {name}" for name in by),
        "figure",
        "corrected",
        "p",
        "labels alone",
        "naive",
    )
    rows: list[tuple[Cell, ...]] = [
        (
            *_group(one.first, by),
            *_group(one.second, by),
            one.figure,
            one.corrected,
            _p(one.p_value),
            one.hand,
            one.naive,
        )
        for one in estimates
    ]
    return Table(columns, tuple(rows), (_NAIVE_NOTE, _P_NOTE))


def regression_table(regression: Regression) -> Table:
    """One row a term, with what the regression rests on in the notes."""
    rows: list[tuple[Cell, ...]] = [
        (one.term, one.corrected, one.standard_error, _p(one.p_value), one.hand, one.naive)
        for one in regression.terms
    ]
    against = "; ".join(f"{name} against {reference}" for name, reference in regression.references.items())
    means = "; ".join(f"{name} from {mean:g}" for name, mean in regression.means.items())
    notes = (
        f"Outcome: {regression.outcome}. {number_of(regression.rows, 'row')}, "
        f"{number_of(regression.labelled, 'label')} in {number_of(regression.documents, 'document')}.",
        *((f"Categories: {against}.",) if against else ()),
        *((f"Counted from their means: {means}.",) if means else ()),
    )
    return Table(("term", "corrected", "standard error", "p", "labels alone", "naive"), tuple(rows), notes)


def _group(group: Sequence[str], by: Sequence[str]) -> tuple[Cell, ...]:
    # The group of all rows has no parts.
    return tuple(group) if group else (_ALL,) * len(by)


def _p(value: float | None) -> PValue | None:
    return None if value is None else PValue(value)
