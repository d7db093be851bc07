"""The page of predicted statements for every reader: keys, ears, phones, paper; and text that tries to run."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

pytestmark = [pytest.mark.slow, pytest.mark.long]

OWNED = (
    "<img src=x onerror=\"window.__owned='img'\">",
    "<script>window.__owned='script'</script>",
    "javascript:window.__owned='url'",
    "\"><svg onload=window.__owned='svg'>{{7*7}}",
)


CONTROLS = {
    "theme",
    *("filter-target", "filter-source", "filter-publisher", "filter-from", "filter-to", "filter-stance"),
    *("view-split", "view-step", "view-least", "view-smooth", "timeline", "timeline-numbers"),
    *("view-cells", "matrix", "composition-by", "composition-unit", "view-bars", "composition-figure"),
    *("composition-numbers", "view-compare", "stance-tabs", "filter-words", "filter-document"),
    *("filter-closeness", "more"),
}


def test_keys_alone_reach_and_work_every_control(page):
    reached = set()
    for _ in range(260):
        page.keyboard.press("Tab")
        reached.add(
            page.evaluate("document.activeElement.id || document.activeElement.closest('[id]')?.id || ''")
        )
        if "more" in reached:
            break
    assert reached >= CONTROLS
    page.keyboard.press("Enter")
    assert page.locator("#statements li").count() == 100
    assert (
        page.evaluate("[...document.querySelectorAll('#statements li')].indexOf(document.activeElement)")
        == 50
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_has_no_serious_fault_for_readers_with_other_eyes_or_hands(page, scheme):
    page.emulate_media(color_scheme=scheme)
    page.locator("#timeline-numbers summary").click()
    page.locator("#composition-numbers summary").click()
    page.locator("#filter-stance").select_option("hostile")
    page.locator(".trust summary").click()
    page.locator("#view-compare").select_option("two publishers")
    page.locator(".compared").wait_for()
    found = Axe().run(page).response["violations"]
    assert [fault["id"] for fault in found if fault["impact"] in ("serious", "critical")] == []


def test_charts_take_the_colours_of_the_scheme(page):
    bar = page.locator("#composition .mark-rect path").first
    light = bar.evaluate("node => getComputedStyle(node).fill")
    page.locator("#theme").click()
    assert light != bar.evaluate("node => getComputedStyle(node).fill")


def test_charts_follow_the_width_of_the_window(page):
    wide = page.locator("#composition svg").get_attribute("width")
    page.set_viewport_size({"width": 500, "height": 900})
    expect(page.locator("#composition svg")).not_to_have_attribute("width", wide)
    assert page.locator("#composition svg").bounding_box()["width"] < 500


def test_a_phone_never_scrolls_sideways(page):
    wide = page.locator("#composition svg").get_attribute("width")
    page.set_viewport_size({"width": 400, "height": 800})
    expect(page.locator("#composition svg")).not_to_have_attribute("width", wide)
    page.locator("#timeline-numbers summary").click()
    page.locator("#composition-numbers summary").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 400


@pytest.mark.parametrize("owned", OWNED)
def test_text_from_rows_stays_text(opened, payload_of, rows, owned):
    bad = [
        {**row, "text": f"{owned} {number}", "publisher": owned, "document": owned, "target": owned}
        for number, row in enumerate(rows[:30])
    ]
    payload = payload_of(bad)
    payload["about"].update(inputs=[owned], checkpoints=[owned], errors=[{"error": owned, "count": 1}])
    page = opened(payload)
    page.locator(".errors summary").click()
    page.locator("#composition .mark-rect path").first.hover(force=True)
    page.locator("#matrix button").first.click()
    assert page.locator("#statements .text").first.text_content().startswith(owned)
    assert page.locator(".errors li").text_content().startswith(owned)
    assert page.get_by_text(owned).count() > 5
    assert page.evaluate("typeof window.__owned") == "undefined"


def test_paper_gets_charts_and_statements_but_no_controls(page):
    page.locator("#filter-target").select_option("China")
    page.emulate_media(media="print")
    for hidden in ("#filters", "#timeline-controls", "#composition-by", "#stance-tabs", "#more", "#theme"):
        assert not page.locator(hidden).is_visible()
    for shown in (
        "#timeline svg",
        "#matrix table",
        "#composition svg",
        "#matched",
        "#chips",
        "#statements li",
    ):
        assert page.locator(shown).first.is_visible()
    assert len(page.pdf()) > 10_000


def test_on_paper_a_chart_stays_with_its_heading_and_panels_fill_the_sheet(page):
    page.emulate_media(media="print")
    held = page.evaluate("""() => Object.fromEntries(["timeline", "matrix", "composition"].map((id) =>
      [id, getComputedStyle(document.getElementById(id).closest("section")).breakInside]))""")
    assert held == {"timeline": "auto", "matrix": "avoid", "composition": "avoid"}
    held = "all => all.map((each) => getComputedStyle(each).breakInside)"
    assert set(page.locator("#timeline figure").evaluate_all(held)) == {"avoid"}
