"""The built site; building it takes half a minute. `test_links.py` looks at its sources."""

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag

import pytest

pytestmark = pytest.mark.slow

# What a browser fetches without being asked.
FETCHED = {"script": "src", "img": "src", "iframe": "src", "source": "src", "video": "src", "link": "href"}
TOLD_ONLY = {"canonical", "prev", "next", "alternate"}
ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)


class Reading(HTMLParser):
    """The ids of a page, its links, and what it fetches."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.page = page
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.fetched: list[str] = []
        self.feed(page.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.ids |= {given[name] for name in ("id", "name") if name in given}
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        if tag in FETCHED and FETCHED[tag] in given and given.get("rel") not in TOLD_ONLY:
            self.fetched.append(given[FETCHED[tag]])


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[Path, Reading]:
    return {page.resolve(): Reading(page) for page in site.rglob("*.html")}


def test_no_page_fetches_anything_from_elsewhere(pages):
    outside = [
        (page.page.name, url) for page in pages.values() for url in page.fetched if ELSEWHERE.match(url)
    ]
    assert len(pages) > 10
    assert not [(name, url) for name, url in outside if not url.startswith("data:")]


def test_no_stylesheet_fetches_anything_from_elsewhere(site):
    sheets = [sheet.read_text(encoding="utf-8") for sheet in site.rglob("*.css")]
    assert sheets
    assert not [
        found for sheet in sheets for found in re.findall(r"(?:url\(|@import)\W*(?:https?:|//)\S*", sheet)
    ]


# A view of a report in its address: "#target=KP&from=2020".
VIEW = re.compile(r"\w+=[^&]*(&\w+=[^&]*)*")


def test_every_internal_link_leads_somewhere(pages):
    broken = [
        f"{page.page.name}: {link}"
        for page in pages.values()
        if page.page.name != "404.html"  # its links start at the root of a server
        for link in page.links
        if not ELSEWHERE.match(link) and not leads_somewhere(page, link, pages)
    ]
    assert not broken


def leads_somewhere(page: Reading, link: str, pages: dict[Path, Reading]) -> bool:
    address, fragment = urldefrag(link)
    target = (page.page.parent / unquote(address)).resolve() if address else page.page.resolve()
    if target.is_dir():
        target /= "index.html"
    if not fragment or VIEW.fullmatch(fragment):
        return target.is_file()
    return target in pages and unquote(fragment) in pages[target].ids


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["index", "predict", "api"])
def test_a_page_opened_from_disk_is_at_peace_and_accessible(site, chromium, name, scheme):
    from axe_playwright_python.sync_playwright import Axe

    page = chromium.new_page(color_scheme=scheme, viewport={"width": 1400, "height": 900})
    faults = watch(page)
    page.goto((site / f"{name}.html").as_uri())
    # Without preload: axe would ask for the style sheets again, which no page from disk may.
    found = Axe().run(page, options={"preload": False, "resultTypes": ["violations"]}).response["violations"]
    page.close()
    assert not faults
    assert not [
        (item["id"], [node["html"] for node in item["nodes"]][:5])
        for item in found
        if item["impact"] in ("serious", "critical")
    ]


def test_the_live_examples_are_pages_of_their_own_that_name_no_file_of_this_machine(site, root):
    report = (site / "example" / "report.html").read_text(encoding="utf-8")
    article = (site / "example" / "article.html").read_text(encoding="utf-8")
    assert "rows.jsonl" in report
    assert "small-" in article
    for page in (report, article):
        assert str(root) not in page
        assert "/tmp" not in page
    assert "example/report.html" in (site / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("asked", "found"),
    [("how accurate", "evaluation.html"), ("csv", "predict.html")],
)
def test_what_a_newcomer_asks_leads_to_its_page(site, chromium, asked, found):
    assert searched(site, chromium, asked)[0].partition("?")[0] == found


def test_search_works_from_disk(site, chromium):
    assert "data.html" in {place.partition("?")[0] for place in searched(site, chromium, "hydrate")}


def searched(site, chromium, asked) -> list[str]:
    """The pages that the search of the site finds, best first."""
    page = chromium.new_page(viewport={"width": 1400, "height": 900})
    faults = watch(page)
    page.goto((site / "index.html").as_uri())
    page.click(".md-search__input")
    page.keyboard.type(asked)
    page.locator(".md-search-result__meta", has_text="matching").wait_for()
    page.wait_for_timeout(1000)  # the list is drawn again while words are typed
    links = page.query_selector_all(".md-search-result__item > .md-search-result__link")
    places = [link.get_attribute("href").rpartition("/")[2] for link in links]
    page.close()
    assert not faults
    return places


def watch(page) -> list[str]:
    faults: list[str] = []
    page.on("console", lambda said: faults.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on(
        "request",
        lambda asked: None if asked.url.startswith(("file:", "data:", "blob:")) else faults.append(asked.url),
    )
    return faults
