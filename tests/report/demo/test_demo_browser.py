"""The demo in Chromium and through gradio_client: nothing leaves the machine, and its rows are those of predict."""

import json
import re
import subprocess
import sys
import threading
import time

import pytest
from axe_playwright_python.sync_playwright import Axe
from gradio_client import Client, handle_file
from gradio_client.exceptions import AppError

from detente.model.classifier import StanceClassifier
from detente.report.demo.server import address, claim_port, make_server, upload_folder

pytestmark = pytest.mark.slow

ARTICLE = """Beijing thanked Seoul for its help. Nobody came. The North condemned Washington.

<script>window.hit = 1</script><img src=x onerror="window.hit = 2"> China waited ${window.hit = 3} {{value}} for \x01
& the US.

"Both Koreas signed," he said, and Tokyo left."""


@pytest.fixture(scope="module")
def demo(tiny_checkpoint):
    """The address of a running demo, and its folder of uploads."""
    classifier = StanceClassifier.from_pretrained(tiny_checkpoint, threads=1)
    with claim_port(0) as claimed, upload_folder() as folder:
        server = make_server(classifier, folder=folder)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [claimed]}, daemon=True)
        thread.start()
        yield address(claimed), folder
        server.should_exit = True
        thread.join(timeout=60)
        assert not thread.is_alive()


class Visit:
    """A page of the demo with what went wrong on it."""

    def __init__(self, context, url):
        self.faults = []
        self.page = context.new_page()
        self.page.set_default_timeout(120_000)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", self._heard)
        self.page.on("request", lambda request: self._asked(request, url))
        self.page.goto(url)
        self.page.get_by_role("button", name="Predict", exact=True).wait_for()

    def _heard(self, said):
        # Gradio says this of its own uploads.
        if said.type in ("error", "warning") and said.text != "Method not implemented.":
            self.faults.append(said.text)

    def _asked(self, request, url):
        if not request.url.startswith((url, "data:", "blob:")):
            self.faults.append(f"requested {request.url}")

    def predict(self):
        """Press the button and wait until the run is done or refused."""
        self.page.get_by_role("button", name="Predict", exact=True).click()
        self.page.locator(".demo-status", has_text=re.compile("Done:|is done:")).or_(
            self.page.get_by_role("alert")
        ).first.wait_for()


@pytest.fixture(params=["light", "dark"])
def visit(chromium, demo, request):
    context = chromium.new_context(color_scheme=request.param, viewport={"width": 1400, "height": 900})
    yield Visit(context, demo[0])
    context.close()


@pytest.fixture(scope="module")
def client(demo):
    return Client(demo[0], verbose=False, analytics_enabled=False)


def predicted(tiny_checkpoint, *arguments, stdin=b""):
    command = [sys.executable, "-m", "detente.scripts", "predict", "-c", str(tiny_checkpoint), *arguments]
    done = subprocess.run(command, input=stdin, capture_output=True, check=False, timeout=600)
    return done.stdout


def severe(page):
    found = Axe().run(page).response["violations"]
    return [
        (fault["id"], [node["html"][:300] for node in fault["nodes"]])
        for fault in found
        if fault["impact"] in ("serious", "critical")
    ]


def test_a_text_is_predicted_on_a_page_that_asks_no_one_else_and_runs_nothing_of_it(
    visit, tiny_checkpoint, tmp_path
):
    page = visit.page
    assert severe(page) == []
    page.get_by_label("Text", exact=True).fill(ARTICLE)
    visit.predict()
    page.get_by_role("button", name="Download CSV").wait_for()
    lines = predicted(tiny_checkpoint, "-", "--input-format", "txt", stdin=ARTICLE.encode()).splitlines()
    assert page.locator(".demo-statement").count() == len({json.loads(line)["position"] for line in lines})
    assert "<script>window.hit" in page.locator(".demo-statements").inner_text()
    assert page.evaluate("window.hit") is None
    page.locator(".demo-table summary").click()
    assert severe(page) == []
    assert visit.faults == []

    for label, form in (("Download CSV", "csv"), ("Download JSON lines", "jsonl")):
        with page.expect_download() as started:
            page.get_by_role("button", name=label).click()
        assert started.value.suggested_filename == f"stances.{form}"
        expected = tmp_path / f"expected.{form}"
        predicted(tiny_checkpoint, "-", "--input-format", "txt", "-o", str(expected), stdin=ARTICLE.encode())
        assert started.value.path().read_bytes() == expected.read_bytes()


def test_the_results_are_above_the_fold(visit):
    page = visit.page
    page.get_by_label("Text", exact=True).fill(ARTICLE)
    visit.predict()
    assert page.locator(".demo-statement").first.bounding_box()["y"] < 300
    assert visit.faults == []


