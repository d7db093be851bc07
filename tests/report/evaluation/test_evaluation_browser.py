"""The evaluation page as a browser shows it: charts drawn, nothing fetched, readable in light, dark and print."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from detente.report.evaluation.content import (
    Agreement,
    Answer,
    Bin,
    CheckpointCard,
    Confusion,
    Difference,
    EvaluationContent,
    Group,
    Grouping,
    Reliability,
    Score,
    StanceScores,
    System,
    WrongAnswer,
)
from detente.report.evaluation.evaluation_page import evaluation_page
from detente.report.page import write_page

pytestmark = pytest.mark.slow

HOSTILE_TEXT = "<script>document.title='run'</script><img src=x onerror=\"document.title='run'\">"
DOT_COLOUR = "document.querySelector('[data-chart=\"systems\"] svg path[fill^=rgb]').getAttribute('fill')"
COUNTS = [[80, 5, 15], [9, 70, 21], [10, 12, 178]]


def system(name, value, difference=None):
    score = Score(value, value - 0.03, value + 0.03)
    stances = [StanceScores(stance, 0.8, 0.7, 0.75, 100) for stance in ("cooperative", "hostile", "neutral")]
    return System(
        name=name,
        errors=0,
        macro_f1=score,
        accuracy=score,
        source_accuracy=score,
        dyad_accuracy=score,
        confident_accuracy=0.9,
        calibration_error=0.04,
        brier_score=0.3,
        stances=stances,
        confusion=Confusion(name, COUNTS),
        difference=difference,
    )


def card(found):
    bins = [Bin(n / 15, (n + 1) / 15, 20 + n, n / 15 + 0.03, Score(0.6, 0.5, 0.7)) for n in range(6, 15)]
    reliability = Reliability(1.9, bins, bins, 0.11, 0.04)
    by_target = [Confusion(target, COUNTS) for target in ("US", "CN")]
    return CheckpointCard(found, "0123456789ab", 0.5, 0.9, 0.85, 0.5, reliability, by_target)


def content():
    first = system("small-0.1.0", 0.8)
    second = system(
        "large-0.1.0 (runs/a long folder name/checkpoint)", 0.83, Difference(-0.03, -0.06, 0.01, 0.9, 400)
    )
    baseline = system("TF-IDF", 0.64, Difference(0.16, 0.12, 0.2, 0.0, 400))
    scores = [first.macro_f1, second.macro_f1]
    groups = [Group(name, 200, scores, scores) for name in ("US", HOSTILE_TEXT)]
    wrong = Answer(first.name, "hostile", 0.97, "US", right=False)
    right = Answer(second.name, "neutral", 0.61, None, right=True)
    return EvaluationContent(
        data="pairs.jsonl",
        data_sha256="ab" * 32,
        command="detente evaluate published pairs.jsonl --against runs/another/checkpoint",
        pairs=400,
        statements=300,
        checkpoints=[card(first), card(second)],
        systems=[first, second, baseline],
        groupings=[Grouping(name, groups) for name in ("target", "source", "corpus", "length")],
        wrong=[
            WrongAnswer(7, [(HOSTILE_TEXT, False), ("Beijing", True)], "CN", "neutral", None, wrong, right),
            WrongAnswer(9, [("x" * 400, False)], "CN", "neutral", None, wrong, right),
        ],
        wrong_in_all=72,
        agreement=Agreement(300, 20, 30, 50),
    )


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    path = tmp_path_factory.mktemp("page") / "evaluation.html"
    write_page(evaluation_page(content()), path)
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
    assert page.title() == f"Evaluation of {content().systems[0].name} and {content().systems[1].name}"
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
