"""What the `train` extra brings, and what to say where it is not installed."""

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


def require_train(modules: Sequence[str] = TRAIN_MODULES) -> None:
    """Raise DetenteError where one of `modules`, all of the `train` extra, is not installed.

    The modules are looked up and not imported, so that a command still starts fast.
    """
    missing = [name for name in modules if find_spec(name) is None]
    if missing:
        raise DetenteError(
            f"needs the extra `train`: pip install '.[train]' in the project's folder (not found: {', '.join(missing)})"
        )
