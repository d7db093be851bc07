"""Checks the file name of a page before the work starts."""

from pathlib import Path
from typing import Final

from detente.batch.whole_file import real_path
from detente.model.errors import InputError

_ENDINGS: Final = (".html", ".htm")


def check_page(path: Path) -> None:
    """Raise InputError if `path` does not end in .html, is a folder, or its folder does not exist."""
    if path.suffix.lower() not in _ENDINGS:
        raise InputError(f"{path}: the page needs a name that ends in {' or '.join(_ENDINGS)}")
    if path.is_dir():
        raise InputError(f"{path}: is a folder; give a file name")
    if not real_path(path).parent.is_dir():
        raise InputError(f"{path}: the folder {path.parent} does not exist")
