"""How soon a report page draws its first chart in Chromium, and how long a selection takes.

    python benchmarks/report_page_speed.py report.html

Opens the page five times without network and prints the median milliseconds from the start of loading until the first
chart is drawn. Then selects targets, sources, publishers and stances in turn and prints the median and the largest
milliseconds until all charts and the list are drawn: as a clock sees them, and of the processor in the page's thread,
which other programs on the machine change less. Prints the page's size as well.
"""

import shutil
import statistics
import sys
from pathlib import Path

from playwright.sync_api import Browser, CDPSession, sync_playwright

TIMES = 5
_FIRST_CHART = """() => new Promise((resolve) => {
  const look = () => document.querySelector("#timeline svg, #composition svg")
    ? resolve(performance.now()) : requestAnimationFrame(look);
  look();
})"""
_WANTED = """() => {
  const some = ([key, names]) => names.slice(0, 8).map((name, index) => [key, index]);
  return [...Object.entries(CODES).flatMap(some), ...STANCES.map((stance) => ["stance", stance])];
}"""
# Charts are drawn in the next frames: two of them end a selection.
_SELECT = """async ([key, choice]) => {
  const start = performance.now();
  setFilters({ [key]: key === "stance" ? choice : CODES[key][choice] });
  await Promise.all([...document.querySelectorAll(".chart")].map((box) => box.view?.runAsync()));
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  return performance.now() - start;
}"""


def main(page: Path) -> None:
    """Measure one page."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        first = [_first_chart(browser, page) for _ in range(TIMES)]
        by_clock, by_processor = _selections(browser, page)
        browser.close()
    print(f"{page.name}: {page.stat().st_size / 1e6:.2f} MB")
    print(
        f"first chart: median {statistics.median(first):.0f} ms of {TIMES} ({min(first):.0f} to {max(first):.0f})"
    )
    for name, times in (("by the clock", by_clock), ("of the processor", by_processor)):
        middle, largest = statistics.median(times), max(times)
        print(f"selection, {name}: median {middle:.0f} ms, largest {largest:.0f} ms, of {len(times)}")


def _first_chart(browser: Browser, page: Path) -> float:
    context = browser.new_context(offline=True, viewport={"width": 1400, "height": 900})
    opened = context.new_page()
    opened.goto(page.resolve().as_uri(), wait_until="commit")
    milliseconds = float(opened.evaluate(_FIRST_CHART))
    context.close()
    return milliseconds


def _selections(browser: Browser, page: Path) -> tuple[list[float], list[float]]:
    context = browser.new_context(offline=True, viewport={"width": 1400, "height": 900})
    opened = context.new_page()
    session = context.new_cdp_session(opened)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    opened.goto(page.resolve().as_uri())
    opened.locator("#composition svg").first.wait_for()
    by_clock, by_processor = [], []
    wanted = opened.evaluate(_WANTED)
    for number, one in enumerate(wanted * 2):
        before = _processor_seconds(session)
        milliseconds = float(opened.evaluate(_SELECT, one))
        if number >= len(wanted):  # the first time round warms up
            by_clock.append(milliseconds)
            by_processor.append(1000 * (_processor_seconds(session) - before))
    context.close()
    return by_clock, by_processor


def _processor_seconds(session: CDPSession) -> float:
    metrics = session.send("Performance.getMetrics")["metrics"]
    return float(next(each["value"] for each in metrics if each["name"] == "TaskDuration"))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
