"""The findings of a page: the few differences that are carried by their intervals, the largest first."""

from dataclasses import dataclass, replace
from math import sqrt
from typing import Final

from detente.measure.findings.search import Finding, search_findings
from detente.measure.intervals import Interval
from detente.measure.net.known_confusion import KnownConfusion
from detente.measure.net.net_bands import NetBand, net_band
from detente.measure.net.net_intervals import NetStance
from detente.report.cells.cells import UNNAMED, Cells
from detente.report.cells.coded_rows import ANY
from detente.report.cells.lines import Kind, SearchedLine, compared_lines, lines_over_time, step_starts
from detente.report.cells.worth import worth_of
from detente.report.rows.time_axis import TimeAxis

MOST_FINDINGS: Final = 5
_MOST_CHANGES: Final = 3


@dataclass(frozen=True, slots=True)
class PageFinding:
    """One finding of a page.

    `target`, `source` and `publisher` are codes of cells, ANY where none is meant. Of a change, `start` and `end` are
    the indices of its first period and of the one after its last; `end` is None where it lasts to the end. `inside`
    and `outside` are the net stances of the statements meant and of those that they are compared with, and
    `difference` is that of the two with strata held constant.
    """

    kind: Kind
    difference: Interval
    inside: NetBand
    outside: NetBand
    target: int = ANY
    source: int = ANY
    publisher: int = ANY
    start: int = 0
    end: int | None = None


@dataclass(frozen=True, slots=True)
class PageFindings:
    """The findings of a page, and among how many comparisons they were looked for."""

    findings: tuple[PageFinding, ...]
    looks: int


def find_in_cells(cells: Cells, *, time: TimeAxis, confusion: KnownConfusion | None) -> PageFindings:
    """Search cells for changes over time and for dyads and publishers that differ from the rest.

    An interval allows for all comparisons of the page at once, and for the known errors unless publishers are held
    constant; where it includes 0, nothing is claimed. The search is `search_findings`.
    """
    starts = step_starts(time)
    lines, compared = lines_over_time(cells, starts), compared_lines(cells)
    found = search_findings([line.counted for line in lines], [line.counted for line in compared])
    page = _Page(cells, [*lines, *compared], [*starts, len(time.periods)], confusion)
    carried = [one for one in (page.finding(each) for each in found.findings) if _is_carried(one.difference)]
    return PageFindings(tuple(_chosen(carried)), found.looks)


def _is_carried(interval: Interval) -> bool:
    return interval.low > 0 or interval.high < 0


@dataclass(frozen=True, slots=True)
class _Page:
    cells: Cells
    lines: list[SearchedLine]
    starts: list[int]
    confusion: KnownConfusion | None

    def finding(self, found: Finding) -> PageFinding:
        line = self.lines[found.line]
        of_dyad = line.source != ANY or line.kind == "dyad"
        inside = self._band(found.inside, self._worth(line, found.start), of_dyad=of_dyad)
        outside = self._band(found.outside, line.counted.worth, of_dyad=of_dyad)
        reach = 0.0
        if line.steps or not self._publishers_named():
            # Over time, errors that lean one way for a publisher and a target do so before and after, and cancel.
            reaches = [
                self._reach(counts, band.net, of_dyad=of_dyad)
                for counts, band in ((found.inside, inside), (found.outside, outside))
            ]
            reach = sqrt(sum(one**2 for one in reaches))
        apart = found.difference
        difference = Interval(
            apart.value,
            apart.value - sqrt((apart.value - apart.low) ** 2 + reach**2),
            apart.value + sqrt((apart.high - apart.value) ** 2 + reach**2),
        )
        made = PageFinding(line.kind, difference, inside, outside, line.target, line.source)
        if line.kind == "dyad":
            target, source = line.steps[found.start]
            return replace(made, target=target, source=source)
        if line.kind == "publisher":
            return replace(made, publisher=line.steps[found.start][0])
        last = found.end == line.counted.counts.shape[1]
        return replace(made, start=self.starts[found.start], end=None if last else self.starts[found.end])

    def _band(self, counts: tuple[int, int, int], worth: float, *, of_dyad: bool) -> NetBand:
        return net_band(counts, documents=sum(counts), worth=worth, of_dyad=of_dyad, confusion=self.confusion)

    def _worth(self, line: SearchedLine, step: int) -> float:
        # A dyad or publisher has the interval that its cell or bar shows.
        if line.kind == "dyad":
            target, source = line.steps[step]
            return worth_of(self.cells, target=target, source=source)
        if line.kind == "publisher":
            return worth_of(self.cells, publisher=line.steps[step][0])
        return line.counted.worth

    def _publishers_named(self) -> bool:
        return any(name not in (None, UNNAMED) for name in self.cells.publishers)

    def _reach(self, counts: tuple[int, int, int], net: float, *, of_dyad: bool) -> float:
        # Half of the interval that the known errors alone would give.
        if self.confusion is None:
            return 0.0
        exact = NetStance(net, net, net)
        if of_dyad:
            wide = self.confusion.allow_for_dyad(exact, cooperative=counts[0], hostile=counts[1])
        else:
            wide = self.confusion.allow_for_target(exact, counts=counts)
        return max(wide.high - net, net - wide.low)


def _chosen(carried: list[PageFinding]) -> list[PageFinding]:
    # The largest changes, one a target, that of the target itself before those of its dyads; the most hostile and
    # the friendliest dyad; then publishers.
    changes: dict[int, PageFinding] = {}
    for one in sorted(_of(carried, "change"), key=lambda one: (one.source != ANY, -_least(one))):
        changes.setdefault(one.target, one)
    chosen = sorted(changes.values(), key=lambda one: -_least(one))[:_MOST_CHANGES]
    for kind in ("dyad", "publisher"):
        ranked = sorted(_of(carried, kind), key=lambda one: one.inside.net)
        below = [one for one in ranked if one.difference.value < 0][:1]
        above = [one for one in reversed(ranked) if one.difference.value > 0][:1]
        chosen += [*below, *above]
    return chosen[:MOST_FINDINGS]


def _of(carried: list[PageFinding], kind: str) -> list[PageFinding]:
    return [one for one in carried if one.kind == kind]


def _least(finding: PageFinding) -> float:
    # How large a difference is at the least.
    return min(abs(finding.difference.low), abs(finding.difference.high))
