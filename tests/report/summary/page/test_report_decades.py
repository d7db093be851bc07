"""Three decades of few statements a year: points that rest on enough of them, and bars that stand apart."""

import io
from itertools import pairwise

import pytest
from PIL import Image, ImageColor

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


def decades(invented_rows):
    """Rows from 1995 to 2026: the last of the spans of five years has two years alone."""
    return [
        {**row, "date": f"{1995 + row['period']}{row['date'][4:]}"} for row in invented_rows(280, months=32)
    ]


@pytest.fixture
def page(opened, payload_of, invented_rows):
    return opened(payload_of(decades(invented_rows), period=None))


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


@pytest.mark.parametrize("corrected", [None, []])
def test_a_period_that_was_asked_for_or_that_labels_correct_stays_as_it_is(
    opened, payload_of, invented_rows, corrected
):
    rows = decades(invented_rows)
    payload = payload_of(rows, period="year" if corrected is None else None) | {"corrected": corrected}
    payload["about"]["labels"] = {"pairs": 0, "file": "gold.csv"}
    assert opened(payload).evaluate("timelineLines().kind") == "year"


def test_numbers_of_close_events_stand_together(opened, payload_of, invented_rows):
    dates = ("1999-05-08", "2006-10-09", "2006-11-01", "2018-06-12")
    events = [{"date": date, "label": "Talks"} for date in dates]
    page = opened(payload_of(decades(invented_rows), period=None) | {"events": events})
    labels = page.evaluate(
        "placedEvents(timelineLines().groups, 400 / (32 * 366 * DAY)).map(({ label }) => label)"
    )
    assert labels == ["1", "2, 3", "", "4"]
    assert page.locator("#timeline-events strong").all_text_contents() == ["1", "2", "3", "4"]
    shown = page.locator("#timeline figure").first.locator("svg text", has_text="2, 3")
    assert shown.count() == 1


def test_the_line_of_zero_does_not_strike_through_the_number_at_the_end(opened, payload_of, invented_rows):
    whole = [row for row in decades(invented_rows) if row["date"] < "2025"]
    neutral = [{**row, "stance": "neutral", "source": None} for row in whole]
    page = opened(payload_of(neutral, period=None))
    number = page.locator("#timeline figure").first.locator("svg text", has_text="0.00").last
    shot = Image.open(io.BytesIO(number.screenshot())).convert("RGB")
    grey = ImageColor.getrgb("#62676e")
    struck = [
        count
        for count, pixel in shot.getcolors(1 << 24)
        if max(abs(one - other) for one, other in zip(pixel, grey, strict=True)) < 12
    ]
    assert sum(struck) < 3
