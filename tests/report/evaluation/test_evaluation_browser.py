"""The evaluation page as a browser shows it: charts drawn, nothing fetched, readable in light, dark and print."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from detente.report.evaluation.evaluation_page import evaluation_page
from detente.report.page import write_page

pytestmark = pytest.mark.slow

HOSTILE_TEXT = "<script>document.title='run'</script><img src=x onerror=\"document.title='run'\">"
DOT_COLOUR = "document.querySelector('[data-chart=\"systems\"] svg path[fill^=rgb]').getAttribute('fill')"
COUNTS = [[80, 5, 15], [9, 70, 21], [10, 12, 178]]


FIRST, SECOND = "small-0.1.0", "large-0.1.0 (runs/a long folder name/checkpoint)"
STANCES = ("cooperative", "hostile", "neutral")


def score(value):
    return {"value": value, "low": value - 0.03, "high": value + 0.03}


def system(value):
    group = {"pairs": 200, "macro_f1": score(value), "accuracy": score(value)}
    return {
        **{"pairs": 400, "statements": 300, "errors": 0},
        **{name: score(value) for name in ("macro_f1", "accuracy", "source_accuracy", "dyad_accuracy")},
        **{"confident_accuracy": 0.9, "calibration_error": 0.04, "brier_score": 0.3},
        "labels": {name: {"precision": 0.8, "recall": 0.7, "f1": 0.75, "support": 100} for name in STANCES},
        "confusion": COUNTS,
        "confusion_by_target": {"US": COUNTS, HOSTILE_TEXT: COUNTS},
        "groups": {
            name: {"US": group, HOSTILE_TEXT: group} for name in ("target", "source", "corpus", "length")
        },
        "worst": [miss(7, "hostile-text", [(len(HOSTILE_TEXT), len(HOSTILE_TEXT) + 7)]), miss(9, "long", [])],
    }


def miss(row, statement, mentions):
    predicted = {"predicted": "hostile", "probability": 0.97, "predicted_source": "US"}
    other = {"predicted": "neutral", "probability": 0.61, "predicted_source": None}
    labelled = {"row": row, "id": statement, "target": "CN", "label": "neutral", "source": None}
    return {**labelled, **predicted, "mentions": mentions, "other": other}


def certainty():
    bins = [
        {
            "low": n / 15,
            "high": (n + 1) / 15,
            "pairs": 20 + n,
            "confidence": n / 15 + 0.03,
            "accuracy": score(0.6),
        }
        for n in range(6, 15)
    ]
    return {
        **{"temperature": 1.9, "too_close_below": 0.5},
        "decided": {"coverage": 0.9, "accuracy": 0.85, "too_close_accuracy": 0.5},
        "before": {"calibration_error": 0.11, "bins": bins},
        "after": {"calibration_error": 0.04, "bins": bins},
    }


def difference(value):
    return {**score(value), "p_not_better": 0.9, "pairs": 400}


EVALUATION = {
    "order": [FIRST, SECOND, "TF-IDF"],
    "checkpoints": [FIRST, SECOND],
    "checkpoint": "0123456789ab",
    "against": "ba9876543210",
    "command": "detente evaluate published pairs.jsonl --against runs/another/checkpoint",
    "data": {"file": "pairs.jsonl", "sha256": "ab" * 32},
    "systems": {FIRST: system(0.8), SECOND: system(0.83), "TF-IDF": system(0.64)},
    "certainty": {FIRST: certainty(), SECOND: certainty()},
    "macro_f1_over_baselines": {SECOND: difference(-0.03), "TF-IDF": difference(0.16)},
    "correct": {"both": 300, "first_only": 20, "second_only": 30, "neither": 50},
}
TEXTS = {"hostile-text": f"{HOSTILE_TEXT}Beijing", "long": "x" * 400}


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    path = tmp_path_factory.mktemp("page") / "evaluation.html"
    write_page(evaluation_page(EVALUATION, texts=TEXTS), path)
    return path


def drawn(page):
    page.wait_for_function(
        "() => [...document.querySelectorAll('[data-chart]')].every((place) => place.querySelector('svg'))"
    )
    return page


def test_every_chart_is_drawn_without_a_fault(watched, written):
    page = drawn(watched.open(written))
    assert page.locator("[data-chart] svg").count() == 9
    assert watched.faults == []


def test_a_statement_and_a_group_name_stay_text(watched, written):
    page = drawn(watched.open(written))
    assert page.title() == f"Evaluation of {FIRST} and {SECOND}"
    assert page.locator(".wrong .statement").first.text_content() == f"{HOSTILE_TEXT}Beijing"
    assert page.locator(".wrong mark").first.text_content() == "Beijing"
    assert page.locator("main img").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(watched, written, scheme):
    watched.page.emulate_media(color_scheme=scheme)
    page = drawn(watched.open(written))
    page.evaluate("document.querySelectorAll('details').forEach((found) => { found.open = true; })")
    grave = [
        (fault["id"], [node["html"] for node in fault["nodes"]][:3])
        for fault in Axe().run(page).response["violations"]
        if fault["impact"] in ("serious", "critical")
    ]
    assert grave == []


def test_a_phone_needs_no_sideways_scrolling(watched, written):
    watched.page.set_viewport_size({"width": 400, "height": 800})
    page = drawn(watched.open(written))
    assert page.evaluate("document.documentElement.scrollWidth") == 400


def test_charts_change_their_colours_with_the_theme(watched, written):
    watched.page.emulate_media(color_scheme="light")
    page = drawn(watched.open(written))
    light = page.evaluate(DOT_COLOUR)
    page.click("#theme")
    page.wait_for_function(f"{DOT_COLOUR} !== {light!r}")
    assert watched.faults == []


def test_paper_is_light_even_where_the_screen_is_dark(watched, written):
    watched.page.emulate_media(color_scheme="dark")
    page = drawn(watched.open(written))
    dark = page.evaluate(DOT_COLOUR)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.evaluate("document.documentElement.style.colorScheme") == "light"
    page.wait_for_function(f"{DOT_COLOUR} !== {dark!r}")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.wait_for_function(f"{DOT_COLOUR} === {dark!r}")


def test_without_charts_the_numbers_are_all_there(context, written):
    plain = context.browser.new_context(java_script_enabled=False)
    page = plain.new_page()
    page.goto(written.as_uri())
    assert "0.800" in page.locator(".key-figures").first.inner_text()
    assert page.locator("main table").count() > 10
    plain.close()
