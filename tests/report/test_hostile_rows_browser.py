"""Rows in which every cell and every column name tries to run as code, from file to page in Chromium."""

import json

import pytest

from detente.scripts.commands.report import report

pytestmark = pytest.mark.slow

PAYLOADS = (
    "<script>window.owned = 1</script>",
    "<img src=x onerror='window.owned = 2'>",
    "</script><svg onload=window.owned=3>",
    "javascript:window.owned=4",
    "<!--<script>",
    "{{constructor.constructor('window.owned = 5')()}}",
    "\u2028'+(window.owned=6)+'",
)


def row(number, payload):
    return {
        "document": f"2021-0{number + 1}-01 {payload}",
        "position": number,
        "statement": f"China heard {payload} today.",
        "target": payload if number % 2 else "CN",
        "stance": "hostile",
        "score": 0.9,
        "p_cooperative": 0.05,
        "p_hostile": 0.9,
        "p_neutral": 0.05,
        "source": payload,
        "p_source": 0.8,
        "too_close": False,
        "truncated": False,
        "error": None,
        "checkpoint": payload,
        "publisher": payload,
        payload: payload,
    }


@pytest.fixture
def page(watched, tmp_path):
    rows = [row(number, payload) for number, payload in enumerate(PAYLOADS)]
    rows.append(row(0, "x") | {"stance": None, "error": PAYLOADS[0]})
    path = tmp_path / "rows.jsonl"
    path.write_text("".join(json.dumps(each) + "\n" for each in rows), encoding="utf-8")
    report([path], tmp_path / "page.html")
    return watched.open(tmp_path / "page.html")


def test_nothing_in_a_row_runs_and_all_of_it_is_shown(page, watched):
    page.wait_for_selector("mark")
    for index in range(6):
        page.locator("main table button").nth(index).click()
        page.locator("#clear").click()
    for split in ("source", "publisher"):
        page.select_option("#view-split", split)
    page.select_option("#view-compare", "publisher")
    page.wait_for_timeout(500)
    assert page.evaluate("window.owned") is None
    assert not watched.faults
    shown = page.inner_text("body")
    assert "<img src=x onerror='window.owned = 2'>" in shown
    assert PAYLOADS[0] in shown
