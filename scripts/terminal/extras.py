"""What the extras bring, and what to say where one is not installed."""

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
DEMO_MODULES: Final = ("gradio", "jinja2")


def require_train(modules: Sequence[str] = TRAIN_MODULES) -> None:
    """Raise DetenteError where one of `modules`, all of the `train` extra, is not installed."""
    require_extra("train", modules)


def require_extra(extra: str, modules: Sequence[str]) -> None:
    """Raise DetenteError where one of `modules`, all of the extra named `extra`, is not installed.

    The modules are looked up and not imported, so that a command still starts fast.
    """
    missing = [name for name in modules if find_spec(name) is None]
    if missing:
        raise DetenteError(
            f"needs the extra `{extra}`: pip install '.[{extra}]' in the project's folder "
            f"(not found: {', '.join(missing)})"
        )
