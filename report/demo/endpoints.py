"""The demo's API: prediction rows as JSON."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import gradio as gr

from detente.batch.planning import DocumentOptions
from detente.batch.records import Record
from detente.model.classifying import PlanClassifier
from detente.model.errors import DetenteError
from detente.report.demo.predicting import file_records, plain_rows, text_records
from detente.report.demo.uploads import refuse_file_marks, uploaded_file

Rows = list[dict[str, Any]]


class Endpoints:
    """The functions behind `/predict` and `/predict_file`; Gradio shows their types and docstrings on its API page."""

    def __init__(self, classifier: PlanClassifier, uploads: Path) -> None:
        self._classifier = classifier
        self._uploads = uploads

    def predict(
        self,
        text: str,
        targets: list[str] | None = None,
        alone: bool = False,  # noqa: FBT001, FBT002 - Gradio passes by position
        speaker: str | None = None,
    ) -> Rows:
        """Predict a text: one row for each statement and target that it names or means.

        `alone` reads each statement by itself; `speaker` is the code of the state in whose voice the text is, and has
        no effect beside `alone`: both together are refused.
        """
        return self._rows(lambda: text_records(text), targets, alone=alone, speaker=speaker)

    def predict_file(
        self,
        file: gr.FileData,
        targets: list[str] | None = None,
        text_column: str | None = None,
        alone: bool = False,  # noqa: FBT001, FBT002
        speaker: str | None = None,
    ) -> Rows:
        """Predict an uploaded file: a document, or a table with a column of statements (default: text).

        `alone` and `speaker` as in `predict`.
        """
        # Annotated for Gradio, which passes what the client sent.
        sent: Any = file
        return self._rows(
            lambda: file_records(uploaded_file(self._uploads, str(sent["path"])), text_column=text_column),
            targets,
            alone=alone,
            speaker=speaker,
        )

    def _rows(
        self,
        read: Callable[[], Iterator[Record]],
        targets: list[str] | None,
        *,
        alone: bool,
        speaker: str | None,
    ) -> Rows:
        try:
            documents = DocumentOptions(alone, speaker or None)
            rows = plain_rows(read(), self._classifier, targets=targets or None, documents=documents)
            refuse_file_marks(rows)
        except DetenteError as error:
            raise gr.Error(str(error), print_exception=False) from error
        return rows
