"""The intervals that the page makes, for a checkpoint of known errors, against those that its rows give."""

import numpy as np
import pytest

from detente.measure.net.known_confusion import KnownConfusion
from detente.measure.net.net_bands import net_bands
from detente.model.labels import STANCES

pytestmark = pytest.mark.slow

# As large as that of a shipped checkpoint, and one of a few labels, with fewer degrees of freedom.
TABLES = {
    "many labels": [[114, 6, 29], [9, 241, 41], [35, 35, 330]],
    "few labels": [[4, 1, 1], [0, 5, 1], [1, 0, 6]],
}

READ = """by => {
  setView({ step: "month", by });
  const ends = ({ value, low, high }) => [value, low, high];
  const { lines, kind } = timelineLines();
  return {
    points: lines.flatMap((line) => [...line.points].map(([group, point]) =>
      [line.name, periodGroups(kind)[group].from, ends(point)])),
    dyads: matrixCells().cells.map(({ source, target, net }) => [source, target, ends(net)]),
    bars: sortedBars().map(({ name, net }) => [name, ends(net)]),
  };
}"""


def of_rows(rows, table):
    """The net stances that Python makes of the rows, by what they are of."""
    polar = [row for row in rows if row["source"]]
    return {
        "points": bands_by(rows, "target", "period", table=table),
        "dyads": bands_by(polar, "source", "target", table=table),
        "target": bands_by(rows, "target", table=table),
        "publisher": bands_by(rows, "publisher", table=table),
    }


def bands_by(rows, *names, table):
    """The net stance of each combination of values, with its interval; those of a source are of dyads."""
    keys = [tuple(row[name] for name in names) for row in rows]
    found, documents = sorted(set(keys)), sorted({row["document"] for row in rows})
    bands = net_bands(
        np.array([found.index(key) for key in keys], dtype=np.int32),
        documents=np.array([documents.index(row["document"]) for row in rows], dtype=np.uint64),
        pairs=np.arange(len(rows), dtype=np.uint64),
        stances=np.array([STANCES.index(row["stance"]) for row in rows], dtype=np.int8),
        number=len(found),
        of_dyads="source" in names,
        confusion=KnownConfusion("", tuple(map(tuple, table))),
    )
    return {key: [band.net, band.low, band.high] for key, band in zip(found, bands, strict=True)}


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_known_errors_widen_the_intervals_of_the_page_as_they_do_those_of_the_rows(
    opened, payload_of, rows, table
):
    page = opened(payload_of(rows, confusion=table))
    expected = of_rows(rows, table)
    for by in ("target", "publisher"):
        for kind, figures in page.evaluate(READ, by).items():
            wanted = expected[by if kind == "bars" else kind]
            assert {tuple(key) for *key, _ in figures} == set(wanted)
            for *key, shown in figures:
                assert shown == pytest.approx(wanted[tuple(key)], abs=2e-4), (kind, key)
