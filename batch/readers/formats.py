"""Which reader reads which file: the one list of input formats."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

from detente.batch.readers.csv_rows import read_csv, read_tsv
from detente.batch.readers.documents import read_html, read_text
from detente.batch.readers.excel_rows import read_excel
from detente.batch.readers.json_rows import read_jsonlines
from detente.batch.readers.parquet_rows import read_parquet
from detente.batch.readers.raw_rows import RawTable
from detente.batch.readers.text_streams import COMPRESSIONS, DAMAGE, open_bytes
from detente.batch.readers.word_documents import read_word
from detente.batch.records import ReaderOptions, Record
from detente.model.errors import InputError, missing_file

# Both are given the bytes, the name of the file for messages, and the options.
ReadDocuments = Callable[[BinaryIO, str, ReaderOptions], Iterator[Record]]
ReadTable = Callable[[BinaryIO, str, ReaderOptions], RawTable]

DOCUMENTS: Final[dict[str, ReadDocuments]] = {
    ".txt": read_text,
    ".md": read_text,
    ".html": read_html,
    ".htm": read_html,
    ".docx": read_word,
    ".srt": read_text,
    ".vtt": read_text,
}
TABLES: Final[dict[str, ReadTable]] = {
    ".csv": read_csv,
    ".tsv": read_tsv,
    ".jsonl": read_jsonlines,
    ".ndjson": read_jsonlines,
    ".parquet": read_parquet,
    ".xlsx": read_excel,
}

# What to do with a JSON array, which is not read: no row of it is known before its end.
ARRAY_ADVICE: Final = "save one object a line as .jsonl, for example with jq -c '.[]'"


def accepted_kinds(endings: dict[str, ReadDocuments] | dict[str, ReadTable] | None = None) -> str:
    """List the endings of all files that can be read, or of those in `endings`, for messages."""
    return f"{', '.join(endings or {**DOCUMENTS, **TABLES})}, each also with {' or '.join(COMPRESSIONS)}"


def ending_of(path: Path) -> str:
    """Return the ending that says how a file is read, in lower case and without that of a compression."""
    suffixes = [suffix.lower() for suffix in path.suffixes[-2:]]
    if suffixes and suffixes[-1] in COMPRESSIONS:
        suffixes.pop()
    return suffixes[-1] if suffixes else ""


def has_reader(path: Path) -> bool:
    """Tell whether a file is of a kind that can be read, by its name."""
    ending = ending_of(path)
    return ending in DOCUMENTS or ending in TABLES


@contextmanager
def open_table(path: Path, options: ReaderOptions) -> Iterator[RawTable]:
    """Open a file of rows, packed or not.

    Raises InputError, also while the rows are read, where the file does not exist, is no table by its
    ending, or is damaged.
    """
    reader = TABLES.get(ending_of(path))
    if reader is None:
        raise InputError(f"{path}: unsupported file type; accepted are {accepted_kinds(TABLES)}")
    try:
        with open_bytes(path) as stream:
            yield reader(stream, str(path), options)
    except FileNotFoundError as error:
        raise InputError(missing_file(path)) from error
    except DAMAGE as error:
        raise InputError(f"{path}: cannot be read: {getattr(error, 'strerror', None) or error}") from error
