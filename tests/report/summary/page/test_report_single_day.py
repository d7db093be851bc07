"""A report of one day: its name stands below its bar, and no room is kept for lines that are not drawn."""

import pytest

pytestmark = pytest.mark.slow

AXIS = """() => {
  const svg = document.querySelector("#timeline figure:not([hidden]) svg");
  const middle = (node) => { const { left, right } = node.getBoundingClientRect(); return (left + right) / 2; };
  const labels = [...svg.querySelectorAll(".role-axis-label text")].filter((each) => each.textContent.includes("20"));
  const bar = [...svg.querySelectorAll(".mark-rect.role-mark path")].at(-1);
  return { labels: labels.map((each) => [each.textContent, middle(each)]), bar: middle(bar) };
}"""


@pytest.mark.parametrize("width", [400, 1200])
def test_a_single_day_has_its_name_below_the_middle_of_its_bar(opened, payload_of, invented_rows, width):
    rows = [{**row, "date": "2024-03-01"} for row in invented_rows(40)]
    page = opened(payload_of(rows, period="day"))
    page.set_viewport_size({"width": width, "height": 900})
    page.wait_for_timeout(500)
    found = page.evaluate(AXIS)
    [(label, at)] = found["labels"]
    assert label == "1 Mar 2024"
    assert at == pytest.approx(found["bar"], abs=2)


def test_without_a_smooth_line_the_drawing_takes_the_room_of_the_number_at_its_end(
    opened, payload_of, invented_rows
):
    widths = {}
    for name, date in (("one", "2024-03-01"), ("many", None)):
        rows = [{**row, "date": date or row["date"]} for row in invented_rows(400)]
        page = opened(payload_of(rows, period="day" if date else "month"))
        widths[name] = page.evaluate("""() => {
          const rules = document.querySelectorAll("#timeline figure:not([hidden]) svg .mark-rule line");
          return Math.max(...[...rules].map((each) => each.getBoundingClientRect().width));
        }""")
    assert widths["one"] > widths["many"] + 30
