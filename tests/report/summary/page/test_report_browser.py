"""The page of predicted statements as an analyst uses it, in Chromium."""

import pytest
from invented_rows import NAMES
from playwright.sync_api import expect

pytestmark = pytest.mark.slow


def listed(page):
    """All statements that match, however many there are."""
    while page.locator("#more").is_visible():
        page.locator("#more").click()
    return page.locator("#statements .text").all_text_contents()


def texts(rows):
    return sorted(row["text"] for row in rows)


def test_a_click_on_the_timeline_lists_the_statements_of_that_target_and_period(page, rows):
    page.evaluate("setView({ step: 'month' })")
    panel = page.locator("#timeline figure").filter(has_text="China").locator("svg")
    panel.click(position={"x": panel.bounding_box()["width"] / 2, "y": 60}, force=True)
    chips = page.locator("#chips .chip").all_text_contents()
    assert [chip.split(":")[0] for chip in chips] == ["Target", "Period"]
    period = int(page.locator("#filter-from").input_value())
    expected = [row for row in rows if row["target"] == "CN" and row["period"] == period]
    assert expected
    assert page.locator("#matched").text_content() == f"{len(expected)} of 400 statements match."
    assert sorted(listed(page)) == texts(expected)
    assert page.evaluate("document.activeElement.id") == "statements-heading"


def test_a_matrix_cell_lists_the_statements_of_that_dyad(page, rows):
    expected = [row for row in rows if (row["source"], row["target"]) == ("JP", "CN")]
    cooperative = sum(row["stance"] == "cooperative" for row in expected)
    cell = page.locator("#matrix").get_by_role(
        "button", name=f"Japan toward China: {cooperative} cooperative"
    )
    assert cell.inner_text().split() == [f"+{cooperative}", f"−{len(expected) - cooperative}"]
    cell.click()
    assert sorted(listed(page)) == texts(expected)


def test_a_click_on_a_bar_lists_the_statements_of_that_name_and_stance(page, rows):
    page.get_by_role("button", name="Publisher", exact=True).click()
    bars = page.locator("#composition .mark-rect path")
    expect(page.locator("#composition .role-axis-label text", has_text="Radio Lantern")).to_be_visible()
    bars.first.click(force=True)
    publisher = page.locator("#filter-publisher option:checked").text_content()
    assert page.locator("#filter-stance option:checked").text_content() == "cooperative"
    expected = [row for row in rows if row["publisher"] == publisher and row["stance"] == "cooperative"]
    assert sorted(listed(page)) == texts(expected)


def test_all_others_are_those_without_a_code_of_their_own(opened, payload_of, rows):
    payload = payload_of(rows, publishers=2)
    page = opened(payload)
    page.locator("#filter-publisher").select_option("all others")
    assert sorted(listed(page)) == texts(
        [row for row in rows if row["publisher"] not in payload["cells"]["publishers"]]
    )


def test_statements_that_take_a_stance_come_first_then_the_most_confident_fifty_at_a_time(page, rows):
    assert page.locator("#statements li").count() == 50
    surest = sorted(rows, key=lambda row: (row["stance"] == "neutral", -row["score"]))
    found = listed(page)
    assert found[:5] == [row["text"] for row in surest[:5]]
    assert len(found) == 400
    assert found[-1] == surest[-1]["text"]


def test_tabs_count_each_stance_of_the_selection_and_list_it(page, rows):
    page.locator("#filter-target").select_option("China")
    there = [row for row in rows if row["target"] == "CN"]
    hostile = [row for row in there if row["stance"] == "hostile"]
    tabs = page.locator("#stance-tabs button")
    assert tabs.nth(0).text_content() == f"All {len(there)}"
    assert tabs.nth(2).text_content() == f"hostile {len(hostile)}"
    tabs.nth(2).click()
    assert sorted(listed(page)) == texts(hostile)


