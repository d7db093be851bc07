"""Every figure of the page after a selection, against the same worked out from the rows by other code."""

import random

import pytest
from invented_rows import PUBLISHERS, STANCES, chosen, counts_by, make_rows, net_of

pytestmark = [pytest.mark.slow, pytest.mark.long]

# What the page shows: the points of its lines, the cells of its matrix, its bars and its list.
READ = """() => ({
  lines: Object.fromEntries(timelineLines().lines.map((line) => [line.name, [...line.points].map(([group, point]) => [
    periodGroups(timelineLines().kind)[group].from,
    COUNTED.map((stance) => point.sums[stance]),
    [point.value, point.low, point.high],
  ])])),
  cells: matrixCells().cells.map(({ source, target, sums, net }) =>
    [[source, target], COUNTED.map((stance) => sums[stance]), [net.value, net.low, net.high]]),
  bars: sortedBars().map(({ name, sums, net }) =>
    [name, COUNTED.map((stance) => sums[stance]), [net.value, net.low, net.high]]),
  listed: foundStatements.map((statement) => statement.text),
  matched: document.getElementById("matched").textContent,
  selected: document.getElementById("selected").textContent,
})"""


def selections(number):
    """Selections of one to four kinds at once."""
    draw = random.Random(3)
    for _ in range(number):
        wanted = {}
        if draw.random() < 0.5:
            wanted["target"] = draw.choice(("CN", "US", "KR", "KP"))
        if draw.random() < 0.4:
            wanted["source"] = draw.choice(("US", "JP", "RU", "author"))
        if draw.random() < 0.5:
            wanted["publisher"] = draw.choice(PUBLISHERS)
        if draw.random() < 0.5:
            wanted["first"] = draw.randrange(0, 20)
            wanted["last"] = wanted["first"] + draw.randrange(1, 9)
        if draw.random() < 0.3:
            wanted["stance"] = draw.choice(STANCES)
        yield wanted


def as_filters(wanted):
    renamed = {"first": "from", "last": "to"}
    return {renamed.get(name, name): value for name, value in wanted.items()}


def test_thirty_selections_show_what_the_rows_say(opened, payload_of):
    rows = make_rows(1500)
    page = opened(payload_of(rows))
    page.evaluate("setView({ step: 'month', by: 'publisher' })")
    right = 0
    for wanted in selections(30):
        page.evaluate("wanted => setFilters(wanted)", as_filters(wanted))
        seen = page.evaluate(READ)
        check_selection(seen, rows, wanted)
        right += 1
    assert right == 30


def check_selection(seen, rows, wanted):
    stance = wanted.get("stance")
    counted = chosen(rows, **{name: value for name, value in wanted.items() if name != "stance"})
    polar = [row for row in counted if row["source"]]
    base = polar if "source" in wanted else counted
    assert sorted(seen["listed"]) == sorted(row["text"] for row in chosen(rows, **wanted))
    assert seen["matched"].startswith(f"{len(chosen(rows, **wanted)):,}")
    assert seen["selected"].startswith((f"{len(chosen(base, stance=stance)):,} of", "All 1,500"))
    points = {
        (target, point[0]): (tuple(point[1]), point[2])
        for target, line in seen["lines"].items()
        for point in line
    }
    assert {key: counts for key, (counts, _) in points.items()} == counts_by(base, "target", "period")
    cells = {tuple(key): (tuple(counts), net) for key, counts, net in seen["cells"]}
    assert {key: counts for key, (counts, _) in cells.items()} == counts_by(polar, "source", "target")
    bars = {name: (tuple(counts), net) for name, counts, net in seen["bars"]}
    assert {(name,): counts for name, (counts, _) in bars.items()} == counts_by(base, "publisher")
    for key, (_, net) in cells.items():
        expected = net_of([row for row in polar if (row["source"], row["target"]) == key], polar=True)
        assert net == pytest.approx(expected, abs=2e-4)
    for name, (_, net) in bars.items():
        if "target" in wanted or "source" not in wanted:
            expected = net_of([row for row in base if row["publisher"] == name], polar="source" in wanted)
            assert net == pytest.approx(expected, abs=2e-4)
    for (target, month), (_, shown) in points.items():
        there = [row for row in base if (row["target"], row["period"]) == (target, month)]
        if stance is None:
            assert shown == pytest.approx(net_of(there, polar="source" in wanted), abs=2e-4)
        else:
            share = sum(row["stance"] == stance for row in there) / len(there)
            assert shown[0] == pytest.approx(share)
            assert shown[1] <= shown[0] <= shown[2]


def test_a_statement_that_occurs_again_counts_once_and_says_how_often(opened, payload_of, rows):
    repeated = [dict(row) for row in rows for _ in range(3)]
    page = opened(payload_of(repeated))
    assert page.locator("#selected").text_content() == "All 400 pairs, repeated statements counted once"
    assert page.locator("#statements .times").first.text_content() == "×3"
    alone = opened(payload_of(rows))
    assert alone.locator("#selected").text_content() == "All 400 pairs"
    once = alone.evaluate(READ)
    assert page.evaluate(READ) | {"selected": "All 400 pairs"} == once


@pytest.mark.parametrize(("last", "told"), [(0.5, "+0.50"), (-0.6, "")])
def test_the_end_of_a_smooth_line_is_told_where_the_last_point_carries_it(opened, payload_of, last, told):
    page = opened(payload_of(make_rows(1500)))
    ends = page.evaluate(
        """last => {
          const groups = periodGroups("month").slice(0, 12);
          const sums = { cooperative: 50, hostile: 50, neutral: 50 };
          const values = groups.map((_, index) => (index === groups.length - 1 ? last : 0.5));
          const points = new Map();
          values.forEach((value, index) => points.set(index, { value, low: value - 0.1, high: value + 0.1, sums }));
          return smoothRows({ points }, groups, 5).map((row) => row.last);
        }""",
        last,
    )
    assert ends[-1] == told
    assert set(ends[:-1]) == {""}
