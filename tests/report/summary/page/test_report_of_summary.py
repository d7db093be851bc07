"""The page of a summary of rows, more than it has room for: what it says of those without a place."""

from collections import Counter

import pytest

from detente.batch.columns import FIXED_COLUMNS
from detente.report.page import write_page
from detente.report.summary.report_page import report_page
from detente.report.summary.summary import summarise

pytestmark = pytest.mark.slow

PREDICTED = {"stance": "hostile", "score": 0.8, "source": "US", "p_hostile": 0.8, "too_close": False}


def rows_toward(targets, count=5000):
    for number in range(count):
        text = f"Washington scolded it, {number}. " + "On it went" * 55
        place = {"document": "a.txt", "position": number, "statement": text, "checkpoint": "tiny-0"}
        date = f"2019-{number % 12 + 1:02}-05"
        yield (
            dict.fromkeys(FIXED_COLUMNS)
            | PREDICTED
            | place
            | {"target": f"Land {number % targets}", "date": date}
        )


def test_targets_without_a_code_are_all_others_whose_sources_are_counted_as_well(watched, tmp_path):
    summary = summarise(rows_toward(60), inputs=["rows.jsonl"])
    write_page(report_page(summary.payload()), tmp_path / "page.html")
    page = watched.open(tmp_path / "page.html")
    page.locator("#composition-numbers summary").click()
    page.locator("#composition-table tr", has_text="all others").locator("button").last.click()
    assert page.locator("#chips .chip").text_content() == "Target: all others ×"
    named = set(summary.targets)
    others = sum(row["target"] not in named for row in rows_toward(60))
    here = Counter(statement["target"] in named for statement in summary.statements)[False]
    said = f"{others:,} of 5,000 statements match; {here} of them are in this page."
    assert page.locator("#matched").text_content() == said
    page.locator("#filter-source").select_option("United States")
    assert page.locator("#matched").text_content() == said
    assert watched.faults == []