def test_a_phone_scrolls_to_the_results(visit):
    page = visit.page
    page.set_viewport_size({"width": 400, "height": 850})
    page.get_by_label("Text", exact=True).fill(ARTICLE)
    assert page.locator(".demo-results").bounding_box()["y"] > 400
    visit.predict()
    page.wait_for_function("document.querySelector('.demo-status').getBoundingClientRect().top < 200")
    assert page.evaluate("document.documentElement.scrollWidth") <= 400
    assert visit.faults == []


def test_the_file_or_the_text_that_came_last_is_predicted_and_a_table_opens_as_a_report(visit, tmp_path):
    table = tmp_path / "wire.csv"
    table.write_text("date,text\n2024-01-02,Seoul thanked Beijing.\n2024-02-03,China waited.\n")
    page = visit.page
    page.get_by_label("Text", exact=True).fill("The North condemned Washington.")
    with page.expect_response("**/upload*"):
        page.locator("input[type=file]").first.set_input_files(table)
    page.locator(".file-preview").first.wait_for()
    visit.predict()
    assert "wire.csv is done" in page.locator(".demo-status").inner_text()
    page.get_by_text("Download CSV").wait_for()
    with page.context.expect_page() as opened:
        page.locator("a.demo-open").click()
    opened.value.get_by_text("Seoul thanked Beijing.").first.wait_for(state="attached")
    assert "wire.csv" in opened.value.content()
    page.get_by_label("Text", exact=True).fill("The North condemned Seoul.")
    page.wait_for_timeout(1000)  # the page notes a moment later that the text came last
    visit.predict()
    page.locator(".demo-status", has_text=re.compile(r"^Done:")).wait_for()
    assert visit.faults == []


def test_what_cannot_be_predicted_is_told_on_the_page_and_stays_there(visit):
    with visit.page.expect_response("**/queue/join*"):
        visit.predict()
    # The search for words, which follows each run, has nothing to do here.
    visit.page.wait_for_timeout(2000)
    assert "nothing to predict" in visit.page.get_by_role("alert").inner_text()
    assert visit.faults == []


def test_the_endpoint_for_texts_gives_the_rows_of_predict(client, tiny_checkpoint):
    lines = predicted(tiny_checkpoint, "-", "--input-format", "txt", stdin=ARTICLE.encode()).splitlines()
    assert client.predict(text=ARTICLE, targets=None, api_name="/predict") == [
        json.loads(line) for line in lines
    ]


def test_the_endpoint_for_files_gives_the_rows_of_predict(client, tiny_checkpoint, tmp_path, monkeypatch):
    (tmp_path / "wire.csv").write_text("id,text\n1,China waited.\n2,\n3,Seoul thanked Beijing.\n")
    monkeypatch.chdir(tmp_path)
    lines = predicted(tiny_checkpoint, "wire.csv", "-t", "CN").splitlines()
    rows = client.predict(file=handle_file("wire.csv"), targets=["CN"], api_name="/predict_file")
    assert rows == [json.loads(line) for line in lines]


def test_a_wrong_target_and_a_file_of_this_machine_are_refused_in_words(client, tmp_path):
    with pytest.raises(AppError, match="unknown target 'XX'"):
        client.predict(text="China waited.", targets=["XX"], api_name="/predict")
    secret = tmp_path / "secret.txt"
    secret.write_text("China waited.")
    with pytest.raises(AppError):
        client.predict(file={"path": str(secret)}, api_name="/predict_file")


def test_other_names_of_this_machine_and_files_too_large_are_refused(demo):
    import httpx

    url, folder = demo
    assert httpx.get(url, headers={"host": "elsewhere.example"}).status_code == 400
    assert "connect-src" not in httpx.get(url).headers["content-security-policy"]
    content = b"China waited.\n" * (51 * 1024 * 1024 // 14)
    answer = httpx.post(f"{url}gradio_api/upload", files={"files": ("large.txt", content)}, timeout=120)
    assert answer.status_code == 413
    assert not [path for path in folder.rglob("large*") if path.stat().st_size > 50_000_000]


def test_a_long_run_can_be_stopped_and_leaves_no_file(visit, demo):
    page = visit.page
    page.get_by_label("Text", exact=True).fill("Beijing thanked Seoul for number one. " * 20_000)
    page.get_by_role("button", name="Predict", exact=True).click()
    page.locator(".demo-status", has_text="Predicting").wait_for()
    page.get_by_role("button", name="Stop", exact=True).click()
    page.locator(".demo-status", has_text="Stopped").wait_for()
    until = time.monotonic() + 60
    while list(demo[1].rglob("*.partial")) and time.monotonic() < until:
        time.sleep(0.2)
    assert list(demo[1].rglob("*.partial")) == []
