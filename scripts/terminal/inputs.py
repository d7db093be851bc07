"""Checks inputs before the work starts, for what a reader could only call unknown."""

import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final, TextIO

from detente.batch.readers.folders import STDIN, input_names
from detente.batch.readers.formats import ARRAY_ADVICE, DOCUMENTS, ending_of
from detente.batch.run_settings import RunSettings
from detente.model.errors import InputError
from detente.scripts.terminal.options import TEXT_COLUMN

_ADDRESSES: Final = ("http://", "https://", "ftp://")
_SPREADSHEETS: Final = (".xls", ".xlsb", ".xlsm", ".ods")
_OFFICE_DOCUMENTS: Final = (".doc", ".odt", ".rtf", ".pdf")
# What says by itself how its bytes become text.
_WITHOUT_ENCODING: Final = frozenset({".docx", ".parquet", ".xlsx"})


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


def refuse_beside_text(options: Mapping[str, object]) -> None:
    """Raise InputError where one of the options, by name, is given: none of them has an effect on --text."""
    if given := [name for name, value in options.items() if value]:
        raise InputError(
            f"{' and '.join(given)}: no effect on --text, which is read by itself; leave that out"
        )


def refuse_unused(
    names: Sequence[str], texts: Sequence[str], settings: RunSettings, *, stdin_kind: str | None
) -> None:
    """Raise InputError where an option of `detente predict` has no effect on any of the inputs.

    Those of columns need an input that can be a table, an encoding one that does not say it itself, and none of these
    or of the voice has an effect on `texts`, which are read in place of `names` where there are any.
    """
    documents, encoding = settings.documents, settings.encoding
    columns = {
        "--text-column": settings.text_column != TEXT_COLUMN,
        "--target-column": settings.target_column,
        "--split": settings.split,
        **{f"--{usual}-column": name for usual, name in documents.columns.named().items()},
    }
    if texts:
        voice = {"--speaker": documents.speaker, "--publishers": documents.publishers}
        refuse_beside_text({**voice, **columns, "--encoding": encoding})
        return
    if encoding is None and not any(columns.values()):
        return  # folders may hold millions of files
    kinds = _kinds(names, stdin_kind)
    if any(columns.values()) and kinds and kinds <= DOCUMENTS.keys():
        given = " and ".join(name for name, value in columns.items() if value)
        raise InputError(f"{given}: for tables only, and the input is documents; leave that out")
    if encoding is not None and kinds and kinds <= _WITHOUT_ENCODING:
        raise InputError(
            f"--encoding: no effect, since {', '.join(sorted(_WITHOUT_ENCODING))} have a fixed encoding; leave that out"
        )


def _kinds(names: Sequence[str], stdin_kind: str | None) -> set[str]:
    # Standard input of no named kind can be a table, and so can what has no ending, which a reader refuses.
    of_stdin = f".{(stdin_kind or '').lower().removeprefix('.')}"
    return {of_stdin if name == STDIN else ending_of(Path(name)) for name in input_names(names)}


def require_stdin() -> TextIO:
    """Return standard input; raises InputError if whoever started the command has closed it."""
    if sys.stdin is None:
        raise InputError("-: standard input is closed; give a file or a pipe")
    return sys.stdin
