"""Net stances of the timeline corrected by hand labels."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from detente.measure.dates import DATE_COLUMN
from detente.measure.periods import PERIODS, period_name
from detente.measure.rows.scan import Group, RowScan, ScanSettings
from detente.report.rows.row_counts import RowSettings
from detente.report.rows.summary import Summary

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
    """Put beside each point of a target's line the net stance that hand labels correct it to, with its interval.

    `scan` has taken the rows that were summarised. `corrected` then holds `net`, `low` and `high`, and where the net
    stance came out beyond -1 or 1, `uncut`, what it was. A point with labels of fewer than two documents gets none.
    Lines of dyads stay as they are. `about.labels` then says how many pairs were labelled and in which file. Raises
    InputError where the labels do not fit the rows.
    """
    # Only here: it needs scipy, which a report without labels does not.
    from detente.measure.rows.estimates import estimate_net_stances

    period = summary.about["period"]
    by = ("target",) if period is None else ("target", _KEY_OF[period])
    net = estimate_net_stances(scan.result(", ".join(summary.about["inputs"])), labels, by=by)
    names = {index: _name(iso, period) for index, iso in enumerate(summary.periods)}
    lines = [
        line if line["source"] is not None else line | {"points": _points(line, names, net.groups)}
        for line in summary.timeline
    ]
    about = summary.about | {"labels": {"pairs": net.labels, "file": labels.name}}
    return replace(summary, timeline=lines, about=about)


def _name(iso: str, period: Any) -> str:
    return period_name(date.fromisoformat(iso).toordinal(), period)


def _points(
    line: dict[str, Any], names: dict[int, str], groups: "dict[Group, ShareEstimate]"
) -> list[dict[str, Any]]:
    points = []
    for point in line["points"]:
        found = groups.get((line["target"], names[point["period"]]))
        if found is not None and found.corrected is not None:
            corrected = {
                "net": found.corrected.value,
                "low": found.corrected.low,
                "high": found.corrected.high,
            }
            if found.uncut is not None:
                corrected["uncut"] = found.uncut
            point = point | {"corrected": {name: round(value, 4) for name, value in corrected.items()}}
        points.append(point)
    return points
