"""The page of a reading as a reader meets it, in Chromium."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from detente.model.labels import STANCES
from detente.model.prediction import Prediction
from detente.model.text.actor_finder import ActorFinder
from detente.model.text.statements import split_statements
from detente.report.page import write_page
from detente.report.reading.document import read_document
from detente.report.reading.predicting import PredictedText
from detente.report.reading.reading_page import reading_page

pytestmark = pytest.mark.slow

NAMES = {"US": "United States", "CN": "China", "KP": "North Korea", "KR": "South Korea"}
DOCUMENT = """# Ferry Talks

Beijing thanked Seoul for the ferry. Nobody else spoke.

- The envoy <script>document.title = "run"</script> said <img src=x onerror=alert(1)> China waited.
- Washington warned Beijing, \u202eand left.

\u05d4\u05e0\u05de\u05dc was closed, the U.S. side said.
"""
# (statement, target): stance, probabilities
STANCE_OF = {
    (2, "CN"): ("neutral", (0.2, 0.1, 0.7)),
    (2, "KR"): ("cooperative", (0.96, 0.01, 0.03)),
    (4, "CN"): ("neutral", (0.3, 0.3, 0.4)),
    (5, "US"): ("neutral", (0.1, 0.3, 0.6)),
    (5, "CN"): ("hostile", (0.004, 0.926, 0.07)),
}


def predictions() -> list[list[Prediction]]:
    finder = ActorFinder.from_files()
    made = []
    for number, statement in enumerate(split_statements(DOCUMENT), start=1):
        mentions = finder.find(statement.text)
        made.append([])
        for target in dict.fromkeys(mention.target for mention in mentions):
            own = tuple(mention for mention in mentions if mention.target == target)
            if (number, target) not in STANCE_OF:
                made[-1].append(Prediction(statement.text, target, error="<b>too odd</b>", mentions=own))
                continue
            stance, numbers = STANCE_OF[number, target]
            probabilities = dict(zip(STANCES, numbers, strict=True))
            source = None if stance == "neutral" else "CN" if target != "CN" else "author"
            made[-1].append(
                Prediction(statement.text, target, stance, max(numbers), probabilities, source,
                           p_source=0.8, mentions=own, too_close=(number, target) == (4, "CN"))
            )  # fmt: skip
    return made


@pytest.fixture(scope="module")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("reading") / "page.html"
    title = "<script>document.title='run'</script>.txt"
    reading = read_document(DOCUMENT, PredictedText(predictions(), ["tiny-0"]), title=title, names=NAMES)
    write_page(reading_page(reading), path)
    return path


@pytest.fixture
def page(watched, page_file):
    yield watched.open(page_file)
    assert watched.faults == []


def tints(page) -> dict[int, str]:
    script = "all => all.map(one => [Number(one.dataset.number), one.dataset.stance, one.tabIndex])"
    found = page.locator(".statement").evaluate_all(script)
    assert all((stance is not None) == (tab == 0) for _, stance, tab in found)
    return {number: stance for number, stance, _ in found if stance is not None}


def expected(target: str) -> dict[int, str]:
    return {number: stance for (number, code), (stance, _) in STANCE_OF.items() if code == target}


def test_choosing_a_target_changes_the_tints_as_the_data_say(page):
    assert tints(page) == expected("CN")  # of two with one stance each, the one that more statements mention
    page.get_by_role("button", name="South Korea").click()
    assert tints(page) == expected("KR")
    assert page.locator(".mention.chosen").all_text_contents() == ["Seoul"]
    page.get_by_role("button", name="United States").click()
    assert tints(page) == expected("US") | {6: "error"}
    assert page.locator("#chosen").text_content() == "Toward the United States: "
    page.get_by_role("button", name="All targets").click()
    assert tints(page) == dict.fromkeys((2, 4, 5, 6), "all")
    assert page.locator("#s5 .chip").all_text_contents() == [
        "neutral toward United States",
        "hostile toward China",
    ]


def test_a_mark_says_what_the_tint_says(page):
    marks = page.locator(".statement[data-mark]").evaluate_all("all => all.map(one => one.dataset.mark)")
    assert marks == ["·", "·?", "−"]
    tinted = page.locator("#s5").evaluate("one => getComputedStyle(one).backgroundColor")
    assert tinted != page.locator("#s2").evaluate("one => getComputedStyle(one).backgroundColor")


def test_focus_and_pointing_show_the_probabilities_and_the_source(page):
    page.locator("#s5").focus()
    said = page.locator("#said").inner_text()
    assert "Statement 5 of 6" in said
    assert [*page.locator("#said .number").all_text_contents()] == ["<1%", "93%", "7%"]
    assert "the author → China, the source predicted (80%)." in said
    assert "neutral toward United States, 60%" in said
    page.locator("#s4").hover()
    assert "Too close to call" in page.locator("#said").inner_text()
    page.locator("h1").hover()
    assert "Statement 5 of 6" in page.locator("#said").inner_text()
    page.get_by_role("button", name="United States").click()
    page.locator("#s6").focus()
    assert "<b>too odd</b>" in page.locator("#said").inner_text()


def test_the_keyboard_alone_chooses_reads_and_dismisses(page):
    page.get_by_role("button", name="China").focus()
    page.keyboard.press("Enter")
    for _ in range(2):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.dataset.target") == "all"
    seen = []
    for _ in range(3):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.id"))
        assert f"Statement {seen[-1][1:]} of 6" in page.locator("#said").inner_text()
    assert seen == ["s2", "s4", "s5"]
    page.keyboard.press("Escape")
    assert "Point at a statement" in page.locator("#said").inner_text()
    assert page.locator("#said").get_attribute("role") == "status"


def test_the_overview_leads_to_a_statement(page):
    box = page.locator("#overview svg").bounding_box()
    page.mouse.click(box["x"] + box["width"] - 3, box["y"] + 10)
    assert page.evaluate("document.activeElement.id") == "s5"


def test_text_stays_text_and_nothing_is_lost(page):
    assert page.locator("#document p").evaluate_all("all => all.map(p => p.textContent).join('')") == DOCUMENT
    assert page.locator("article script, article img, article b, #said b").count() == 0
    assert page.title().startswith("<script>")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("button", ["China", "United States", "All targets"])
def test_axe_finds_no_barrier(page, scheme, button):
    page.emulate_media(color_scheme=scheme)
    page.get_by_role("button", name=button).click()
    page.locator(".statement[tabindex]").first.focus()
    found = Axe().run(page).response["violations"]
    assert [one["id"] for one in found if one["impact"] in ("serious", "critical")] == []


@pytest.mark.parametrize("button", ["China", "All targets"])
def test_a_phone_shows_it_without_sideways_scrolling_and_a_tap_opens_the_sheet(page, button):
    page.set_viewport_size({"width": 400, "height": 800})
    assert page.locator("#detail").is_hidden()
    page.get_by_role("button", name=button).click()
    page.locator("#s5 .mention").first.click()
    assert page.locator("#detail").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 400
    page.get_by_role("button", name="Close").click()
    assert page.locator("#detail").is_hidden()


def test_a_document_without_a_target_opens_without_a_fault(watched, tmp_path):
    reading = read_document("Nobody came.", PredictedText([[]], ["tiny-0"]), title="a", names=NAMES)
    write_page(reading_page(reading), tmp_path / "page.html")
    page = watched.open(tmp_path / "page.html")
    assert page.get_by_text("mentions a target").is_visible()
    assert watched.faults == []


def test_a_reading_opens_on_the_target_with_most_stances_not_on_the_one_mentioned_most(watched, tmp_path):
    said = {
        "China waited.": ("CN", "neutral"),
        "China left.": ("CN", "neutral"),
        "Seoul objects.": ("KR", "hostile"),
    }
    finder, thirds = ActorFinder.from_files(), dict.fromkeys(STANCES, 1 / 3)
    predicted = [
        [Prediction(text, code, stance, 1 / 3, thirds, mentions=tuple(finder.find(text, [code])))]
        for text, (code, stance) in said.items()
    ]
    reading = read_document(" ".join(said), PredictedText(predicted, ["tiny-0"]), title="a", names=NAMES)
    write_page(reading_page(reading), tmp_path / "page.html")
    assert tints(watched.open(tmp_path / "page.html")) == {3: "hostile"}


def test_a_megabyte_is_shown_and_chosen_within_seconds(watched, tmp_path):
    finder = ActorFinder.from_files()
    text = "Beijing thanked Seoul for the new ferry to the port, and Washington waited for news of it."
    copies = 1_000_000 // len(text)
    document = "\n\n".join([text] * copies)
    mentions = {code: tuple(finder.find(text, [code])) for code in ("CN", "KR", "US")}
    thirds = dict.fromkeys(STANCES, 1 / 3)
    predicted = [
        [Prediction(text, code, "neutral", 1 / 3, thirds, mentions=own) for code, own in mentions.items()]
        for _ in range(copies)
    ]
    reading = read_document(document, PredictedText(predicted, ["tiny-0"]), title="long", names=NAMES)
    write_page(reading_page(reading), tmp_path / "page.html")
    watched.page.set_default_timeout(120_000)
    page = watched.open(tmp_path / "page.html")
    script = """() => { const begun = performance.now(); document.querySelector('[data-target="1"]').click();
        document.body.getBoundingClientRect(); return performance.now() - begun; }"""
    assert page.evaluate(script) < 5000
    assert page.locator('.statement[data-stance="neutral"]').count() == copies
    assert watched.faults == []
