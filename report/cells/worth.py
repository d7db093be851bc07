"""What statements are worth as independent ones, by how alike those of one document are."""

import numpy as np

from detente.measure.net.clustered_counts import rows_worth
from detente.measure.net.net_intervals import NET_SCORES
from detente.report.cells.cells import Cells
from detente.report.cells.coded_rows import ANY


def worth_of(cells: Cells, *, publisher: int = ANY, target: int = ANY, source: int = ANY) -> float:
    """Return the share of an independent statement that each of a selection is worth.

    The selection is by codes, ANY for all. It is the inverse of the design effect, with Student's t allowed for where
    documents are few, as `count_clustered` has it and as the page works it out (Korn and Graubard 1998).
    """
    chosen = np.ones(len(cells.keys), dtype=bool)
    clusters = np.ones(len(cells.clusters.keys), dtype=bool)
    for column, code in enumerate((publisher, target, source)):
        if code != ANY:
            chosen &= cells.keys[:, column] == code
        if code != ANY or column > 0:
            clusters &= cells.clusters.keys[:, column] == code
    counts, excess = cells.counts[chosen].sum(axis=0), cells.clusters.excess[clusters].sum(axis=0)
    rows, score, squared = float(counts.sum()), float(counts @ NET_SCORES), float(counts @ NET_SCORES**2)
    documents = rows + float(excess[0])
    if not rows:
        return 1.0
    net = score / rows
    plain = (squared / rows - net**2) / max(rows - 1, 1)
    squares = squared + excess[1] - 2 * net * (score + excess[2]) + net**2 * (rows + excess[3])
    clustered = squares * documents / max(documents - 1, 1) / rows**2
    one = [np.array([each]) for each in (clustered, plain, documents, rows)]
    return float(rows_worth(one[0], one[1], documents=one[2], rows=one[3])[0])
