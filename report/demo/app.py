"""The demo's page: text or file, targets, tinted statements, downloads; and two named API endpoints."""

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import gradio as gr
from gradio.events import api

from detente.batch.readers.formats import accepted_kinds
from detente.batch.records import Record
from detente.model.classifier import StanceClassifier
from detente.model.errors import DetenteError
from detente.report.demo.endpoints import Endpoints
from detente.report.demo.predicting import (
    FILES,
    TEXT_LIMIT,
    Progress,
    chosen_targets,
    file_records,
    predict_into,
    text_records,
)
from detente.report.demo.tinted import render, table, tinted
from detente.report.demo.uploads import UploadsOnly, uploaded_file

# All runs share the cores, so one runs at a time and the others wait.
_QUEUE: Final = "predicting"

# Invented; they report nothing.
_EXAMPLES: Final = (
    "Beijing thanked Seoul for sending engineers after the dam burst.",
    "The North called the joint drill of Washington and Seoul a rehearsal for war.",
    "North Korea fired two missiles into the sea on Friday.",
    "Washington may lift its tariffs on Chinese steel if Beijing opens its ports.",
    "China rejected the American charge that it hides the true size of its fleet.",
    "The minister flew to Seoul on Monday. South Korea welcomed his offer of talks, but Pyongyang said "
    "that it would not sit at one table with the United States.",
)

# One update of what the page shows: status, statements, table, and a button for each file.
_Shown = tuple[Any, ...]


def build_app(classifier: StanceClassifier, *, folder: Path) -> gr.Blocks:
    """Build the page; the files to download are written in `folder`, where uploads lie as well."""
    app = UploadsOnly(analytics_enabled=False, title="détente: what stance does it take?")
    with app:
        _html(render("demo_about.html", checkpoint=classifier.name))
        inputs = _inputs(classifier)
        with gr.Row():
            start = gr.Button("Predict", variant="primary")
            stop = gr.Button("Stop", scale=0, min_width=120)
        outputs = _outputs()
        page = DemoPage(classifier, folder)
        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        running = start.click(
            page.predict,
            inputs,
            outputs,
            api_name="show",
            concurrency_id=_QUEUE,
            concurrency_limit=1,
            **quiet,
        )
        running.failure(_failed, None, outputs[0], api_name="say_failed", **quiet)
        stop.click(_stopped, None, outputs[0], api_name="say_stopped", cancels=[running], **quiet)
        endpoints = Endpoints(classifier, folder)
        api(endpoints.predict, api_name="predict", concurrency_id=_QUEUE)
        api(endpoints.predict_file, api_name="predict_file", concurrency_id=_QUEUE)
    return app


def _inputs(classifier: StanceClassifier) -> list[gr.Component]:
    with gr.Row():
        with gr.Column(scale=3):
            text = gr.Textbox(
                label="Text",
                lines=7,
                max_lines=20,
                placeholder="Type or paste a sentence, or a whole article in English.",
                max_length=2 * TEXT_LIMIT,
            )
        with gr.Column(scale=2):
            file = gr.File(label="Or a file, instead of a text", type="filepath", height=190)
    gr.Examples(
        [[example] for example in _EXAMPLES], [text], label="Examples, invented", api_visibility="private"
    )
    actors = classifier.finder.actors
    codes = gr.CheckboxGroup(
        [(f"{actor.name} ({code})", code) for code, actor in actors.items() if actor.default],
        label="Targets",
        info="None ticked: all of them. Each statement gets a prediction for those that it mentions.",
    )
    with gr.Accordion("Other targets, and how to read a table", open=False), gr.Row():
        others = gr.Textbox(
            label="Other targets", info="Codes or names, with commas between.", placeholder="JP, Vietnam"
        )
        column = gr.Textbox("text", label="Column", info="Of a table: which column holds the statements.")
        _html(render("demo_kinds.html", kinds=accepted_kinds()))
    return [text, file, codes, others, column]


def _outputs() -> list[gr.Component]:
    status = _html()
    with gr.Row():
        buttons = [
            gr.DownloadButton(label, visible=False) for label in ("Download CSV", "Download JSON lines")
        ]
    statements = _html(visible=False)
    rows = _html(visible=False)
    return [status, statements, rows, *buttons]


def _html(html: str = "", *, visible: bool = True) -> gr.HTML:
    # Only what a template has escaped comes here: Gradio shows it as it is.
    return gr.HTML(html, visible=visible, js_on_load=None, apply_default_css=False, elem_classes="demo-html")


class DemoPage:
    """What the button of the page does."""

    def __init__(self, classifier: StanceClassifier, folder: Path) -> None:
        self._classifier = classifier
        self._folder = folder

    def predict(
        self,
        text: str | None,
        file: str | None,
        codes: Sequence[str] | None,
        others: str | None,
        column: str | None,
    ) -> Iterator[_Shown]:
        """Predict what was entered and show progress; an error is shown in place of the status."""
        yield _cleared(state="Predicting …")
        try:
            records = self._records(text or "", file, column)
            targets = chosen_targets(codes, others)
            folder = Path(tempfile.mkdtemp(dir=self._folder))
            for progress in predict_into(folder, records, self._classifier, targets=targets):
                yield self._shown(progress)
        except DetenteError as error:
            yield _cleared(error=str(error))

    def _records(self, text: str, file: str | None, column: str | None) -> Iterator[Record]:
        if file is None:
            return text_records(text)
        if text.strip():
            raise DetenteError("there is a text and a file; clear one of them")
        return file_records(uploaded_file(self._folder, file), text_column=column)

    def _shown(self, progress: Progress) -> _Shown:
        whole = bool(progress.files)
        counts = ", ".join(f"{number:,} {kind}" for kind, number in sorted(progress.kinds.items()))
        return (
            _status(state="Done:" if whole else "Predicting …", counts=counts),
            gr.update(value=tinted(progress, self._classifier.finder), visible=True),
            gr.update(value=table(progress), visible=whole),
            *(gr.update(value=str(path), visible=True) for path in progress.files),
            *(gr.update(visible=False) for _ in FILES if not whole),
        )


def _cleared(**said: str) -> _Shown:
    hidden = gr.update(value="", visible=False)
    return (_status(**said), hidden, hidden, *(gr.update(visible=False) for _ in FILES))


def _stopped() -> str:
    return _status(state="Stopped. No files were written.")


def _failed() -> str:
    return _status(error="an error in the demo itself; the terminal in which it runs shows the details.")


def _status(*, state: str = "", counts: str = "", error: str = "") -> str:
    return render("demo_status.html", state=state, counts=counts, error=error)
