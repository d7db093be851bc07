"""Tells texts in Latin letters from others."""

import re
from collections.abc import Iterable
from typing import Final

_LETTER: Final = re.compile(r"[^\W\d_]")
# Latin letters, accented ones and full-width forms included.
_LATIN: Final = re.compile(r"[A-Za-zªºÀ-ÖØ-öø-ʸḀ-ỿＡ-Ｚａ-ｚ]")


def is_mostly_latin(texts: Iterable[str]) -> bool:
    """Tell whether at least half of all letters are Latin; True where there is none. Time is linear."""
    latin = letters = 0
    for text in texts:
        latin += len(_LATIN.findall(text))
        letters += len(_LETTER.findall(text))
    return 2 * latin >= letters
