"""The modules that commands need of each extra."""

from collections.abc import Sequence
from typing import Final

from detente.model.errors import DetenteError, require_modules

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
    """Raise DetenteError if a module of an extra is missing; `modules` are those that are needed, None for all."""
    needed = MODULES[extra] if modules is None else modules
    require_modules(needed, extra, need="this needs", error=DetenteError)
