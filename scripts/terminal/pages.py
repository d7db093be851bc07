"""Checks the file name of a page before the work starts."""

from pathlib import Path
from typing import Final

from detente.batch.whole_file import check_file
from detente.model.errors import InputError

_ENDINGS: Final = (".html", ".htm")


def check_page(path: Path) -> None:
    """Raise InputError if `path` does not end in .html, and what `check_file` raises."""
    if path.suffix.lower() not in _ENDINGS:
        raise InputError(f"{path}: the page needs a name that ends in {' or '.join(_ENDINGS)}")
    check_file(path)
