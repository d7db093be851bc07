"""Pages of few periods, few rows, no dates, long names and other scripts: no panel is broken."""

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.long]

# Whether each chart is as large as it was drawn for, and not one of another width that is scaled.
DRAWN = """() => [...document.querySelectorAll(".chart")].filter((box) => box.clientWidth).every((box) => {
  const [svg, whole] = [box.querySelector("svg"), box.closest("#timeline, #composition")];
  return svg && WIDTHS.get(whole) === whole.clientWidth
    && Math.abs(svg.clientHeight - Number(svg.getAttribute("height"))) < 1;
})"""

# Whether anything sticks out of the page or of its panel, and how tall the panels are.
BROKEN = """() => ({
  wide: document.documentElement.scrollWidth - innerWidth,
  heights: [...document.querySelectorAll("#timeline svg")].map((svg) => svg.clientHeight),
  out: [...document.querySelectorAll(".chart svg")].filter((svg) => {
    const box = svg.closest(".chart").getBoundingClientRect();
    return [...svg.querySelectorAll("text")].some((text) => {
      const found = text.getBoundingClientRect();
      return found.width && (found.right > box.right + 2 || found.left < box.left - 2);
    });
  }).length,
})"""


@pytest.mark.parametrize("width", [1400, 400])
@pytest.mark.parametrize(
    ("count", "months"), [(1, 1), (60, 1), (60, 2), (90, 3), (200, 30)], ids=lambda value: str(value)
)
def test_few_rows_and_periods_break_no_panel(opened, payload_of, invented_rows, count, months, width):
    check(opened, payload_of(invented_rows(count, months=months)), width)


@pytest.mark.parametrize("width", [1400, 400])
@pytest.mark.parametrize(
    "name", ["The Long and Winding Harbour Gazette of the Northern Isles {}", "中央通讯社日报{}"]
)
def test_forty_long_names_break_no_panel(opened, payload_of, invented_rows, name, width):
    rows = [{**row, "publisher": name.format(number % 40)} for number, row in enumerate(invented_rows(400))]
    page = check(opened, payload_of(rows), width, "#by=publisher")
    labels = set(page.locator("#composition .role-axis-label text").all_text_contents())
    assert len({label for label in labels if not label.endswith("%")}) == 40


def test_pages_without_dates_or_statements_work(opened, payload_of, rows):
    undated = [{**row, "date": None, "period": None, "publisher": None} for row in rows]
    page = opened(payload_of(undated))
    assert page.locator("#matched").text_content() == "400 statements."
    assert page.locator("#filter-from").count() == page.locator("#filter-publisher").count() == 0


def check(opened, payload, width, address=""):
    page = opened(payload, address)
    page.set_viewport_size({"width": width, "height": 900})
    page.wait_for_function(DRAWN)
    found = page.evaluate(BROKEN)
    assert found["wide"] <= 0
    assert found["out"] == 0
    assert all(230 < height < 320 for height in found["heights"]), found["heights"]
    return page