def test_search_and_filters_narrow_together_and_are_removed_one_by_one(page, rows):
    page.locator("#filter-words").fill("radios LANTERN")
    page.locator("#filter-target").select_option("United States")
    page.locator("#filter-closeness").select_option("left out")
    found = [row for row in rows if "radios" in row["text"] and row["publisher"] == "Radio Lantern"]
    kept = [row for row in found if row["target"] == "US" and not row["too_close"]]
    expect(page.locator("#chips .chip")).to_have_count(3)
    assert sorted(listed(page)) == texts(kept)
    page.get_by_role("button", name="Remove the filter Target: United States").click()
    page.get_by_role("button", name="Remove the filter Too close to call: left out").click()
    assert sorted(listed(page)) == texts(found)
    page.get_by_role("button", name="Clear all").click()
    assert page.locator("#filter-words").input_value() == ""
    assert page.locator("#matched").text_content() == "400 statements."


def test_a_dyad_chosen_for_the_timeline_lists_its_statements_by_keyboard(page, rows):
    page.locator("#filter-target").select_option("China")
    page.locator("#view-split").select_option("by source")
    page.locator("#view-step").select_option("month")
    page.locator("#timeline-numbers summary").press("Enter")
    button = page.locator("#timeline-table button").first
    said = button.get_attribute("aria-label")
    source = next(code for code, name in NAMES.items() if said.startswith(f"{name} → China"))
    button.press("Enter")
    period = int(page.locator("#filter-from").input_value())
    expected = [
        row for row in rows if (row["source"], row["target"], row["period"]) == (source, "CN", period)
    ]
    assert sorted(listed(page)) == texts(expected)


def test_a_sample_says_how_many_match_in_all_the_rows(opened, payload_of, rows):
    page = opened(payload_of(rows, shown=100))
    surest = sorted(rows, key=lambda row: -row["score"])[:100]
    expected = [row for row in rows if (row["target"], row["stance"]) == ("US", "hostile")]
    here = [row for row in surest if (row["target"], row["stance"]) == ("US", "hostile")]
    page.locator("#filter-target").select_option("United States")
    page.locator("#filter-stance").select_option("hostile")
    said = f"{len(expected)} of 400 statements match; {len(here)} of them are in this page."
    assert page.locator("#matched").text_content() == said
    page.locator("#filter-closeness").select_option("only these")
    assert "how many match in all cannot be told" in page.locator("#matched").text_content()


def test_labels_by_hand_stand_in_front_of_the_count_of_predictions(opened, payload_of, rows):
    payload = payload_of(rows)
    payload["corrected"] = [{"target": "CN", "period": 3, "value": 0.123, "low": -0.2, "high": 0.456}]
    payload["about"]["labels"] = {"pairs": 100, "file": "gold.csv"}
    page = opened(payload)
    page.evaluate("setView({ step: 'month' })")
    page.locator("#timeline-numbers summary").click()
    china = [row["period"] for row in rows if row["target"] == "CN"]
    months = page.locator("#timeline-table tr", has_text="April 2021").locator("td").all_text_contents()
    assert f"+0.12 ({china.count(3)}) −0.20 to +0.46" in months
    others = page.locator("#timeline-table tr", has_text="March 2021").locator("td").all_text_contents()
    assert f"too few labels ({china.count(2)}) " in others
    assert "Corrected by 100 hand labels" in page.locator("#timeline-note").text_content()


def test_mentions_are_marked_where_python_counts_them(opened, payload_of, rows):
    row = {**rows[0], "text": "🕊 Both: 🇨🇳 China rested.", "score": 1.0}
    start = row["text"].index("China")
    payload = payload_of([{**row, "stance": "hostile", "target": "CN", "source": "US"}, *rows[1:]])
    assert payload["statements"][0]["mentions"] == [[start, start + 5]]
    page = opened(payload)
    assert page.locator("#statements mark").first.text_content() == "China"
