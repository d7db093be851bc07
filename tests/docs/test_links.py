"""The sources of the site: every link leads somewhere, and nothing is fetched from elsewhere."""

import re
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import pytest
from markdown.extensions.toc import slugify

DOCS = Path(__file__).parents[2] / "docs"
PAGES = sorted(DOCS.rglob("*.md"))
FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?![a-z]+:)([^)#\s]*)(?:#([^)\s]*))?\)")
HEADING = re.compile(r"^#+ +(.*?)(?: *\{ *#([\w-]+) *\})?$", re.MULTILINE)
GIVEN_ID = re.compile(r"\bid=\"([^\"]+)\"|\{ *#([\w-]+) *\}")
# Made when the site is built.
MADE = ("example/report.html", "example/article.html")


@cache
def text_of(page: Path) -> str:
    return FENCED.sub("", page.read_text(encoding="utf-8"))


@cache
def ids_of(page: Path) -> set[str]:
    headings = {given or slugify(plain(title), "-") for title, given in HEADING.findall(text_of(page))}
    return headings | {one or other for one, other in GIVEN_ID.findall(text_of(page))}


def plain(title: str) -> str:
    """A heading without the marks of code, emphasis and links."""
    return re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", title).replace("`", "").replace("*", "")


@pytest.mark.parametrize("page", PAGES, ids=[str(page.relative_to(DOCS)) for page in PAGES])
def test_every_link_of_a_page_leads_to_a_file_and_a_heading(page: Path) -> None:
    for address, fragment in LINK.findall(text_of(page)):
        if address in MADE:
            continue
        target = (page.parent / unquote(address)).resolve() if address else page
        assert target.exists(), address
        assert not fragment or target.suffix != ".md" or fragment in ids_of(target), f"{address}#{fragment}"


def test_no_style_or_script_of_the_site_fetches_anything_from_elsewhere(root: Path) -> None:
    parts = [*DOCS.rglob("*.css"), *DOCS.rglob("*.js")]
    fetched = r"(?:url\(|@import|import\(|fetch\()\W*(?:https?:|//)\S*"
    assert parts
    assert not [found for part in parts for found in re.findall(fetched, part.read_text(encoding="utf-8"))]
    assert "font: false" in (root / "mkdocs.yml").read_text(encoding="utf-8")
