"""Parquet needs pyarrow, which is as large as everything else here together, so it is an extra."""

from importlib.util import find_spec

from detente.model.errors import InputError


def require_pyarrow() -> None:
    """Raise InputError where pyarrow is not installed; it is looked up and not imported."""
    if find_spec("pyarrow") is None:
        raise InputError(
            "parquet needs the extra of that name: pip install '.[parquet]' in the project's folder"
        )
