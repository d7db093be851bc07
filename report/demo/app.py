"""The demo's page, with what its buttons do; and two named API endpoints."""

from pathlib import Path
from typing import Any, Final

import gradio as gr
from gradio.events import api

from detente.model.classifying import PlanClassifier
from detente.model.languages import in_words
from detente.model.routing import RoutedClassifier
from detente.report.demo.demo_page import DemoPage, say_failed, say_stopped
from detente.report.demo.endpoints import Endpoints
from detente.report.demo.layout import Inputs, html, make_inputs, make_outputs
from detente.report.demo.reports import Reports
from detente.report.demo.tinted import render
from detente.report.demo.uploads import UploadsOnly

# All runs share the cores, so one runs at a time and the others wait.
_QUEUE: Final = "predicting"
_QUIET: Final[dict[str, Any]] = {"show_progress": "hidden", "api_visibility": "private"}

# On a phone the results are below the inputs, and there is nothing to scroll to before they have come.
_SHOW_RESULTS: Final = """() => {
  const results = document.querySelector(".demo-results");
  if (results.getBoundingClientRect().top > innerHeight / 3) results.scrollIntoView();
}"""


def build_app(classifier: PlanClassifier, *, folder: Path, reports: Reports) -> gr.Blocks:
    """Build the page; the files to download are written in `folder`, where uploads lie as well."""
    app = UploadsOnly(analytics_enabled=False, title="détente: what stance does it take?")
    with app:
        html(render("demo_about.html", checkpoint=_checkpoints(classifier)))
        with gr.Row(elem_classes="demo-columns"):
            with gr.Column(scale=2, min_width=320):
                inputs, start, stop = make_inputs(classifier)
            with gr.Column(scale=3, min_width=320, elem_classes="demo-results"):
                outputs = make_outputs(inputs)
        _note_last(inputs)
        page = DemoPage(classifier, folder, reports)
        queued: dict[str, Any] = {"concurrency_id": _QUEUE, "concurrency_limit": 1, **_QUIET}
        running = start.click(page.predict, inputs.all, outputs.all, api_name="show", **queued)
        explaining = running.success(
            page.explain,
            outputs.run,
            [outputs.status, outputs.statements],
            api_name="say_words",
            **queued,
        )
        running.success(None, None, None, js=_SHOW_RESULTS, **_QUIET)
        for event in (running, explaining):
            event.failure(say_failed, None, outputs.status, **_QUIET)
        stop.click(say_stopped, outputs.run, outputs.status, cancels=[running, explaining], **_QUIET)
        endpoints = Endpoints(classifier, folder)
        api(endpoints.predict, api_name="predict", concurrency_id=_QUEUE)
        api(endpoints.predict_file, api_name="predict_file", concurrency_id=_QUEUE)
    return app


def _checkpoints(classifier: PlanClassifier) -> str:
    """Name the checkpoint, and a second one with the languages in which it is asked."""
    if not isinstance(classifier, RoutedClassifier) or classifier.second_name is None:
        return f"Checkpoint {classifier.name}"
    second = f"for {in_words(classifier.second_languages)} {classifier.second_name}"
    return f"Checkpoint {classifier.name}, {second}"


def _note_last(inputs: Inputs) -> None:
    """Note in the browser whether the text or the file was given last: that one is predicted."""
    inputs.text.change(None, None, inputs.last, js="() => 'text'", **_QUIET)
    inputs.file.upload(None, None, inputs.last, js="() => 'file'", **_QUIET)
