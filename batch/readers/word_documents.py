"""Documents of Word: the text of an .docx file, paragraph by paragraph."""

import re
from collections.abc import Iterator
from typing import IO, BinaryIO, Final

from detente.batch.office_files import damage_named, open_archive, safe_parser
from detente.batch.readers.documents import DOCUMENT_LIMIT
from detente.batch.readers.text_streams import seekable
from detente.batch.records import ReaderOptions, Record, broken_document

_KIND: Final = "a Word file (.docx)"
_MAIN: Final = re.compile(r"word/document\d*\.xml")
_NAMESPACES: Final = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
# Text that was deleted or moved away under tracked changes, and the same drawing again for older programs.
_LEFT_OUT: Final = ("del", "moveFrom", "Fallback")
_CHARACTERS: Final = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_READ_BYTES: Final = 64 * 1024
_MOST_XML: Final = 512 * 1024 * 1024
# Bytes of one tag or comment, which expat reads from its start again with all that is read of it; and elements one
# inside the other, each of which it keeps. Word writes a few hundred of the first and less than a hundred of the other.
_LONGEST_TAG: Final = 1024 * 1024
_DEEPEST: Final = 10_000


def read_word(stream: BinaryIO, document: str, options: ReaderOptions) -> Iterator[Record]:  # noqa: ARG001
    """Read the paragraphs of a .docx file, those of its tables and text boxes included.

    Headers, footers, notes and comments are left out. Gives nothing for a file without text. Raises ValueError
    where the file is damaged.
    """
    with open_archive(seekable(stream), _KIND) as archive:
        names = sorted(name for name in archive.namelist() if _MAIN.fullmatch(name))
        if not names:
            raise ValueError("not a Word file (.docx): it holds no document")
        with damage_named(_KIND), archive.open(names[0]) as member:
            paragraphs = _Paragraphs(names[0])
            paragraphs.read(member)
    text = "\n\n".join(paragraphs.texts)
    if paragraphs.is_too_long:
        yield broken_document(
            document, f"longer than {DOCUMENT_LIMIT:,} characters; cut it into several files"
        )
    elif text:
        yield Record(text, {}, document, None, "document")


class _Paragraphs:
    """Gathers the paragraphs of a document; one within another, as in a text box, comes before it."""

    def __init__(self, name: str) -> None:
        self.texts: list[str] = []
        self.is_too_long = False
        self._open: list[list[str]] = []
        self._depth = 0
        self._left_out = 0
        self._is_text = False
        self._characters = 0
        self._parser = safe_parser(name, namespace_separator=" ")
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._data

    def read(self, member: IO[bytes]) -> None:
        """Read the XML of a document, as far as a document may be long."""
        size = 0
        while data := member.read(_READ_BYTES):
            size += len(data)
            self._parser.Parse(data)
            if size - self._parser.CurrentByteIndex > _LONGEST_TAG:
                raise ValueError(f"a tag or comment is longer than {_LONGEST_TAG:,} bytes")
            self.is_too_long = self._characters > DOCUMENT_LIMIT or size > _MOST_XML
            if self.is_too_long:
                return
        self._parser.Parse(b"", True)  # noqa: FBT003 - no keyword is accepted

    def _start(self, element: str, attributes: dict[str, str]) -> None:  # noqa: ARG002
        self._depth += 1
        if self._depth > _DEEPEST:
            raise ValueError(f"elements are nested more than {_DEEPEST:,} deep")
        namespace, _, name = element.rpartition(" ")
        if name in _LEFT_OUT:
            self._left_out += 1
        if namespace not in _NAMESPACES:
            return
        if name == "p":
            self._open.append([])
        elif name in _CHARACTERS:
            self._add(_CHARACTERS[name])
        self._is_text = name == "t"

    def _end(self, element: str) -> None:
        self._depth -= 1
        namespace, _, name = element.rpartition(" ")
        if name in _LEFT_OUT:
            self._left_out -= 1
        if name == "p" and namespace in _NAMESPACES:
            text = "".join(self._open.pop()).strip()
            if text:
                self.texts.append(text)
        self._is_text = False

    def _data(self, data: str) -> None:
        if self._is_text:
            self._add(data)

    def _add(self, text: str) -> None:
        if self._open and not self._left_out:
            self._open[-1].append(text)
            self._characters += len(text)
