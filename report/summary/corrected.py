"""Net stances of the timeline corrected by hand labels."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from detente.measure.dates import DATE_COLUMN
from detente.measure.periods import PERIODS, period_name
from detente.measure.rows.scan import RowScan, ScanSettings
from detente.measure.types import Group
from detente.report.rows.row_counts import RowSettings
from detente.report.summary.summary import Summary

if TYPE_CHECKING:
    from detente.measure.estimate import ShareEstimate

# No column of rows is called so.
_PERIOD_KEYS: Final = {f"(date by {period})": period for period in PERIODS}
_KEY_OF: Final = {period: key for key, period in _PERIOD_KEYS.items()}


def scan_for_labels(settings: RowSettings) -> RowScan:
    """Make the scan that `summarise` is to feed with the same settings, for `correct_timeline`."""
    periods = PERIODS if settings.period is None else (settings.period,)
    return RowScan(
        ScanSettings(
            keys=("target", *(_KEY_OF[one] for one in periods)),
            date_column=settings.date_column or DATE_COLUMN,
            document_column=settings.document_column,
            periods=_PERIOD_KEYS,
            date_order=settings.date_order,
        )
    )


def correct_timeline(summary: Summary, scan: RowScan, labels: Path) -> Summary:
    """Give a summary the net stances of its targets over time that hand labels correct the predicted ones to.

    `scan` has taken the rows that were summarised. `corrected` then has for each target and period `value`, the net
    stance, with the ends of its interval, `low` and `high`; those with labels of fewer than two documents are left
    out, and dyads are not corrected. `about.labels` then says how many pairs were labelled and in which file. Raises
    InputError where the labels do not fit the rows.
    """
    # Only here: it needs scipy, which a report without labels does not.
    from detente.measure.rows.estimates import estimate_net_stances

    period = summary.about["period"]
    by = ("target",) if period is None else ("target", _KEY_OF[period])
    net = estimate_net_stances(scan.result(", ".join(summary.about["inputs"])), labels, by=by)
    about = summary.about | {"labels": {"pairs": net.labels, "file": labels.name}}
    return replace(summary, corrected=_points(summary, period, net.groups), about=about)


def _points(summary: Summary, period: Any, groups: "dict[Group, ShareEstimate]") -> list[dict[str, Any]]:
    names = [period_name(date.fromisoformat(iso).toordinal(), period) for iso in summary.periods]
    points = []
    for target in summary.targets:
        for index, name in enumerate(names):
            found = groups.get((target, name))
            if found is not None and (net := found.corrected) is not None:
                ends = {"value": net.value, "low": net.low, "high": net.high}
                rounded = {end: round(value, 4) for end, value in ends.items()}
                points.append({"target": target, "period": index, **rounded})
    return points
