"""What the demo answers to programs: rows as JSON."""

from pathlib import Path
from typing import Any

import gradio as gr

from detente.model.classifier import StanceClassifier
from detente.model.errors import DetenteError
from detente.report.demo.predicting import file_records, plain_rows, text_records


class Endpoints:
    """The functions behind `/judge` and `/judge_file`; Gradio takes their types and docstrings for its API page."""

    def __init__(self, classifier: StanceClassifier, uploads: Path) -> None:
        self._classifier = classifier
        self._uploads = uploads.resolve()

    def judge(self, text: str, targets: list[str] | None = None) -> list[dict[str, Any]]:
        """Judge every statement of a text toward the targets it mentions: one row a statement and target."""
        try:
            return plain_rows(text_records(text), self._classifier, targets=targets or None)
        except DetenteError as error:
            raise _told(error) from error

    def judge_file(
        self, file: gr.FileData, targets: list[str] | None = None, text_column: str | None = None
    ) -> list[dict[str, Any]]:
        """Judge the statements of a file: a document, or a table with a column that holds the statements."""
        try:
            records = file_records(self._uploaded(file), text_column=text_column)
            return plain_rows(records, self._classifier, targets=targets or None)
        except DetenteError as error:
            raise _told(error) from error

    def _uploaded(self, file: Any) -> Path:
        # Whoever reaches the port could name any file of this machine; only what was uploaded is read.
        path = Path(str(file["path"])).resolve()
        if not path.is_relative_to(self._uploads):
            raise DetenteError("give a file that was uploaded, as gradio_client.handle_file does")
        return path


def _told(error: DetenteError) -> gr.Error:
    return gr.Error(str(error), print_exception=False)
