"""Only files that were uploaded to this server are read: the path that an upload returned is the token for its file."""

from pathlib import Path
from typing import Any

import gradio as gr

from detente.model.errors import InputError

_REFUSED = "not a file that was uploaded to this demo; upload it first, as gradio_client.handle_file does"


class UploadsOnly(gr.Blocks):
    """Blocks that open no file but one of their own uploads.

    Gradio copies any path that a client names into its cache before a function sees it, unless the app was
    started by `launch`. Here a path is only a token: it must be one that the upload route of this process
    returned, and nothing else that came with it is used.
    """

    async def preprocess_data(
        self, block_fn: Any, inputs: list[Any], *rest: Any, **options: Any
    ) -> list[Any]:
        """Check every input before Gradio touches a file; raises gr.Error for a path that is no upload."""
        checked = [self._checked(value) for value in inputs]
        found: list[Any] = await super().preprocess_data(block_fn, checked, *rest, **options)
        return found

    def _checked(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self._checked(inner) for inner in value]
        if not isinstance(value, dict):
            return value
        if "path" not in value:
            return {key: self._checked(inner) for key, inner in value.items()}
        path, name = value["path"], value.get("orig_name")
        if not isinstance(path, str) or path not in self.upload_file_set:
            raise gr.Error(_REFUSED, print_exception=False)
        named = {"orig_name": name} if isinstance(name, str) else {}
        return {"path": path, **named, "meta": {"_type": "gradio.FileData"}}


def uploaded_file(folder: Path, path: str) -> Path:
    """Return `path` where it lies in `folder`, as uploads do; raises InputError where it lies elsewhere."""
    found = Path(path).resolve()
    if not found.is_relative_to(folder.resolve()):
        raise InputError(_REFUSED)
    return found


def refuse_file_marks(value: object) -> None:
    """Raise InputError for a value that Gradio would take for a file of this machine, and send.

    It does so for an object with the keys `path` and `meta`, wherever in the rows it is.
    """
    if isinstance(value, dict) and {"path", "meta"} <= value.keys():
        raise InputError(
            "a row has both `path` and `meta`, which Gradio takes for a file; rename one of them"
        )
    if isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            refuse_file_marks(inner)
