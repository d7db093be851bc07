"""Makes the pictures of a report that README and docs show, from the invented bulletins.

    python benchmarks/report_pictures.py

Runs `detente predict examples/bulletins` and `detente report`, opens the page in Chromium without network, and writes
`docs/images/report.png` (its head and its charts over time) and `docs/images/timeline.png` (the charts alone).
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs/images"
WIDTH = 1400
BESIDE, ABOVE = 16, 6


def main() -> None:
    """Make both pictures."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        made = Path(folder)
        _detente("predict", "examples/bulletins", "-o", str(made / "rows.jsonl"))
        _detente("report", str(made / "rows.jsonl"), "-o", str(made / "report.html"))
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": WIDTH, "height": 900}, color_scheme="light")
        page.goto((made / "report.html").as_uri())
        page.locator("#composition svg").first.wait_for()
        _picture(page, IMAGES / "report.png", top="body", bottom=".key")
        _picture(page, IMAGES / "timeline.png", top="#timeline", bottom="#timeline")
        browser.close()


def _detente(*arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "detente.scripts", *arguments], cwd=ROOT, check=True)


def _picture(page: Page, path: Path, *, top: str, bottom: str) -> None:
    """Write what lies between the upper end of one element and the lower end of another, as wide as the text."""
    ends = page.evaluate(
        """([top, bottom]) => {
          const { left, right } = document.getElementById("timeline").getBoundingClientRect();
          return [left, right, document.querySelector(top).getBoundingClientRect().top + scrollY,
            document.querySelector(bottom).getBoundingClientRect().bottom + scrollY];
        }""",
        [top, bottom],
    )
    left, right, upper, lower = ends
    start = max(0, upper - ABOVE)
    clip = {
        "x": left - BESIDE,
        "y": start,
        "width": right - left + 2 * BESIDE,
        "height": lower - start + ABOVE,
    }
    page.screenshot(path=path, clip=clip, full_page=True)
    print(path.relative_to(ROOT))


if __name__ == "__main__":
    main()
