"""Puts Korean syllables together that are taken apart."""

import re
import unicodedata
from typing import Final

__all__ = ["whole_syllables"]

# A syllable as Unicode takes it apart (NFD): a leading consonant, a vowel, perhaps a final consonant.
_SYLLABLE: Final = re.compile("[\u1100-\u1112][\u1161-\u1175][\u11a8-\u11c2]?")


def whole_syllables(text: str) -> tuple[str, list[int] | None]:
    """Return `text` with Hangul syllables put together that are taken apart, and where its letters stood.

    The second value gives for each letter of the new text, and for its end, the offset in `text`; it is None where
    nothing changed. Text that was copied on a Mac may have such syllables, which look the same. Time is linear.
    """
    if not _SYLLABLE.search(text):
        return text, None
    letters: list[str] = []
    offsets: list[int] = []
    at = 0
    while at < len(text):
        syllable = _SYLLABLE.match(text, at)
        end = syllable.end() if syllable else at + 1
        letters.append(unicodedata.normalize("NFC", text[at:end]) if syllable else text[at])
        offsets.append(at)
        at = end
    offsets.append(at)
    return "".join(letters), offsets
