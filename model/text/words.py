"""The words of a text; of Chinese and Japanese, which write no spaces between words, the signs."""

import re
from typing import Final

__all__ = ["UNSPACED_LETTERS", "words_of"]

UNSPACED_LETTERS: Final = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
"""Kana and Han letters, for a character class of a regular expression."""
_WORD: Final = re.compile(rf"[{UNSPACED_LETTERS}]|[^\W{UNSPACED_LETTERS}]+")


def words_of(text: str) -> list[str]:
    """Return the words in order, without case and punctuation; a kana or Han letter is a word."""
    return _WORD.findall(text.casefold())
