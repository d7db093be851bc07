"""A view of the page as a link, as a step back, and as files."""

import csv
import io
import json
import struct
import xml.etree.ElementTree as ElementTree

import pytest
from invented_rows import chosen, counts_by
from playwright.sync_api import expect

pytestmark = pytest.mark.slow

VIEW = {
    "target": "CN",
    "publisher": "Radio Lantern",
    "from": 4,
    "to": 20,
    "stance": "hostile",
    "words": "fleet's & radios",
}


def test_a_view_comes_back_from_its_address(opened, payload_of, rows):
    page = opened(payload_of(rows, publishers=2))
    page.evaluate("wanted => setFilters(wanted)", VIEW | {"publisher": "Harbour Gazette"})
    page.evaluate("setFilters({ ...filters, publisher: OTHERS })")
    page.locator("#view-split").select_option("by source")
    page.locator("#view-least").select_option("2 statements")
    address, listed = page.evaluate("location.hash"), page.locator("#matched").text_content()
    again = opened(payload_of(rows, publishers=2), address)
    assert again.locator("#matched").text_content() == listed
    assert again.evaluate("addressOf(filters, view)") == address.removeprefix("#")
    assert again.locator("#view-split").input_value() == "source"
    assert again.locator("#filter-publisher option:checked").text_content() == "all others"


def test_what_a_page_does_not_know_in_an_address_is_left_out(opened, payload_of, rows):
    page = opened(payload_of(rows), "#target=XX&source=JP&from=1066-01-01&stance=angry&split=moon&nothing=1")
    assert page.locator("#chips .chip").all_text_contents() == ["Source: Japan ×"]
    assert page.locator("#timeline figure").count() > 0


def test_back_returns_to_the_view_before_and_stays_on_the_page(page):
    page.locator("#filter-target").select_option("China")
    page.locator("#filter-stance").select_option("hostile")
    page.locator("#filter-words").press_sequentially("radio")
    page.go_back()
    expect(page.locator("#chips .chip")).to_have_count(2)
    page.go_back()
    expect(page.locator("#chips .chip")).to_have_text(["Target: China ×"])
    page.go_back()
    expect(page.locator("#chips .chip")).to_have_count(0)
    page.go_forward()
    expect(page.locator("#chips .chip")).to_have_count(1)
    assert page.url.startswith("file:")


def test_a_link_within_the_page_leaves_the_view_as_it_is(page):
    page.locator("#filter-target").select_option("China")
    page.get_by_role("link", name="Who toward whom").click()
    assert page.locator("#chips .chip").count() == 1
    assert page.evaluate("document.activeElement.id") == "matrix-heading"


def test_the_link_to_a_view_is_copied(page, context):
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator("#filter-target").select_option("China")
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()").endswith("#target=CN")


def saved(page, click):
    with page.expect_download() as found:
        click()
    return found.value.path().read_bytes()


def table(page, what):
    text = saved(page, lambda: page.locator(f"[data-save={what}]").click()).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_tables_hold_the_numbers_of_the_selection(page, rows):
    page.locator("#filter-target").select_option("China")
    page.locator("#view-step").select_option("month")
    page.get_by_role("button", name="Publisher", exact=True).click()
    there = chosen(rows, target="CN")
    numbers = ("cooperative", "hostile", "neutral")
    found = {row["start"][:7]: tuple(int(row[each]) for each in numbers) for row in table(page, "timeline")}
    months = {key[0][:7]: counts for key, counts in counts_by(by_month(there), "month").items()}
    assert found == months
    assert {
        (row["source"], row["target"]): (int(row["cooperative"]), int(row["hostile"]))
        for row in table(page, "matrix")
    } == {
        key: counts[:2]
        for key, counts in counts_by([row for row in there if row["source"]], "source", "target").items()
    }
    bars = {
        (row["publisher"],): tuple(int(row[each]) for each in numbers) for row in table(page, "composition")
    }
    assert bars == counts_by(there, "publisher")
    listed = table(page, "statements")
    assert sorted(row["text"] for row in listed) == sorted(row["text"] for row in there)
    assert all(
        row["low"] <= row["net"] or float(row["low"]) <= float(row["net"]) for row in table(page, "matrix")
    )


def by_month(rows):
    return [{**row, "month": row["date"][:7]} for row in rows]


def test_a_text_that_a_spreadsheet_would_run_is_saved_as_text(opened, payload_of, rows):
    page = opened(payload_of([{**rows[0], "text": '=HYPERLINK("x"), China'}]))
    (row,) = table(page, "statements")
    assert row["text"] == '\'=HYPERLINK("x"), China'


def test_a_chart_is_saved_as_a_picture_that_stands_alone(page, rows):
    figure = page.locator("#timeline figure").first
    name = figure.locator(".name").text_content()
    drawn = saved(page, lambda: figure.get_by_role("button", name="SVG").click()).decode()
    root = ElementTree.fromstring(drawn)
    texts = [node.text for node in root.iter("{http://www.w3.org/2000/svg}text") if node.text]
    assert texts[0] == f"Net stance: {name}"
    assert texts[1].startswith("n = ")
    assert texts[1].endswith("predicted by tiny-0")
    assert "var(--" not in drawn
    png = saved(page, lambda: figure.get_by_role("button", name="PNG").click())
    assert png.startswith(b"\x89PNG")
    assert struct.unpack(">I", png[16:20])[0] >= 800
    bars = saved(page, lambda: page.locator("#composition-figure").get_by_role("button", name="SVG").click())
    assert "Shares" in bars.decode()


def test_a_finding_opens_the_view_that_shows_it_and_its_statements(opened, payload_of, rows):
    payload = payload_of(rows)
    payload["findings"] = {
        "sentences": [
            {
                "text": "China.",
                "section": "matrix",
                "address": "target=CN",
                "listed": f"target=CN&from={payload['periods'][2]}&to={payload['periods'][4]}",
            }
        ],
        "looks": 3,
    }
    page = opened(json.loads(json.dumps(payload)))
    page.get_by_role("link", name="Show finding 1").click()
    expect(page.locator("#chips .chip")).to_have_text(["Target: China ×"])
    expect(page.locator("#matrix-heading")).to_be_focused()
    page.get_by_role("link", name="Statements of finding 1").click()
    expect(page.locator("#statements-heading")).to_be_focused()
    there = chosen(rows, target="CN", first=2, last=4)
    expect(page.locator("#matched")).to_have_text(f"{len(there)} of 400 statements match.")
