"""The modules of each extra, and the error if one is not installed."""

from collections.abc import Sequence
from importlib.util import find_spec
from typing import Final

from detente.model.errors import DetenteError

TRAIN_MODULES: Final = (
    "accelerate",
    "datasets",
    "onnx",
    "onnxscript",
    "pydantic",
    "scipy",
    "sklearn",
    "torch",
    "transformers",
    "yaml",
)
MEASURE_MODULES: Final = ("openpyxl", "scipy")
REPORT_MODULES: Final = ("altair", "jinja2", "vl_convert")
DEMO_MODULES: Final = (*REPORT_MODULES, "gradio")


def require_train(modules: Sequence[str] = TRAIN_MODULES) -> None:
    """Raise DetenteError if one of `modules` of the extra `train` is not installed."""
    require_extra("train", modules)


def require_extra(extra: str, modules: Sequence[str]) -> None:
    """Raise DetenteError if one of the `modules` of an extra is not installed.

    The modules are looked up and not imported, so that a command starts fast.
    """
    missing = [name for name in modules if find_spec(name) is None]
    if missing:
        raise DetenteError(
            f"this needs the extra `{extra}`: run pip install '.[{extra}]' in the project folder "
            f"(missing: {', '.join(missing)})"
        )
