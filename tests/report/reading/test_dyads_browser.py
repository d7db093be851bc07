"""In a browser: the arcs and their table leave the statements of one dyad, and both its ends are marked in the text."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from detente.model.labels import SOURCES, STANCES
from detente.model.prediction import Prediction
from detente.model.text.actor_finder import ActorFinder
from detente.model.text.statements import split_statements
from detente.report.page import write_page
from detente.report.reading.document import read_document
from detente.report.reading.predicting import PredictedText
from detente.report.reading.reading_page import reading_page

pytestmark = pytest.mark.slow

NAMES = {"US": "United States", "CN": "China", "KP": "North Korea", "KR": "South Korea"}
DOCUMENT = """The ministry in Seoul thanked Beijing for the ferry.

It then warned Pyongyang about the harbour.

He will never yield to them, the minister added.

Washington praised Seoul and mocked Pyongyang.

Nobody else came.
"""
# (statement, target): stance, source and what the document tells.
STANCE_OF = {
    (1, "CN"): ("cooperative", "KR", {"source_by": "statement", "named": True}),
    (1, "KR"): ("neutral", None, {}),
    (2, "KP"): ("hostile", "KR", {"source_by": "document", "named": True}),
    (3, "KP"): ("hostile", "KR", {"source_by": "quotation", "named": False, "p_meant": 0.83,
                                  "resolved_from": "Pyongyang"}),
    (4, "KR"): ("cooperative", "US", {"source_by": "statement", "named": True}),
    (4, "KP"): ("hostile", "US", {"source_by": "publisher", "named": True}),
    (4, "US"): ("neutral", None, {}),
}  # fmt: skip


def predictions() -> list[list[Prediction]]:
    finder = ActorFinder.from_files()
    made: list[list[Prediction]] = []
    for number, statement in enumerate(split_statements(DOCUMENT), start=1):
        made.append([])
        for (place, target), (stance, source, told) in STANCE_OF.items():
            if place == number:
                shares = {one: 0.8 if one == stance else 0.1 for one in STANCES}
                own = tuple(finder.find(statement.text, [target]))
                made[-1].append(
                    Prediction(statement.text, target, stance, 0.8, shares, source, 0.9 if source else None,
                               mentions=own, **told)
                )  # fmt: skip
    return made


def written(path: Path, document: str, predicted: list[list[Prediction]]) -> Path:
    reading = read_document(document, PredictedText(predicted, ["tiny-0"]), title="a", names=NAMES)
    write_page(reading_page(reading), path / "page.html")
    return path / "page.html"


@pytest.fixture
def page(watched, tmp_path):
    yield watched.open(written(tmp_path, DOCUMENT, predictions()))
    assert watched.faults == []


def tinted(page) -> list[int]:
    return page.locator(".statement[data-stance]").evaluate_all("all => all.map(one => +one.dataset.number)")


def of_dyad(source: str, target: str) -> list[int]:
    return [place for (place, code), (_, own, _) in STANCE_OF.items() if (own, code) == (source, target)]


def test_every_stance_of_every_pair_has_an_arc_with_its_count_at_both_ends(page):
    script = "all => all.map(one => [...one.querySelectorAll('title, text')].map(each => each.textContent))"
    page.locator(".arc").nth(3).wait_for()
    told = page.locator(".arc").evaluate_all(script)
    assert sorted(told) == [
        ["South Korea → China: 1 cooperative", "+1", "+1"],
        ["South Korea → North Korea: 2 hostile", "−2", "−2"],
        ["United States → North Korea: 1 hostile", "−1", "−1"],
        ["United States → South Korea: 1 cooperative", "+1", "+1"],
    ]
    rows = page.locator("#dyads tbody tr").all_inner_texts()
    assert " ".join(rows[0].split()) == "South Korea → North Korea 0 2"


def test_a_row_leaves_its_statements_goes_to_the_first_and_is_lifted_again(page):
    row = page.get_by_role("button", name="South Korea → North Korea")
    row.focus()
    page.keyboard.press("Enter")
    assert tinted(page) == of_dyad("KR", "KP") == [2, 3]
    assert page.evaluate("document.activeElement.id") == "s2"
    assert row.get_attribute("aria-pressed") == "true"
    assert page.locator("#only-name").inner_text() == "Only South Korea → North Korea: 2 statements"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "s3"
    page.get_by_role("button", name="Show all").click()
    assert tinted(page) == [2, 3, 4]
    assert page.locator("#only").is_hidden()
    row.click()
    row.click()
    assert tinted(page) == [2, 3, 4]


def test_an_arc_does_what_its_row_does_and_a_target_lifts_it(page):
    page.locator(".arc", has_text="−1").locator("text").first.click()
    assert tinted(page) == of_dyad("US", "KP")
    assert page.locator(".arc.aside").count() == 3
    page.get_by_role("button", name="South Korea +").click()
    assert tinted(page) == [1, 4]
    assert page.locator(".arc.aside").count() == 0


def test_both_ends_are_marked_and_the_panel_says_how_the_source_is_known(page):
    expected = {
        2: (["Seoul", "Pyongyang"], "South Korea → North Korea, the source known from the document (90%)."),
        3: (["Seoul", "Pyongyang"], "South Korea → North Korea, the source known from the quotation (90%)."),
        4: (["Washington", "Pyongyang"], "known from the publisher, who speaks for it (90%)."),
    }
    page.get_by_role("button", name="North Korea +").click()
    for number, (ends, told) in expected.items():
        page.locator(f"#s{number}").focus()
        assert page.locator("#document .end").all_text_contents() == ends
        assert page.locator("#said .end").count() == 2
        assert told in page.locator("#said").inner_text()
    page.locator("#s3").focus()
    assert "the document shows that Pyongyang is meant (83%)." in page.locator("#said").inner_text()
    page.keyboard.press("Escape")
    assert page.locator(".end").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_barrier_with_a_dyad_chosen(page, scheme):
    page.emulate_media(color_scheme=scheme)
    page.get_by_role("button", name="South Korea → North Korea").click()
    found = Axe().run(page).response["violations"]
    assert [one["id"] for one in found if one["impact"] in ("serious", "critical")] == []


def test_many_pairs_with_long_names_stay_in_the_page(watched, tmp_path):
    targets = [f"Association of Harbour Towns {letter}" for letter in "ABCDEF"]
    thirds = dict.fromkeys(STANCES, 1 / 3)
    one = [
        Prediction("Nobody came.", target, stance, 1 / 3, thirds, source, 0.5)
        for target in targets
        for source in SOURCES
        for stance in ("cooperative", "hostile")
    ]
    page = watched.open(written(tmp_path, "Nobody came.\n\n" * 40, [one] * 40))
    for width in (1400, 400):
        page.set_viewport_size({"width": width, "height": 800})
        page.locator(".arc").nth(15).wait_for()
        assert page.locator(".arc").count() == 16
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        script = """svg => [...svg.querySelectorAll('text')].every(one => {
            const { x, width } = one.getBBox(); return x >= 0 && x + width <= svg.viewBox.baseVal.width; })"""
        assert page.locator("#arcs svg").evaluate(script)
        assert page.locator("#arcs-left-out").is_visible()
        assert page.locator("#dyad-table").evaluate("one => one.open") is (width == 1400)
    assert watched.faults == []
