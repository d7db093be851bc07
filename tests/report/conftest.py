"""Pages looked at as a reader's browser does, and what goes wrong on them."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

# Tests are imported by file, so a module beside them is found only when its folder is named.
sys.path.insert(0, str(Path(__file__).parent))


class WatchedPage:
    """A page with what went wrong on it: console errors, uncaught errors, and requests beyond the page's own file."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.faults: list[str] = []
        page.on(
            "console",
            lambda said: self.faults.append(said.text) if said.type in ("error", "warning") else None,
        )
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("request", self._note)

    def _note(self, request: object) -> None:
        url = request.url  # type: ignore[attr-defined]
        if not url.startswith(("file:", "data:", "blob:")):
            self.faults.append(f"requested {url}")

    def open(self, path: Path, address: str = "") -> Page:
        """Open a file, at an address within it, and return the page."""
        self.page.goto(path.resolve().as_uri() + address)
        return self.page


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    """A browser context without network."""
    context = chromium.new_context(offline=True, viewport={"width": 1400, "height": 900})
    yield context
    context.close()


@pytest.fixture
def watched(context: BrowserContext) -> WatchedPage:
    """A new page that keeps its faults."""
    return WatchedPage(context.new_page())
