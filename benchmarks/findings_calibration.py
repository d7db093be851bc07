"""How often the findings of a report claim something of pure noise, and how often they find a planted change.

    python benchmarks/findings_calibration.py 200

Makes so many pages of each kind: four targets, three publishers, three sources, 6 to 48 periods of 10 to 200 statements
a target. In pages of noise, every statement's stance is drawn from one law. In pages with a change, the net stance
toward one target moves by 0.3 at one period and stays, on 200 statements a period; it is found where the page names
that target, and when it names that period or one beside it. Noise is searched without known errors, which would only
make claims rarer, and changes with those of the published checkpoint.
"""

import sys
from datetime import date

import numpy as np

from detente.measure.net.known_confusion import KnownConfusion
from detente.measure.periods import period_starts
from detente.model.checkpoint.folder import open_checkpoint
from detente.model.checkpoint.known_scores import known_scores
from detente.report.cells.cells import Cells, Clusters
from detente.report.cells.coded_rows import NONE
from detente.report.cells.findings import PageFindings, find_in_cells
from detente.report.rows.time_axis import TimeAxis

TARGETS, SOURCES, PUBLISHERS = ("US", "CN", "KP", "KR"), ("JP", "RU", "UN"), ("A", "B", "C")
# Cooperative, hostile, neutral.
LAW = np.array([0.3, 0.35, 0.35])
CHANGE = 0.3


def main(pages: int) -> None:
    """Print the two shares."""
    rng = np.random.default_rng(7)
    claims = sum(bool(_search(_noise(rng), None).findings) for _ in range(pages))
    print(f"pure noise: {claims} of {pages} pages claim something ({100 * claims / pages:.1f} %)")
    known = KnownConfusion.from_scores(known_scores(open_checkpoint("published").folder))
    found = right = 0
    for _ in range(pages):
        periods = int(rng.integers(16, 37))
        target, start = int(rng.integers(len(TARGETS))), int(rng.integers(4, periods - 4))
        changes = [
            one
            for one in _search(_page(rng, periods, 200, planted=(target, start)), known).findings
            if one.kind == "change"
        ]
        where = [one for one in changes if one.target == target]
        found += bool(where)
        right += any(abs(one.start - start) <= 1 and one.end is None for one in where)
    shown = f"{found} of {pages} pages ({100 * found / pages:.1f} %)"
    print(f"a change of {CHANGE} on 200 statements a period: found in {shown}")
    print(f"  and when it was planted, give or take a period: in {right} ({100 * right / pages:.1f} %)")


def _search(made: tuple[Cells, int], known: KnownConfusion | None) -> PageFindings:
    cells, periods = made
    days = period_starts(
        date(2001, 1, 1).toordinal(), date(2001 + periods // 12 + 1, 1, 1).toordinal(), "month"
    )
    return find_in_cells(cells, time=TimeAxis("month", days[:periods]), confusion=known)


def _noise(rng: np.random.Generator) -> tuple[Cells, int]:
    return _page(rng, int(rng.integers(6, 49)), int(rng.integers(10, 201)))


def _page(
    rng: np.random.Generator, periods: int, rows: int, planted: tuple[int, int] | None = None
) -> tuple[Cells, int]:
    keys, counts = [], []
    for target in range(len(TARGETS)):
        for period in range(periods):
            moved = planted is not None and target == planted[0] and period >= planted[1]
            law = LAW + np.array([-CHANGE / 2, CHANGE / 2, 0]) if moved else LAW
            for publisher in range(len(PUBLISHERS)):
                cooperative, hostile, neutral = rng.multinomial(rng.poisson(rows / len(PUBLISHERS)), law)
                even = [1 / len(SOURCES)] * len(SOURCES)
                split = zip(rng.multinomial(cooperative, even), rng.multinomial(hostile, even), strict=True)
                keys.append((publisher, target, NONE, period))
                counts.append((0, 0, neutral))
                for source, (warm, cold) in enumerate(split):
                    keys.append((publisher, target, source, period))
                    counts.append((warm, cold, 0))
    nothing = np.zeros((0, 4), dtype=np.int64)
    cells = Cells(
        (*PUBLISHERS, "", None),
        (*TARGETS, None),
        SOURCES,
        np.array(keys),
        np.array(counts),
        Clusters(nothing, nothing),
        {},
    )
    return cells, periods


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
