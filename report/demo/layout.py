"""What stands where on the demo's page: inputs on the left, results on the right; on a phone one below the other."""

from dataclasses import dataclass
from typing import Final

import gradio as gr

from detente.batch.readers.formats import accepted_kinds
from detente.model.classifying import PlanClassifier
from detente.model.languages import in_words
from detente.report.demo.predicting import TEXT_LIMIT
from detente.report.demo.tinted import render

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


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a visitor fills in; `last` says which of text and file was given last."""

    text: gr.Textbox
    file: gr.File
    codes: gr.CheckboxGroup
    others: gr.Textbox
    column: gr.Textbox
    last: gr.Textbox

    @property
    def all(self) -> list[gr.Component]:
        """The inputs in the order in which `DemoPage.predict` takes them."""
        return [self.text, self.file, self.codes, self.others, self.column, self.last]


@dataclass(frozen=True, slots=True)
class Outputs:
    """What a run fills in: status, statements, rows, report link, downloads, what stood there before, and its state."""

    status: gr.HTML
    statements: gr.HTML
    rows: gr.HTML
    report: gr.HTML
    csv: gr.DownloadButton
    jsonl: gr.DownloadButton
    welcome: gr.Column
    run: gr.State

    @property
    def all(self) -> list[gr.blocks.Block]:
        """The outputs in the order in which `DemoPage.predict` gives them."""
        return [
            *(self.status, self.statements, self.rows, self.report),
            *(self.csv, self.jsonl, self.welcome, self.run),
        ]


def html(markup: str = "", *, visible: bool = True) -> gr.HTML:
    """Make an element of HTML that a template has escaped: Gradio shows it as it is."""
    return gr.HTML(
        markup, visible=visible, js_on_load=None, apply_default_css=False, elem_classes="demo-html"
    )


def make_inputs(classifier: PlanClassifier) -> tuple[Inputs, gr.Button, gr.Button]:
    """Lay out the inputs, and the buttons that start and stop a run."""
    text = gr.Textbox(
        label="Text",
        lines=5,
        max_lines=10,
        placeholder=f"A sentence, or a whole article. Languages: {in_words(classifier.languages)}.",
        max_length=2 * TEXT_LIMIT,
    )
    file = gr.File(label="Or a file", type="filepath", height=128)
    last = gr.Textbox("text", visible=False)
    with gr.Row():
        start = gr.Button("Predict", variant="primary", min_width=120)
        stop = gr.Button("Stop", scale=0, min_width=90)
    with gr.Accordion("Targets, tables, files", open=False):
        actors = classifier.finder.actors
        codes = gr.CheckboxGroup(
            [(f"{actor.name} ({code})", code) for code, actor in actors.items() if actor.default],
            label="Targets",
            info="None ticked: all of them. Each statement gets a prediction for those that it mentions.",
        )
        others = gr.Textbox(
            label="Other targets", info="Codes or names, with commas between.", placeholder="JP, Vietnam"
        )
        column = gr.Textbox("text", label="Column", info="Of a table: which column holds the statements.")
        html(render("demo_kinds.html", kinds=accepted_kinds()))
    return Inputs(text, file, codes, others, column, last), start, stop


def make_outputs(inputs: Inputs) -> Outputs:
    """Lay out what a run fills in; before the first run there are examples for the text in its place."""
    status = html()
    with gr.Column(visible=True) as welcome:
        gr.Examples(
            [[example] for example in _EXAMPLES],
            [inputs.text],
            label="Examples, invented",
            api_visibility="private",
        )
    with gr.Row(elem_classes="demo-files"):
        report = html(visible=False)
        csv, jsonl = (
            gr.DownloadButton(label, visible=False, size="sm", min_width=120)
            for label in ("Download CSV", "Download JSON lines")
        )
    return Outputs(
        status,
        statements=html(visible=False),
        rows=html(visible=False),
        report=report,
        csv=csv,
        jsonl=jsonl,
        welcome=welcome,
        run=gr.State(None),
    )
