"""The intervals that the page makes after a selection, for a checkpoint of known errors, against those of the rows."""

import pytest

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
    bars: sortedBars().map(({ name, net }) => [by, name, ends(net)]),
  };
}"""


def ends(figure):
    return [figure["net"], figure["low"], figure["high"]]


def of_rows(payload):
    """The net stances that `summarise` made of the rows, by what they are of."""
    points = {
        (line["target"], point["period"]): ends(point)
        for line in payload["timeline"]
        if line["source"] is None
        for point in line["points"]
    }
    dyads = {(dyad["source"], dyad["target"]): ends(dyad) for dyad in payload["dyads"]}
    bars = {
        (by, bar["name"]): ends(bar) for by in ("target", "publisher") for bar in payload["composition"][by]
    }
    return {"points": points, "dyads": dyads, "bars": bars}


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_known_errors_widen_the_intervals_of_the_page_as_they_do_those_of_the_rows(
    opened, payload_of, rows, table
):
    payload = payload_of(rows, confusion=table)
    page = opened(payload)
    expected = of_rows(payload)
    for by in ("target", "publisher"):
        seen = page.evaluate(READ, by)
        for kind, figures in seen.items():
            assert figures
            for *key, shown in figures:
                assert shown == pytest.approx(expected[kind][tuple(key)], abs=2e-4), (kind, key)
