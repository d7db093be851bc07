"""Net stances of the timeline corrected by hand labels."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from detente.measure.dates import DATE_COLUMN
from detente.measure.estimate import ShareEstimate
from detente.measure.periods import PERIODS, Period, period_name
from detente.measure.rows.estimates import estimate_net_stances
from detente.measure.rows.scan import Group, RowScan, ScanSettings
from detente.model.dates.date_forms import DateOrder
from detente.report.rows.summary import Summary

# No column of rows is called so.
_PERIOD_KEYS: Final = {f"(date by {period})": period for period in PERIODS}
_KEY_OF: Final = {period: key for key, period in _PERIOD_KEYS.items()}


def scan_for_labels(
    *,
    period: Period | None = None,
    date_column: str | None = None,
    document_column: str | None = None,
    date_order: DateOrder | None = None,
) -> RowScan:
    """Make the scan that `summarise` is to feed, for `correct_timeline`; the options are those of `summarise`."""
    periods = PERIODS if period is None else (period,)
    return RowScan(
        ScanSettings(
            keys=("target", *(_KEY_OF[one] for one in periods)),
            date_column=date_column or DATE_COLUMN,
            document_column=document_column,
            periods=_PERIOD_KEYS,
            date_order=date_order,
        )
    )


def correct_timeline(summary: Summary, scan: RowScan, labels: Path) -> Summary:
    """Put beside each point of a target's line the net stance that hand labels correct it to, with its interval.

    `scan` has taken the rows that were summarised. `corrected` then holds `net`, `low` and `high`, and where the net
    stance came out beyond -1 or 1, `uncut`, what it was. A point with labels of fewer than two documents gets none.
    Lines of dyads stay as they are. `about.labels` then says how many pairs were labelled and in which file. Raises
    InputError where the labels do not fit the rows.
    """
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
    line: dict[str, Any], names: dict[int, str], groups: dict[Group, ShareEstimate]
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
