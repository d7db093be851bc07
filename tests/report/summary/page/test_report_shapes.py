"""Pages of few periods, few rows, no dates, long names and other scripts: no panel is broken."""

import io

import pytest
from PIL import Image, ImageChops

pytestmark = [pytest.mark.slow, pytest.mark.long]

# Whether each chart is as large as it was drawn for, and not one of another width that is scaled.
DRAWN = """() => [...document.querySelectorAll(".chart")].filter((box) => box.clientWidth).every((box) => {
  const [svg, whole] = [box.querySelector("svg"), box.closest("#timeline, #composition")];
  return svg && WIDTHS.get(whole) === whole.clientWidth
    && Math.abs(svg.clientHeight - Number(svg.getAttribute("height"))) < 1;
})"""

# Charts begin at whole pixels, so that two pictures of one chart can be compared.
ON_PIXELS = """() => {
  for (const box of document.querySelectorAll(".chart")) {
    const { left, top } = box.getBoundingClientRect();
    const away = (place) => `${Math.round(place) - place}px`;
    Object.assign(box.style, { position: "relative", left: away(left + scrollX), top: away(top + scrollY) });
  }
}"""

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
    page = check(opened, payload_of(undated), 400)
    assert page.locator("#matched").text_content() == "400 statements."
    assert page.locator("#filter-from").count() == page.locator("#filter-publisher").count() == 0


def test_every_link_to_a_section_leads_to_one(opened, payload_of, invented_rows):
    page = opened(payload_of(invented_rows(1)))
    links = page.locator("nav.parts a").evaluate_all("all => all.map((each) => each.getAttribute('href'))")
    assert len(links) > 2
    assert [link for link in links if not page.locator(link).count()] == []


def test_lines_of_korean_end_between_words_and_those_of_chinese_anywhere(opened, payload_of, invented_rows):
    page = opened(payload_of(invented_rows(2)))
    breaks = page.evaluate("""() => ["ko", "zh"].map((lang) => {
      const text = document.querySelector("#statements .text");
      text.lang = lang;
      return getComputedStyle(text).wordBreak;
    })""")
    assert breaks == ["keep-all", "normal"]


def check(opened, payload, width, address=""):
    page = opened(payload, address)
    page.set_viewport_size({"width": width, "height": 900})
    page.wait_for_function(DRAWN)
    found = page.evaluate(BROKEN)
    assert found["wide"] <= 0
    assert found["out"] == 0
    assert all(230 < height < 320 for height in found["heights"]), found["heights"]
    drawn_again = pictures(page)
    page.reload()
    page.wait_for_function(DRAWN)
    assert [same(one, other) for one, other in zip(drawn_again, pictures(page), strict=True)] == [
        "the same" for _ in drawn_again
    ]
    return page


def pictures(page):
    """What each chart looks like."""
    # The line of what is selected stays in sight, and so before the charts.
    page.add_style_tag(content=".selected { position: static !important }")
    page.evaluate(ON_PIXELS)
    page.mouse.move(0, 0)
    boxes = page.locator(".chart").all()
    shots = [Image.open(io.BytesIO(box.screenshot())).convert("RGB") for box in boxes if box.is_visible()]
    for shot in shots:
        # A chart that is cut has ink at an edge.
        edges = [(0, 0, 1, shot.height), (shot.width - 1, 0, shot.width, shot.height), (0, 0, shot.width, 1)]
        for edge in edges:
            darkest, lightest = shot.crop(edge).convert("L").getextrema()
            assert lightest - darkest < 20, "a chart is cut at its edge"
        assert len(shot.getcolors(1 << 24)) > 4, "a chart is empty"
    return shots


def same(one, other):
    if one.size != other.size:
        return f"sizes differ: {one.size}, {other.size}"
    differing = sum(ImageChops.difference(one, other).convert("L").histogram()[40:])
    return "the same" if differing < 20 else f"{differing} pixels differ"


def test_what_is_written_from_right_to_left_is_read_so(opened, payload_of, invented_rows):
    name = "صحيفة الميناء"
    rows = [{**row, "text": f"{row['text']} China قال الوفد", "publisher": name} for row in invented_rows(9)]
    rows[0] |= {"text": "قال الوفد إن China (الميناء), 3.", "score": 0.99, "stance": "hostile"}
    page = opened(payload_of(rows), "#split=publisher&least=1")
    texts = page.locator("#statements .text")
    sides = texts.evaluate_all("all => all.map((each) => getComputedStyle(each).direction)")
    assert sides == ["rtl"] + ["ltr"] * 8
    starts = "all => all.map((each) => each.getBoundingClientRect().left)"
    place = page.locator("#statements .place").first.locator("bdi").evaluate_all(starts)
    assert len(place) == 3
    assert place == sorted(place)
    heading = page.locator("#timeline figcaption").first.locator("span").evaluate_all(starts)
    assert heading == sorted(heading)
