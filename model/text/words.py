"""What a reader sees of a text: its words, or, where none are spaced apart, its signs."""

import re
from typing import Final

__all__ = ["UNSPACED_LETTERS", "visible_signs", "words_of"]

UNSPACED_LETTERS: Final = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
"""Kana and Han letters, for a character class of a regular expression."""
_WORD: Final = re.compile(rf"[{UNSPACED_LETTERS}]|[^\W{UNSPACED_LETTERS}]+")

# Soft hyphens, zero-width spaces and joiners, byte order marks: web pages have them within words.
_NO_WIDTH: Final = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")


def visible_signs(text: str) -> tuple[str, list[int] | None]:
    """Return `text` without signs that have no width, and where each of its signs stood; None if there are none."""
    if not _NO_WIDTH.search(text):
        return text, None
    offsets = [number for number, sign in enumerate(text) if not _NO_WIDTH.match(sign)]
    return "".join(text[number] for number in offsets), offsets


def words_of(text: str) -> list[str]:
    """Return the words in order, without case and punctuation; a kana or Han letter is a word."""
    return _WORD.findall(text.casefold())
