"""Cells as the lines that are searched for findings: targets and dyads over time, and dyads and publishers compared."""

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

import numpy as np

from detente.measure.findings.counted_lines import CountedLine
from detente.measure.findings.scan import MOST_STEPS
from detente.measure.periods import PERIODS, first_day
from detente.measure.types import Codes
from detente.model.labels import STANCES
from detente.report.cells.cells import UNNAMED, Cells
from detente.report.cells.coded_rows import ANY, NONE
from detente.report.cells.worth import worth_of
from detente.report.rows.time_axis import TimeAxis

MOST_DYADS: Final = 12
_UNNAMED_SOURCES: Final = ("author", "other")
# Publishers that are held constant by themselves; the rest are held constant together.
_MOST_STRATA: Final = 8


# What a finding in a line is: a change over time, or a dyad or publisher that differs from the rest.
Kind = Literal["change", "dyad", "publisher"]


@dataclass(frozen=True, slots=True)
class SearchedLine:
    """A counted line, the kind of its findings, and what it is of.

    Of a line over time, `target` and `source` are codes; of compared lines, `steps` has those of each step: target
    and source of a dyad, the publisher and ANY of a publisher.
    """

    counted: CountedLine
    kind: Kind
    target: int = ANY
    source: int = ANY
    steps: tuple[tuple[int, int], ...] = ()


def step_starts(time: TimeAxis) -> list[int]:
    """Return the index of the first period of each step, as few steps as a scan takes.

    Steps are the periods, or the next longer kind of period that makes few enough of them.
    """
    if time.period is None or len(time.periods) <= MOST_STEPS:
        return list(range(len(time.periods)))
    for longer in PERIODS[PERIODS.index(time.period) + 1 :]:
        starts = _changes([first_day(day, longer) for day in time.periods])
        if len(starts) <= MOST_STEPS:
            return starts
    years = [date.fromordinal(day).year for day in time.periods]
    spans = (_changes([year // span for year in years]) for span in (5, 10, 25, 100))
    return next(starts for starts in spans if len(starts) <= MOST_STEPS)


def lines_over_time(cells: Cells, starts: list[int]) -> list[SearchedLine]:
    """Return the line of each target, and of the most frequent dyads, by step, publishers held constant."""
    if len(starts) < 2:
        return []
    dated = cells.keys[:, 3] != NONE
    step = np.searchsorted(np.array(starts), cells.keys[:, 3], side="right") - 1
    stratum = np.minimum(cells.keys[:, 0], _MOST_STRATA)
    lines = []
    for target, source in (*((code, ANY) for code in range(len(cells.targets) - 1)), *_dyads(cells)):
        chosen = dated & (cells.keys[:, 1] == target)
        if source != ANY:
            chosen &= cells.keys[:, 2] == source
        if chosen.any():
            counts = _table(stratum[chosen], step[chosen], cells.counts[chosen], len(starts))
            name = f"{cells.targets[target]} {'' if source == ANY else cells.sources[source]}"
            lines.append(
                SearchedLine(
                    CountedLine(name, counts, worth_of(cells, target=target, source=source)),
                    "change",
                    target,
                    source,
                )
            )
    return lines


def compared_lines(cells: Cells) -> list[SearchedLine]:
    """Return a line whose steps are dyads, and one whose steps are named publishers with targets held constant."""
    lines = []
    if len(dyads := _dyads(cells, most=200)) > 1:
        number = {dyad: index for index, dyad in enumerate(dyads)}
        step = np.array([number.get((key[1], key[2]), NONE) for key in cells.keys.tolist()])
        chosen = step != NONE
        counts = _table(
            np.zeros(int(chosen.sum()), dtype=int), step[chosen], cells.counts[chosen], len(dyads)
        )
        lines.append(SearchedLine(CountedLine("dyads", counts, worth_of(cells)), "dyad", steps=tuple(dyads)))
    named = [code for code, name in enumerate(cells.publishers) if name not in (None, UNNAMED)]
    chosen = np.isin(cells.keys[:, 0], named)
    if len(named) > 1 and chosen.any():
        counts = _table(
            cells.keys[chosen, 1], cells.keys[chosen, 0], cells.counts[chosen], len(cells.publishers)
        )
        steps = tuple((code, ANY) for code in range(len(cells.publishers)))
        lines.append(
            SearchedLine(CountedLine("publishers", counts, worth_of(cells)), "publisher", steps=steps)
        )
    return lines


def _changes(values: list[int]) -> list[int]:
    return [index for index, value in enumerate(values) if index == 0 or value != values[index - 1]]


def _dyads(cells: Cells, most: int = MOST_DYADS) -> list[tuple[int, int]]:
    # Between two named actors: "the author" and "other" are many at once.
    totals: dict[tuple[int, int], int] = {}
    for key, count in zip(cells.keys.tolist(), cells.counts.sum(axis=1).tolist(), strict=True):
        source = cells.sources[key[2]] if key[2] != NONE else None
        if source not in (None, *_UNNAMED_SOURCES, cells.targets[key[1]]) and key[1] < len(cells.targets) - 1:
            totals[key[1], key[2]] = totals.get((key[1], key[2]), 0) + count
    return sorted(totals, key=lambda dyad: (-totals[dyad], dyad))[:most]


def _table(stratum: Codes, step: Codes, counts: Codes, steps: int) -> Codes:
    found, index = np.unique(stratum, return_inverse=True)
    table = np.zeros((len(found), steps, len(STANCES)), dtype=np.int64)
    np.add.at(table, (index.reshape(-1), step), counts)
    return table
