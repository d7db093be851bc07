"""Checks inputs before the work starts, for what a reader could only call unknown."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Final, TextIO

from detente.batch.readers.formats import ARRAY_ADVICE
from detente.model.errors import InputError

_ADDRESSES: Final = ("http://", "https://", "ftp://")
_SPREADSHEETS: Final = (".xls", ".xlsb", ".xlsm", ".ods")
_OFFICE_DOCUMENTS: Final = (".doc", ".odt", ".rtf", ".pdf")


def check_inputs(names: Iterable[str]) -> None:
    """Raise InputError if one of the names is a web address or a file that has to be saved as another kind."""
    for name in names:
        if name.lower().startswith(_ADDRESSES):
            raise InputError(f"{name}: web addresses are not read; download the page and give the file")
        suffix = "" if Path(name).is_dir() else Path(name).suffix.lower()
        if suffix == ".json":
            raise InputError(f"{name}: .json files are not read; {ARRAY_ADVICE}")
        if suffix in _SPREADSHEETS:
            raise InputError(f"{name}: {suffix} files are not read; save the sheet as .xlsx or .csv")
        if suffix in _OFFICE_DOCUMENTS:
            raise InputError(
                f"{name}: {suffix} files are not read; save the document as .docx, .txt or .html"
            )


def require_stdin() -> TextIO:
    """Return standard input; raises InputError if whoever started the command has closed it."""
    if sys.stdin is None:
        raise InputError("-: standard input is closed; give a file or a pipe")
    return sys.stdin
