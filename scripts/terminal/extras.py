"""The modules of each extra, and the error if one is not installed."""

from collections.abc import Sequence
from importlib.util import find_spec
from typing import Final

from detente.model.errors import DetenteError

_REPORT: Final = ("altair", "jinja2", "vl_convert")
MODULES: Final[dict[str, tuple[str, ...]]] = {
    "train": (
        *("accelerate", "datasets", "onnx", "onnxscript", "pydantic"),
        *("scipy", "sklearn", "torch", "transformers", "yaml"),
    ),
    "measure": ("openpyxl", "scipy"),
    "report": _REPORT,
    "demo": (*_REPORT, "gradio"),
}
# What checking, splitting and scoring labelled pairs need of the extra `train`.
SCORING_MODULES: Final = ("scipy", "sklearn")


def require_extra(extra: str, modules: Sequence[str] | None = None) -> None:
    """Raise DetenteError if a module of an extra is not installed; `modules` are those that are needed, None for all.

    The modules are looked up and not imported, so that a command starts fast.
    """
    needed = MODULES[extra] if modules is None else modules
    missing = [name for name in needed if find_spec(name) is None]
    if missing:
        raise DetenteError(
            f"this needs the extra `{extra}`: run pip install '.[{extra}]' in the project folder "
            f"(missing: {', '.join(missing)})"
        )
