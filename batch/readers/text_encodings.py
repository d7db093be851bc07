"""Text whose encoding nobody named: UTF-8, or else what its bytes show, and never a guess between two."""

import codecs
import io
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, BinaryIO, Final

if TYPE_CHECKING:
    from charset_normalizer import CharsetMatch

# Told the encoding that was found, at most once a stream.
Found = Callable[[str], None]

# Bytes that an encoding is inferred from, and at each read.
_SAMPLE_BYTES: Final = 64 * 1024
_READ_BYTES: Final = 8 * 1024

_CANDIDATES: Final = ("cp1252", "cp949", "gb18030", "big5", "shift_jis", "euc_jp")
# How far the best candidate has to be ahead, in charset-normalizer's measures (fractions of 1).
_DISORDER_AHEAD, _LANGUAGE_AHEAD = 0.03, 0.05
_MOST_DISORDER: Final = 0.2

# Western text has few accented letters; more of them are Cyrillic or Greek in an encoding of one byte a letter.
_MOST_ACCENTED: Final = 0.25
# What Central European and Macintosh text turns into when it is read as cp1252.
_NOT_WESTERN: Final = re.compile(r"[A-Za-z][¹³¿¢¤¥¦ª¬¯±µ¶¼½¾]|[¹³¿¢¤¥¦ª¬¯±µ¶][a-z]|[a-z][À-Þ][a-z]")
# Beyond ASCII, English in cp1252 has hardly more than quotation marks and dashes, one or two together.
_RARE: Final = 0.05
_LONG_RUN: Final = re.compile(rb"[\x80-\xff]{3}")

# In UTF-16, one byte of each ASCII character is NUL: the second, or the first. East Asian text has spaces and digits.
_LEAST_NULS_IN_ASCII, _LEAST_NULS = 0.7, 0.02
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufffe\uffff]")


class InferredBytes(io.RawIOBase):
    """A stream as UTF-8, transcoded where its bytes show another encoding.

    ASCII and UTF-8 pass as they come, so a pipe is not waited on. The first bytes that are no UTF-8 decide:
    `found` is told the encoding, which is also `encoding` from then on. Where they do not decide, or stand among
    more characters that are UTF-8, all bytes pass as they are. `errors` decodes bytes that the encoding found does
    not allow; it may give surrogates, which come out as UTF-8 would write them.
    """

    def __init__(self, stream: BinaryIO, *, errors: str, found: Found | None = None) -> None:
        super().__init__()
        self._errors = errors
        self._found = found
        self._read = getattr(stream, "read1", stream.read)
        self._ready = b""
        self._held = b""
        self._is_first = True
        self._is_settled = False
        self._damage: Exception | None = None
        self._decoder: codecs.IncrementalDecoder | None = None
        self.encoding: str | None = None

    def readable(self) -> bool:
        """Say that the stream can be read."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill `buffer` with UTF-8."""
        while not self._ready:
            if self._damage is not None:
                raise self._damage
            data = self._read(_READ_BYTES)
            self._ready = self._transcoded(data)
            if not data:
                break
        data, self._ready = self._ready[: len(buffer)], self._ready[len(buffer) :]
        buffer[: len(data)] = data
        return len(data)

    def _transcoded(self, data: bytes) -> bytes:
        is_last = not data
        data, self._held = self._held + data, b""
        if not self._is_settled:
            data = self._settled(data, is_last=is_last)
        if self._decoder is None:
            return data
        return self._decoder.decode(data, final=is_last).encode("utf-8", "surrogatepass")

    def _settled(self, data: bytes, *, is_last: bool) -> bytes:
        if self._is_first and b"\0" in data:
            return self._decide(data)
        try:
            data.decode("utf-8")
        except UnicodeDecodeError as error:
            if is_last or error.reason != "unexpected end of data":
                return self._decide(data)
            data, self._held = data[: error.start], data[error.start :]
        self._is_first = self._is_first and not data
        self._is_settled = not data.isascii()
        return data

    def _decide(self, data: bytes) -> bytes:
        self._is_settled = True
        try:
            while len(data) < _SAMPLE_BYTES and (more := self._read(_SAMPLE_BYTES - len(data))):
                data += more
        except Exception as error:  # noqa: BLE001 - raised again behind what was read
            self._damage = error
        infer = utf16_without_mark if self._is_first and b"\0" in data else infer_encoding
        if (encoding := infer(data)) is not None:
            self.encoding = encoding
            self._decoder = codecs.getincrementaldecoder(encoding)(self._errors)
            if self._found is not None:
                self._found(encoding)
        return data


def infer_encoding(sample: bytes) -> str | None:
    """Return the encoding of bytes that are not valid UTF-8; None where two are as likely, or none is.

    Candidates are cp1252 and the usual encodings of Korean, Chinese and Japanese, by charset-normalizer's
    measures of disorder and of language. A sample with more characters in UTF-8 than bytes outside of it has none:
    it is damaged UTF-8.
    """
    read = sample.decode("utf-8", "replace")
    bad = read.count("\ufffd")
    good = sum(not character.isascii() for character in read) - bad
    if good > bad:
        return None
    from charset_normalizer import from_bytes  # only here: few files need it

    # A character that the sample cuts in two speaks against no encoding.
    whole = sample[: sample.rfind(b"\n") + 1] or sample
    matches = sorted(
        from_bytes(whole, cp_isolation=list(_CANDIDATES)), key=lambda match: (match.chaos, -match.coherence)
    )
    usable = [match for match in matches if match.chaos <= _MOST_DISORDER]
    likely = {match.encoding for match in usable if not _is_behind(match, usable[0])}
    if "cp1252" in likely and not good and _is_western(whole):
        return "cp1252"
    likely.discard("cp1252")
    return likely.pop() if len(likely) == 1 and not _is_sparse(whole) else None


def _is_behind(match: "CharsetMatch", best: "CharsetMatch") -> bool:
    return match.chaos > best.chaos + _DISORDER_AHEAD or match.coherence < best.coherence - _LANGUAGE_AHEAD


def _is_sparse(sample: bytes) -> bool:
    high = sum(byte >= 0x80 for byte in sample)
    return high < _RARE * len(sample) and _LONG_RUN.search(sample) is None


def _is_western(sample: bytes) -> bool:
    text = sample.decode("cp1252", "replace")
    letters = [character for character in text if character.isalpha()]
    accented = sum(not letter.isascii() for letter in letters)
    return accented <= _MOST_ACCENTED * len(letters) and not _NOT_WESTERN.search(text)


def utf16_without_mark(sample: bytes) -> str | None:
    """Return "utf-16-le" or "utf-16-be" where NUL bytes show that a text without a mark is one; else None."""
    sample = sample[: len(sample) // 2 * 2]
    nuls = {"utf-16-be": sample[::2].count(0), "utf-16-le": sample[1::2].count(0)}
    encoding = max(nuls, key=lambda name: nuls[name])
    least = _LEAST_NULS_IN_ASCII if _is_utf8(sample) else _LEAST_NULS
    if nuls[encoding] < least * len(sample) / 2 or min(nuls.values()) > nuls[encoding] / 20:
        return None
    try:
        text = codecs.getincrementaldecoder(encoding)("strict").decode(sample)
    except UnicodeDecodeError:
        return None
    return None if _CONTROLS.search(text) else encoding


def _is_utf8(sample: bytes) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")("strict").decode(sample)
    except UnicodeDecodeError:
        return False
    return True
