"""Three decades of few statements a year: points that rest on enough of them, and bars that stand apart."""

from itertools import pairwise

import pytest

pytestmark = pytest.mark.slow

# The left and right ends of the bars of each panel, and of the columns that react to the pointer.
ENDS = """() => [...document.querySelectorAll("#timeline figure:not([hidden]) svg")].flatMap((svg) => {
  const bars = [...svg.querySelectorAll(".mark-rect.role-mark")].filter((each) => each.children.length > 1);
  return bars.map((each) => [...each.children].map((bar) => {
    const { left, right } = bar.getBoundingClientRect();
    return [left, right];
  }));
})"""
STROKE = 2


@pytest.fixture
def page(opened, payload_of, invented_rows):
    # From 1995 to 2026: the last of the spans of five years has two years alone.
    rows = [
        {**row, "date": f"{1995 + row['period']}{row['date'][4:]}"} for row in invented_rows(280, months=32)
    ]
    return opened(payload_of(rows, period="year"))


def test_years_of_few_statements_are_put_together(page):
    assert page.evaluate("timelineLines().kind") == "5 years"
    assert "A point counts a span of 5 years." in page.locator("#timeline-note").text_content()
    assert page.evaluate("timelineLines().groups.map((group) => group.name)")[-1] == "2025–2029"


def test_a_span_that_is_cut_short_has_a_narrow_bar_that_lies_over_no_other(page):
    panels = page.evaluate(ENDS)
    assert len(panels) == 8
    for ends in panels:
        assert all(right < left + STROKE for (_, right), (left, _) in pairwise(ends)), ends
        full, cut = (right - left for left, right in ends[-2:])
        assert cut < full / 2
