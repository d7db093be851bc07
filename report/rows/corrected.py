"""Net stances of the timeline corrected by hand labels."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from detente.measure.dates import DATE_COLUMN
from detente.measure.periods import period_name
from detente.measure.rows.estimates import EstimateSettings, estimate_net_stances
from detente.measure.rows.scan import Group
from detente.report.rows.summary import Summary


def correct_timeline(
    summary: Summary, rows: Sequence[Path], labels: Path, *, date_column: str | None = None
) -> Summary:
    """Put beside each point of a target's line the net stance that hand labels correct it to, with its interval.

    `rows` are the files that were summarised. A point with labels of fewer than two documents gets none. Lines of
    dyads stay as they are. `about.labels` then says how many pairs were labelled and in which file. Raises
    InputError where the labels do not fit the rows.
    """
    period = summary.about["period"]
    by = ("target",) if period is None else ("target", period)
    net = estimate_net_stances(
        rows, labels, settings=EstimateSettings(by=by, date_column=date_column or DATE_COLUMN)
    )
    names = {index: _name(iso, period) for index, iso in enumerate(summary.periods)}
    lines = [
        line if line["source"] is not None else line | {"points": _points(line, names, net.groups)}
        for line in summary.timeline
    ]
    about = summary.about | {"labels": {"pairs": net.labels, "file": labels.name}}
    return replace(summary, timeline=lines, about=about)


def _name(iso: str, period: Any) -> str:
    return period_name(date.fromisoformat(iso).toordinal(), period)


def _points(line: dict[str, Any], names: dict[int, str], groups: dict[Group, Any]) -> list[dict[str, Any]]:
    points = []
    for point in line["points"]:
        found = groups.get((line["target"], names[point["period"]]))
        if found is not None:
            corrected = {"net": found.value, "low": found.low, "high": found.high}
            point = point | {"corrected": {name: round(value, 4) for name, value in corrected.items()}}
        points.append(point)
    return points
