"""Tells in which writing system a text is written."""

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

__all__ = ["Letters", "count_letters", "is_east_asian", "is_mostly_latin"]

_LETTER: Final = re.compile(r"[^\W\d_]")
# Latin letters, accented ones and full-width forms included.
_LATIN: Final = re.compile(r"[A-Za-zªºÀ-ÖØ-öø-ʸḀ-ỿＡ-Ｚａ-ｚ]")
_HANGUL_LETTERS: Final = "\u1100-\u11ff\u3131-\u318e\ua960-\ua97f\uac00-\ud7a3\ud7b0-\ud7ff"
_HAN_LETTERS: Final = "\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
_KANA_LETTERS: Final = "\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fd-\u30ff\uff66-\uff9d"
_HANGUL, _HAN, _KANA, _SIGN = (
    re.compile(f"[{letters}]")
    for letters in (
        _HANGUL_LETTERS,
        _HAN_LETTERS,
        _KANA_LETTERS,
        _HANGUL_LETTERS + _HAN_LETTERS + _KANA_LETTERS,
    )
)
# Latin letters that say about as much as one Korean, Chinese or Japanese sign.
_SIGN_WEIGHT: Final = 3


class Letters(NamedTuple):
    """How many letters of a text are Latin, Hangul, Han (Chinese, hanja, kanji), kana, and of other scripts."""

    latin: int
    hangul: int
    han: int
    kana: int
    others: int

    @property
    def are_east_asian(self) -> bool:
        """Whether Korean, Chinese or Japanese signs carry at least half of the text."""
        signs = self.hangul + self.han + self.kana
        return signs > 0 and _SIGN_WEIGHT * signs >= self.latin


def count_letters(text: str) -> Letters:
    """Count the letters of a text by script; time is linear."""
    latin, hangul, han, kana = (len(script.findall(text)) for script in (_LATIN, _HANGUL, _HAN, _KANA))
    others = max(0, len(_LETTER.findall(text)) - latin - hangul - han - kana)
    return Letters(latin, hangul, han, kana, others)


def is_east_asian(text: str) -> bool:
    """Tell whether Korean, Chinese or Japanese signs carry at least half of the text, one for three letters."""
    if text.isascii():
        return False
    signs = len(_SIGN.findall(text))
    return signs > 0 and _SIGN_WEIGHT * signs >= len(_LATIN.findall(text))


def is_mostly_latin(texts: Iterable[str]) -> bool:
    """Tell whether at least half of all letters are Latin; True where there is none. Time is linear."""
    latin = letters = 0
    for text in texts:
        latin += len(_LATIN.findall(text))
        letters += len(_LETTER.findall(text))
    return 2 * latin >= letters
