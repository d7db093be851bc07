"""What the cells of a page are counted by: targets, sources and time."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from detente.measure.periods import Period
from detente.report.rows.series import Series
from detente.report.rows.time_axis import TimeAxis, time_axis


@dataclass(frozen=True, slots=True)
class Axes:
    """The targets and sources that have cells of their own, in the order of their codes, and the time axis."""

    targets: Sequence[str]
    sources: Sequence[str]
    time: TimeAxis

    @classmethod
    def of(cls, series: Sequence[Series], period: Period | None) -> "Axes":
        """Return the axes of a page that shows `series` by `period`; raises what `time_axis` raises.

        Targets are in the order of their rows, sources in that of their most frequent dyads.
        """
        return cls(_targets(series), _sources(series), time_axis(series, period))


def _targets(series: Iterable[Series]) -> list[str]:
    rows: Counter[str] = Counter()
    for one in series:
        if one.target is not None:
            rows[one.target] += one.rows
    return sorted(rows, key=lambda target: (-rows[target], target))


def _sources(series: Sequence[Series]) -> list[str]:
    # In the order of their most frequent dyads, then those that are sources toward all other targets alone.
    rows: Counter[tuple[str, str]] = Counter()
    for one in series:
        if one.source is not None and one.target is not None:
            rows[one.source, one.target] += one.rows
    ranked = sorted(rows, key=lambda dyad: (-rows[dyad], dyad))
    rest = sorted({one.source for one in series if one.source is not None})
    return list(dict.fromkeys([*(source for source, _ in ranked), *rest]))
