"""Report pages of invented rows, opened in Chromium."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from invented_rows import make_rows, prediction_row

from detente.report.cells import page_cells
from detente.report.page import write_page
from detente.report.rows.row_counts import RowSettings
from detente.report.summary.report_page import report_page
from detente.report.summary.summary import summarise

SCORES = {
    "data": "data/hydrated/test.jsonl",
    "pairs": 840,
    "macro_f1": {"value": 0.786, "low": 0.754, "high": 0.815},
    "accuracy": {"value": 0.794, "low": 0.767, "high": 0.821},
    "labels": {
        "cooperative": {"precision": 0.792, "recall": 0.81, "f1": 0.801},
        "hostile": {"precision": 0.831, "recall": 0.774, "f1": 0.801},
        "neutral": {"precision": 0.745, "recall": 0.77, "f1": 0.757},
    },
}


def make_payload(rows, *, shown=None, known=True, period="month", publishers=40, bad=0, confusion=None):
    """The payload for these rows, of which the `shown` surest are in the page, and `bad` ones that failed.

    `confusion` is the table of labels and predictions of their checkpoint.
    """
    scores = SCORES if confusion is None else SCORES | {"confusion": confusion}
    failed = [
        prediction_row(make_rows(1)[0]) | {"stance": None, "error": "the cell is empty"} for _ in range(bad)
    ]
    dated = any(row["date"] for row in rows)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(page_cells, "MOST_PUBLISHERS", publishers)
        summary = summarise(
            iter([*map(prediction_row, rows), *failed]),
            inputs=["harbour.jsonl", "bulletins.csv"],
            known_scores={"tiny-0": [scores]} if known else {},
            settings=RowSettings(period if dated else None),
        )
    payload = summary.payload()
    if shown is not None:
        payload["statements"] = sorted(payload["statements"], key=lambda each: -each["score"])[:shown]
        payload["about"]["shown"] = shown
    return payload


@pytest.fixture(scope="session")
def invented_rows():
    """Makes so many invented rows."""
    return make_rows


@pytest.fixture(scope="session")
def payload_of():
    """Makes the payload of rows."""
    return make_payload


@pytest.fixture(scope="module")
def rows(invented_rows):
    return invented_rows(400)


@pytest.fixture
def opened(watched, tmp_path):
    """Writes a payload's page, opens it and waits for its charts; afterwards nothing may have gone wrong on it."""

    def open_payload(payload, address=""):
        path = tmp_path / "page.html"
        write_page(report_page(payload), path)
        page = watched.open(path, address)
        page.locator("#composition svg").first.wait_for()
        if payload["periods"]:
            page.locator("#timeline svg").first.wait_for()
        return page

    yield open_payload
    assert watched.faults == []


@pytest.fixture
def page(opened, payload_of, rows):
    return opened(payload_of(rows))
