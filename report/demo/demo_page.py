"""What the buttons of the demo's page do: predict a text or a file, then find the words behind the stances."""

import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import gradio as gr

from detente.batch.readers.formats import TABLES, ending_of
from detente.model.classifying import PlanClassifier
from detente.model.errors import DetenteError
from detente.model.explanation import WordEffect
from detente.report.demo.predicting import (
    FILES,
    Progress,
    chosen_targets,
    file_records,
    predict_into,
    text_records,
)
from detente.report.demo.reports import Reports
from detente.report.demo.row_predictions import located, row_prediction
from detente.report.demo.tinted import render, rows_table, tinted
from detente.report.demo.uploads import uploaded_file
from detente.report.reading.moved_words import (
    MovedWords,
    StanceKey,
    explain_shown,
    explainable,
    moved_words,
)

# Stances whose words are found after a run: one costs about thirty predictions.
EXPLAINED: Final = 40

_SECONDS_BETWEEN_UPDATES: Final = 0.5

# What a run says that met none of its targets.
_NO_TARGET: Final = (
    "No statement mentions a target. Targets are the United States, China, North Korea and South Korea, unless "
    "you give others under “Targets, tables, files”."
)

# One update of what the page shows, in the order of `Outputs.all`.
_Shown = tuple[Any, ...]


class FinishedRun(NamedTuple):
    """A run that came to its end, and the name of the file that was read, "" for a text."""

    progress: Progress
    name: str


class DemoPage:
    """The work behind the page's buttons; `folder` has the uploads, and gets the files to download."""

    def __init__(self, classifier: PlanClassifier, folder: Path, reports: Reports) -> None:
        self._classifier = classifier
        self._folder = folder
        self._reports = reports

    def predict(
        self,
        text: str | None,
        file: str | None,
        codes: Sequence[str] | None,
        others: str | None,
        column: str | None,
        last: str | None = None,
    ) -> Iterator[_Shown]:
        """Predict the text or the file and show progress; an error is shown in place of the status.

        If both are there, `last` says which was given last: "text" or "file".
        """
        yield _cleared(state="Predicting …")
        try:
            path = self._chosen_file(text, file, last)
            records = text_records(text or "") if path is None else file_records(path, text_column=column)
            targets = chosen_targets(codes, others)
            folder = Path(tempfile.mkdtemp(dir=self._folder))
            for progress in predict_into(folder, records, self._classifier, targets=targets):
                yield self._shown(progress, path)
        except DetenteError as error:
            yield _cleared(error=str(error))

    def explain(self, run: FinishedRun | None) -> Iterator[tuple[Any, Any]]:
        """Add the words behind the first stances that are not neutral to the statements of a finished run."""
        if run is None:
            # Gradio empties what a generator without any value should have filled, such as the error that is shown.
            yield gr.skip(), gr.skip()
            return
        chosen = explainable(map(row_prediction, run.progress.rows))[:EXPLAINED]
        predictions = [located(one, self._classifier.finder) for one in chosen]
        found: dict[StanceKey, tuple[WordEffect, ...]] = {}
        shown = time.monotonic()
        for explanation in explain_shown(predictions, self._classifier):
            found |= moved_words([explanation])
            if time.monotonic() - shown >= _SECONDS_BETWEEN_UPDATES:
                yield _status(state=f"{_done(run)}. Finding the words …"), self._tinted(run.progress, found)
                shown = time.monotonic()
        yield _status(state=_done(run)), self._tinted(run.progress, found)

    def _chosen_file(self, text: str | None, file: str | None, last: str | None) -> Path | None:
        """The file to predict; None where it is the text."""
        if file is None or (last == "text" and (text or "").strip()):
            return None
        return uploaded_file(self._folder, file)

    def _shown(self, progress: Progress, path: Path | None) -> _Shown:
        whole = bool(progress.files)
        run = FinishedRun(progress, path.name if path else "")
        link = ""
        predicted = progress.kinds.keys() - {"error", "no target"}
        if whole and predicted and path is not None and ending_of(path) in TABLES:
            link = render("demo_report.html", url=self._reports.offer(progress.files[1], name=path.name))
        return (
            _status(state=_done(run) if whole else _counted("Predicting …", progress)),
            self._tinted(progress, {}),
            gr.update(value=rows_table(progress), visible=whole),
            gr.update(value=link, visible=bool(link)),
            *(gr.update(value=str(path), visible=True) for path in progress.files),
            *(gr.update(visible=False) for _ in FILES if not whole),
            gr.update(visible=False),
            run if whole else None,
        )

    def _tinted(self, progress: Progress, moved: MovedWords) -> Any:
        return gr.update(value=tinted(progress, self._classifier.finder, moved=moved), visible=True)


def say_stopped(run: FinishedRun | None) -> str:
    """The status of a run that was stopped; after its end only words can be missing."""
    return _status(state="Stopped. No files were written." if run is None else _done(run))


def say_failed() -> str:
    """The status of a run that ended by an error of the demo's own."""
    return _status(error="an error in the demo itself; the terminal in which it runs shows the details.")


def _done(run: FinishedRun) -> str:
    counts = _counted(f"{run.name} is done:" if run.name else "Done:", run.progress)
    return f"{counts}. {_NO_TARGET}" if run.progress.kinds.keys() == {"no target"} else counts


def _counted(state: str, progress: Progress) -> str:
    return f"{state} {', '.join(f'{number:,} {kind}' for kind, number in sorted(progress.kinds.items()))}"


def _cleared(**said: str) -> _Shown:
    hidden = gr.update(value="", visible=False)
    return (
        *(_status(**said), hidden, hidden, hidden),
        *(gr.update(visible=False) for _ in FILES),
        *(gr.update(), None),
    )


def _status(*, state: str = "", error: str = "") -> str:
    return render("demo_status.html", state=state, error=error)
