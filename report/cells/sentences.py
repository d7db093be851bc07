"""Findings as sentences, each with its interval and the address of the view that shows it."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from detente.measure.intervals import Interval
from detente.measure.net.net_bands import NetBand
from detente.measure.periods import Period
from detente.model.errors import number_of
from detente.report.actor_names import in_sentence
from detente.report.cells.cells import UNNAMED, Cells
from detente.report.cells.coded_rows import ANY
from detente.report.cells.findings import PageFinding
from detente.report.rows.time_axis import TimeAxis

_MINUS: Final = "−"


class Sentences:
    """Writes findings as sentences. `names` are shown for codes of targets and sources."""

    def __init__(self, cells: Cells, *, names: Mapping[str, str], time: TimeAxis) -> None:
        self._cells, self._names, self._periods, self._period = cells, names, time.iso_days(), time.period

    def write(self, finding: PageFinding) -> dict[str, Any]:
        """Return `text`, the `section` and `address` of its view, and `listed`, the address of its statements."""
        made = {"change": self._change, "dyad": self._dyad, "publisher": self._publisher}[finding.kind](
            finding
        )
        return {"listed": made["address"], **made}

    def _change(self, finding: PageFinding) -> dict[str, Any]:
        warmer = finding.difference.value > 0
        who = f"Stance toward {self._target(finding)}"
        if finding.source != ANY:
            who = f"The stance of {self._source(finding)} toward {self._target(finding)}"
        direction = "more cooperative" if warmer else "more hostile"
        start = period_words(self._periods[finding.start], self._period)
        if finding.end is None:
            claim, before = (
                f"{who} turned {direction} in {start}",
                f"from then on, {_net(finding.outside)} before",
            )
        else:
            end = period_words(self._periods[finding.end - 1], self._period)
            when = f"in {start}" if end == start else f"from {start} to {end}"
            claim, before = f"{who} was {direction} {when} than otherwise", f"against {_net(finding.outside)}"
        figures = f"{_with_interval(finding.inside)} in {number_of(finding.inside.statements, 'statement')} {before}"
        address = {"target": self._cells.targets[finding.target]}
        if finding.source != ANY:
            address["source"] = self._cells.sources[finding.source]
        bounds = {"from": self._periods[finding.start]}
        if finding.end is not None:
            bounds["to"] = self._periods[finding.end - 1]
        return {
            "text": f"{claim}{self._carried_by(finding, figures)}",
            "section": "timeline",
            "address": urlencode(address),
            "listed": urlencode(address | bounds),
        }

    def _carried_by(self, finding: PageFinding, figures: str) -> str:
        # Where the mix of publishers changed, all statements together may show the opposite of what each one does.
        apart = _range(finding.difference)
        if not self._several_publishers():
            return f": net stance {figures}; difference {apart}."
        if (finding.inside.net - finding.outside.net) * finding.difference.value >= 0:
            return f": net stance {figures}; with publishers held constant the difference is {apart}."
        return (
            f", with publishers held constant: the difference is {apart}. The statements of all publishers together "
            f"show the opposite, net stance {figures}, because the mix of publishers changed."
        )

    def _dyad(self, finding: PageFinding) -> dict[str, Any]:
        most = "friendliest" if finding.difference.value > 0 else "most hostile"
        statements = number_of(finding.inside.statements, "statement")
        text = (
            f"The {most} stance is that of {self._source(finding)} toward {self._target(finding)}: net stance "
            f"{_with_interval(finding.inside)} in {statements}; the stances of all others "
            f"together have {_net(finding.outside)}."
        )
        address = {
            "target": self._cells.targets[finding.target],
            "source": self._cells.sources[finding.source],
        }
        return {"text": text, "section": "matrix", "address": urlencode(address)}

    def _publisher(self, finding: PageFinding) -> dict[str, Any]:
        most = "friendliest" if finding.difference.value > 0 else "most hostile"
        name = str(self._cells.publishers[finding.publisher])
        text = (
            f"The {most} publisher is {name}: net stance {_with_interval(finding.inside)} in "
            f"{number_of(finding.inside.statements, 'statement')}; difference from the others toward the same targets "
            f"{_range(finding.difference)}."
        )
        shown = f"~{name}" if name.startswith("~") else name
        return {
            "text": text,
            "section": "composition",
            "address": urlencode({"publisher": shown, "by": "publisher"}),
        }

    def _several_publishers(self) -> bool:
        return len([name for name in self._cells.publishers if name not in (None, UNNAMED)]) > 1

    def _target(self, finding: PageFinding) -> str:
        code = str(self._cells.targets[finding.target])
        return in_sentence(self._names.get(code, code))

    def _source(self, finding: PageFinding) -> str:
        code = self._cells.sources[finding.source]
        return in_sentence(self._names.get(code, code))


def signed(value: float) -> str:
    """Return a number with two decimals and its sign, with a real minus."""
    if round(value, 2) == 0:
        return "0.00"
    return f"{'+' if value > 0 else _MINUS}{abs(value):.2f}"


def period_words(first: str, period: Period | None) -> str:
    """Return a period, given by its first day in ISO form, in words."""
    day = date.fromisoformat(first)
    match period:
        case "year":
            return str(day.year)
        case "quarter":
            return f"quarter {(day.month + 2) // 3} of {day.year}"
        case "month":
            return f"{day:%B} {day.year}"
        case "week":
            return f"the week of {day.day} {day:%b} {day.year}"
        case _:
            return f"{day.day} {day:%b} {day.year}"


def _net(band: NetBand) -> str:
    return signed(band.net)


def _with_interval(band: NetBand) -> str:
    return f"{_net(band)} ({signed(band.low)} to {signed(band.high)})"


def _range(interval: Interval) -> str:
    return f"{signed(interval.value)} ({signed(interval.low)} to {signed(interval.high)})"
