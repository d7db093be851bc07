"""Bytes in, text out: compression, byte order marks, and bytes that the encoding does not allow."""

import codecs
import gzip
import io
import re
import shutil
import sys
import tempfile
import zlib
from pathlib import Path
from typing import BinaryIO, cast

from detente.batch.readers.text_encodings import Found, InferredBytes
from detente.batch.whole_file import NO_ROOM
from detente.model.errors import InputError

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

COMPRESSIONS = (".gz", ".zst")

# What a damaged file raises while it is read (pyarrow's errors are kinds of these); our own InputError,
# which says that the call is wrong, is none of them.
DAMAGE = (OSError, EOFError, zlib.error, zstd.ZstdError, ValueError, NotImplementedError)

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark is the beginning of this one
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LONGEST_MARK = 4
_ESCAPED_BYTES = range(0xDC00, 0xDD00)
_ESCAPED_IN_UTF8 = re.compile(rb"\xed[\xb0-\xb3][\x80-\xbf]")


def _escape_bytes(error: UnicodeError) -> tuple[str, int]:
    # Like "surrogateescape", but also for bytes below 0x80, which UTF-16 and the East Asian encodings
    # can refuse: no file raises half-way, and every bad byte can still be named.
    if not isinstance(error, UnicodeDecodeError):
        raise error
    bad = error.object[error.start : error.end]
    if _ESCAPED_IN_UTF8.fullmatch(whole := error.object[error.start : error.start + 3]):
        return whole.decode("utf-8", "surrogatepass"), error.start + 3
    return "".join(chr(_ESCAPED_BYTES.start + byte) for byte in bad), error.end


ESCAPE_BYTES = "detente-escape-bytes"
codecs.register_error(ESCAPE_BYTES, _escape_bytes)


def check_encoding(encoding: str | None) -> None:
    """Raise InputError where `encoding` is no text encoding that Python knows; None is to be inferred."""
    if encoding is None:
        return
    try:
        b"a".decode(encoding)
    except (LookupError, UnicodeEncodeError) as error:  # the latter of a name that is no text itself
        raise InputError(
            f"encoding {encoding!r} is not known; give one such as utf-8, cp1252, latin-1, utf-16, "
            "gb18030, euc-kr or shift_jis"
        ) from error
    except UnicodeError:
        return  # a real encoding, for which one byte is too short


def open_bytes(path: Path) -> BinaryIO:
    """Open a file for reading, unpacked where its name ends with .gz or .zst.

    Raises OSError where it cannot be opened; a damaged file raises one of DAMAGE while it is read.
    """
    match path.suffix.lower():
        case ".gz":
            return cast(BinaryIO, gzip.open(path, "rb"))
        case ".zst":
            return cast(BinaryIO, zstd.open(path, "rb"))
        case _:
            return path.open("rb")


class Rejoined(io.RawIOBase):
    """A stream with the bytes already taken from its front put back; never seeks, so pipes will do."""

    def __init__(self, front: bytes, rest: BinaryIO) -> None:
        super().__init__()
        self._front = front
        self._rest = rest
        # read1 gives what a pipe has by now, where read would wait for a full buffer.
        self._read = getattr(rest, "read1", rest.read)

    def readable(self) -> bool:
        """Say that the stream can be read."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill `buffer` from the front first, then from the rest."""
        data = self._front[: len(buffer)] if self._front else self._read(len(buffer))
        self._front = self._front[len(data) :]
        buffer[: len(data)] = data
        return len(data)


def rejoin(front: bytes, rest: BinaryIO) -> BinaryIO:
    """Put `front`, taken from the start of `rest`, back before it."""
    return io.BufferedReader(Rejoined(front, rest))


def marked_encoding(head: bytes) -> tuple[str, int] | None:
    """Return the encoding that a byte order mark names and the length of the mark; None without one."""
    return next(((name, len(mark)) for mark, name in _MARKS if head.startswith(mark)), None)


class TextReader(io.TextIOWrapper):
    """A stream as text, with the encoding of its bytes."""

    def __init__(self, stream: BinaryIO, name: str, *, newline: str | None) -> None:
        super().__init__(stream, name, errors=ESCAPE_BYTES, newline=newline)
        raw = getattr(stream, "raw", None)
        self._inferring = raw if isinstance(raw, InferredBytes) else None

    @property
    def inferred_encoding(self) -> str | None:
        """The encoding that was inferred by now, None where there is none."""
        return None if self._inferring is None else self._inferring.encoding

    @property
    def encoding_name(self) -> str:
        """The encoding of the bytes, as far as is known by now."""
        return self.inferred_encoding or self.encoding


def seekable(stream: BinaryIO) -> BinaryIO:
    """Return `stream` itself if it is a plain file, else a temporary file with its bytes.

    For formats that are read from their end: a pipe or an unpacked file goes to disk rather than into memory. Raises
    OSError with the folder of that file where its disk is full.
    """
    if isinstance(getattr(stream, "raw", None), io.FileIO) and stream.seekable():
        return stream
    spooled = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the last reference, as its reader reads on
    try:
        shutil.copyfileobj(stream, spooled)
        spooled.seek(0)
    except OSError as error:
        if error.filename is None and error.errno in NO_ROOM:
            error.filename = tempfile.gettempdir()  # this disk is full, and not that of the output
        raise
    return cast(BinaryIO, spooled)


def open_text(
    stream: BinaryIO, encoding: str | None, *, newline: str | None, found: Found | None = None
) -> TextReader:
    """Decode a stream, by its byte order mark if it has one, else by `encoding`.

    Where that is None, the encoding is UTF-8 or what the bytes show (`InferredBytes`), which `found` is told.
    Bytes that are not valid become escapes that `byte_error` finds. `newline` is as in `open`.
    """
    head = stream.read(_LONGEST_MARK)
    name, length = marked_encoding(head) or (encoding, 0)
    rest = rejoin(head[length:], stream)
    if name is None:
        inferred = InferredBytes(rest, errors=ESCAPE_BYTES, found=found)
        return TextReader(io.BufferedReader(inferred), "utf-8", newline=newline)
    # The mark is gone by now, and Python's own decoder of this name drops the beginning of one where a file ends in it.
    return TextReader(rest, "utf-8" if codecs.lookup(name).name == "utf-8-sig" else name, newline=newline)


def byte_error(text: str, encoding: str, *, advice: str = "") -> str | None:
    """Say which byte of `text`, as `open_text` decoded it, is not valid; None where all are.

    `advice` is what helps beside saving the file again, as the end of the message.
    """
    if is_valid(text):
        return None
    for number, character in enumerate(text, start=1):
        if ord(character) in _ESCAPED_BYTES:
            byte = ord(character) - _ESCAPED_BYTES.start
            wrong = f"byte 0x{byte:02X} at character {number} is not valid {encoding}"
            return f"{wrong}; save the file as UTF-8{advice}"
    return None


def is_valid(text: str) -> bool:
    """Tell whether `text` can be written as UTF-8, that is, holds no lone surrogate."""
    if text.isascii():  # most text is, and says so at once
        return True
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
