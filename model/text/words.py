"""What a reader sees of a text: its words, or, where none are spaced apart, its signs."""

import re
from typing import Final

__all__ = [
    "CONTENT_HAN",
    "UNREAD_SIGN",
    "UNSPACED_LETTER",
    "UNSPACED_LETTERS",
    "visible_signs",
    "without_unread",
    "word_count",
    "words_of",
]

UNSPACED_LETTERS: Final = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
"""Kana and Han letters, for a character class of a regular expression."""
_WORD: Final = re.compile(rf"[{UNSPACED_LETTERS}]|[^\W{UNSPACED_LETTERS}]+")
UNSPACED_LETTER: Final = re.compile(f"[{UNSPACED_LETTERS}]")
"""A letter of a script that writes no spaces between words."""
# Words of one sign that Chinese sentences are held together with, in both scripts.
_PARTICLES: Final = (
    "的地得了着著过過是在和与與及或也都又还還就才不没沒无無未对對向从從自由给給把被让讓使以为為于於而但并並且则則因如若等各每"
    "这這那其之所他她它我你们們将將会會要能可称稱说說有上下中里裡内內外前后後年月日时時个個名位次件来來去到至比很更最互一两兩"
)
CONTENT_HAN: Final = re.compile(f"[\u3400-\u4dbf\u4e00-\u9fff](?<![{_PARTICLES}])")
"""A Han letter that is not by itself a particle, pronoun or the like: next to another one it is half a word."""

# Soft hyphens, zero-width spaces and joiners, byte order marks: web pages have them within words.
_NO_WIDTH: Final = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
UNREAD_SIGN: Final = re.compile(r"[/@]|www\.| (?:North|South)\b")
"""What every text holds in which `without_unread` finds anything, and few others."""
# Of pages and mailboxes. What is no sign of an address ends it, so that Chinese may stand right behind.
_ADDRESS: Final = re.compile(
    r"(?i:https?://|www\.)[!#-;=?-\\^-{}~]+"
    r"|(?<![\w.@-])(?:[a-z\d-]{1,63}\.){1,5}[a-z]{2,10}/[!#-;=?-\\^-{}~]*"
    r"|(?<![\w.+-])[\w.+-]{1,64}@[A-Za-z\d-]{1,63}(?:\.[A-Za-z\d-]{1,63}){1,5}"
)

# "Ann Roe (Ashby South)", "the Member for Ashby South": a constituency in the records of a parliament.
_SEAT_WORD: Final = r"(?!(?:North|South|Koreas?|Korean)\b)[A-Z][\w'’.-]*"
_SEAT_NAME: Final = (
    rf"{_SEAT_WORD}(?:,?\s(?:(?:and|upon|on|under|in|of|the|with)\s){{0,2}}{_SEAT_WORD}){{0,4}}\s"
)
_SEAT: Final = re.compile(
    rf"(?P<before>\({_SEAT_NAME})(?:North|South)(?=\))"
    rf"|(?P<member>\b(?:[Mm]embers?|MPs?|[Cc]andidates?)\sfor\s{_SEAT_NAME})(?:North|South)(?![\w'’-]|\s[A-Z])"
)


def visible_signs(text: str) -> tuple[str, list[int] | None]:
    """Return `text` without signs that have no width, and where each of its signs stood; None if there are none."""
    if not _NO_WIDTH.search(text):
        return text, None
    offsets = [number for number, sign in enumerate(text) if not _NO_WIDTH.match(sign)]
    return "".join(text[number] for number in offsets), offsets


def without_unread(text: str) -> str:
    """Return `text`, equally long, with blanks for words that are part of something else.

    They are the addresses of pages and mailboxes, whose words nobody reads, and the "South" of a constituency.
    """
    text = _ADDRESS.sub(lambda address: " " * len(address[0]), text)
    return _SEAT.sub(_without_direction, text)


def _without_direction(seat: re.Match[str]) -> str:
    kept = seat["before"] or seat["member"]
    return kept + " " * (len(seat[0]) - len(kept))


def words_of(text: str) -> list[str]:
    """Return the words in order, without case and punctuation; a kana or Han letter is a word."""
    return _WORD.findall(text.casefold())


def word_count(text: str) -> int:
    """Return how long a text is in words: those between blanks; of kana or Han letters, two count as one word."""
    # Most words of Chinese news have two letters. Counted one by one, a statement would be half as long again as the
    # English one that says the same, and counted by blanks a single word.
    if not UNSPACED_LETTER.search(text):
        return len(text.split())
    return sum(max(1, len(UNSPACED_LETTER.findall(stretch)) // 2) for stretch in text.split())
