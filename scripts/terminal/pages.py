"""Where a page can be written: told before the work whose result it shows."""

from pathlib import Path
from typing import Final

from detente.model.errors import InputError

_ENDINGS: Final = (".html", ".htm")


def check_page(path: Path) -> None:
    """Raise InputError where `path` is no name for an HTML file, is a folder, or lies in none."""
    if path.suffix.lower() not in _ENDINGS:
        raise InputError(f"{path}: the page is HTML; give a name that ends in {' or '.join(_ENDINGS)}")
    if path.is_dir():
        raise InputError(f"{path}: is a folder; give the name of a file")
    if not path.resolve().parent.is_dir():
        raise InputError(f"{path}: the folder {path.parent} does not exist")
