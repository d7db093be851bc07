"""Files of Excel and Word: zip archives of XML, checked before a library reads them."""

import lzma
import re
import struct
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, Final
from xml.etree.ElementTree import ParseError
from xml.parsers import expat

from detente.model.errors import require_modules

# Unpacked bytes of what a reader of sheets takes into memory whole: texts, styles, and the lists of its files.
_MOST_SHARED: Final = 512 * 1024 * 1024
_SHEETS: Final = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)

# What the standard library and openpyxl raise for a damaged archive, or for the XML in it. A RuntimeError is that of
# a part which is said to need a password.
_DAMAGE: Final = (
    ArithmeticError,
    AttributeError,
    LookupError,
    RuntimeError,
    TypeError,
    ValueError,
    ParseError,
    expat.ExpatError,
    lzma.LZMAError,
    struct.error,
    zipfile.BadZipFile,
)

# What XML cannot hold or would change, written as Excel itself does (ECMA-376, ST_Xstring).
_CONTROLS: Final = r"[\x00-\x08\x0b-\x1f\ufffe\uffff]"
# An underscore that would begin an escape, also where a control that is escaped itself ends it.
_ODD: Final = re.compile(rf"_(?=x[0-9A-Fa-f]{{4}}(?:_|{_CONTROLS}))|{_CONTROLS}")
_WRITTEN_ODD: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")


def require_openpyxl(*, extra: str = "office") -> None:
    """Raise InputError where openpyxl is not installed; `extra` is the one to name of those that bring it."""
    require_modules(["openpyxl"], extra, need="Excel files need")


@contextmanager
def damage_named(kind: str) -> Iterator[None]:
    """Raise ValueError, with `kind` in its message, for whatever a damaged file makes the libraries raise."""
    try:
        yield
    except _DAMAGE as error:
        raise ValueError(f"not readable as {kind}: {error}") from error


def open_archive(stream: BinaryIO, kind: str) -> zipfile.ZipFile:
    """Open a file of Excel or Word; `kind` names it in the error.

    Raises ValueError where it is no such archive, or holds what could fill the memory.
    """
    try:
        archive = zipfile.ZipFile(stream)
    except _DAMAGE as error:
        raise ValueError(f"not {kind}, damaged, or protected by a password") from error
    shared = sum(info.file_size for info in archive.infolist() if not _SHEETS.fullmatch(info.filename))
    if shared > _MOST_SHARED:
        raise ValueError(f"unpacks to more than {_MOST_SHARED >> 20} MiB beside its sheets")
    return archive


def refuse_entities(archive: zipfile.ZipFile) -> None:
    """Raise ValueError where a part of an archive declares a document type, as only hostile files do.

    A document type can define entities that grow without bound when they are read.
    """
    for info in archive.infolist():
        if info.filename.lower().endswith((".xml", ".rels", ".vml")):
            with archive.open(info) as member:
                _read_prolog(member.read(4096), info.filename)


def safe_parser(name: str, *, namespace_separator: str | None = None) -> expat.XMLParserType:
    """Return a parser that raises ValueError at a document type; `name` is the part that it is to read."""
    parser = expat.ParserCreate(namespace_separator=namespace_separator)

    def refuse(*_: object) -> None:
        raise ValueError(f"{name} declares a document type, which no office program writes")

    parser.StartDoctypeDeclHandler = refuse
    return parser


def _read_prolog(head: bytes, name: str) -> None:
    # A prolog beyond the head is no office program's either, but only a document type does harm.
    try:
        safe_parser(name).Parse(head)
    except expat.ExpatError:
        return  # the reader will say what is wrong


def cell_xml_text(text: str) -> str:
    """Write a text so that a cell of Excel can hold it."""
    return _ODD.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def cell_plain_text(text: str) -> str:
    """Undo `cell_xml_text`."""
    return _WRITTEN_ODD.sub(lambda found: chr(int(found[1], 16)), text)
