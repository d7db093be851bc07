"""The findings of a page: what differs by more than chance in the largest of all looks would give."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from detente.measure.findings.counted_lines import CountedLine
from detente.measure.findings.scan import LineScan, Stretch
from detente.measure.intervals import Interval
from detente.measure.net.net_intervals import NET_SCORES
from detente.measure.types import Floats

ROUNDS: Final = 499
# In how many of a hundred searches chance may find something.
ERROR_RATE: Final = 0.025


@dataclass(frozen=True, slots=True)
class Finding:
    """A stretch of a line that differs from the rest of the line.

    `line` is its index among the lines that were searched. `difference` is the net stance of the steps from `start`
    up to, not including, `end` less that of the other steps, strata held constant, with an interval that holds for
    all findings of the search together. `inside` and `outside` are counts by stance in the order of STANCES.
    """

    line: int
    start: int
    end: int
    deviation: float
    difference: Interval
    inside: tuple[int, int, int]
    outside: tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Search:
    """What was found, the largest deviation first; `looks` is how many comparisons were made.

    `critical` is the deviation, in standard errors, that chance exceeds in one search of forty.
    """

    findings: tuple[Finding, ...]
    looks: int
    critical: float


def search_findings(
    over_time: Sequence[CountedLine], compared: Sequence[CountedLine], *, rounds: int = ROUNDS
) -> Search:
    """Search lines over time for stretches that differ, and compared lines for single steps that do.

    Lines are numbered on from `over_time` to `compared`. At most one finding of each line over time is returned, and
    all of compared lines. All comparisons count as one: a finding deviates by more than the largest deviation does,
    in 97.5 % of the rounds in which stances are dealt at random. Source: P. H. Westfall and S. S. Young,
    Resampling-Based Multiple Testing (1993), the single-step maximum. Raises ValueError where a line over time has
    more steps than a scan takes; compared lines may have any number.
    """
    # One seed, so that a page made twice shows the same findings.
    rng = np.random.default_rng(0)
    lines = [*over_time, *compared]
    scans = [LineScan(line, single=number >= len(over_time)) for number, line in enumerate(lines)]
    largest = np.zeros(rounds)
    for scan in scans:
        np.maximum(largest, scan.by_chance(rounds, rng), out=largest)
    critical = float(np.sort(largest)[min(rounds - 1, int(np.ceil((1 - ERROR_RATE) * (rounds + 1))) - 1)])
    found = []
    for number, (line, scan) in enumerate(zip(lines, scans, strict=True)):
        single = number >= len(over_time)
        stretches = scan.all() if single else [stretch for stretch in [scan.largest()] if stretch]
        found += [
            _finding(number, line, stretch if single else _later(stretch, line), critical)
            for stretch in stretches
            if abs(stretch.deviation) > critical > 0
        ]
    found.sort(key=lambda finding: (-abs(finding.deviation), finding.line, finding.start))
    return Search(tuple(found), sum(scan.looks for scan in scans), critical)


def _later(stretch: Stretch, line: CountedLine) -> Stretch:
    # Where the stretch is the beginning of the line, the rest is one as well: say what came later.
    steps = line.counts.shape[1]
    if stretch.start > 0 or stretch.end == steps:
        return stretch
    return Stretch(stretch.end, steps, -stretch.deviation)


def _finding(number: int, line: CountedLine, stretch: Stretch, critical: float) -> Finding:
    chosen = np.zeros(line.counts.shape[1], dtype=bool)
    chosen[stretch.start : stretch.end] = True
    inside, outside = line.counts[:, chosen].sum(axis=1), line.counts[:, ~chosen].sum(axis=1)
    return Finding(
        number,
        stretch.start,
        stretch.end,
        stretch.deviation,
        _difference(inside.astype(np.float64), outside.astype(np.float64), line.worth, critical),
        _stances(inside.sum(axis=0)),
        _stances(outside.sum(axis=0)),
    )


def _difference(inside: Floats, outside: Floats, worth: float, critical: float) -> Interval:
    # The strata's differences, weighted as in the deviation that was tested (Mantel and Haenszel 1959).
    here, there = inside.sum(axis=1), outside.sum(axis=1)
    both = (here > 0) & (there > 0)
    inside, outside, here, there = inside[both], outside[both], here[both], there[both]
    weights = here * there / (here + there)
    value = float(
        (weights * (inside @ NET_SCORES / here - outside @ NET_SCORES / there)).sum() / weights.sum()
    )
    shares = (inside + outside) / (here + there)[:, None]
    spread = shares @ NET_SCORES**2 - (shares @ NET_SCORES) ** 2
    error = float(np.sqrt((weights * spread).sum() / worth) / weights.sum())
    return Interval(value, max(-2.0, value - critical * error), min(2.0, value + critical * error))


def _stances(counts: Floats) -> tuple[int, int, int]:
    cooperative, hostile, neutral = (int(count) for count in counts)
    return cooperative, hostile, neutral
