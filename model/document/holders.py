"""Tells from a phrase who holds a stance: a state, another body, or a private voice."""

import re
import tomllib
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from operator import itemgetter
from pathlib import Path
from typing import Final

__all__ = ["OTHER", "HolderWords", "holder_words"]

OTHER: Final = "other"
# Both press services write "Rep.": of Seoul where the name is Korean, else of Washington.
_MEMBER: Final = re.compile(r"\b(?:Rep|Sen)\.\s[A-Z]")
_REPRESENTATIVE: Final = re.compile(r"\bRep\.\s[A-Z]")
_KOREAN_MEMBER: Final = re.compile(r"\bRep\.\s[A-Z][a-z]+\s[A-Z][a-z]+-[a-z]+")
_FORMER: Final = re.compile(r"\b(?:[Ff]ormer|[Ee]x)\b")


@dataclass(frozen=True)
class HolderWords:
    """The words of `holders.toml`: patterns for other states by code, private voices and offices.

    `bodies` are bodies and offices whose names do not show their state, by code.
    """

    states: tuple[tuple[str, re.Pattern[str]], ...]
    exceptions: re.Pattern[str]
    bodies: tuple[tuple[str, re.Pattern[str]], ...]
    private: re.Pattern[str]
    official: re.Pattern[str]
    capitalised: frozenset[str]

    def named_in(self, text: str) -> list[tuple[int, str]]:
        """Return where `text` names a holder beside the four actors, and its code, by position."""
        return [(start, code) for start, _, code in self.spans_in(text)]

    def spans_in(self, text: str) -> list[tuple[int, int, str]]:
        """Return the same with the ends of the names.

        Of a name within a longer one only the longer counts: "NATO Secretary-General" is not the one of the UN.
        """
        excepted = [match.span() for match in self.exceptions.finditer(text)]
        named = sorted(
            (*match.span(), code) for code, pattern in self.states for match in pattern.finditer(text)
        )
        longest, found = 0, list[tuple[int, int, str]]()
        for first, last, code in named:
            # The exceptions do not overlap: only the last that begins by then may cover the name.
            before = bisect_right(excepted, first, key=itemgetter(0)) - 1
            if last > longest and not (before >= 0 and first < excepted[before][1]):
                found.append((first, last, code))
            longest = max(longest, last)
        return found

    def body_in(self, text: str) -> str | None:
        """Return the code of the state whose body `text` names, None where it names none or who was there once."""
        if _FORMER.search(text):
            return None
        if _MEMBER.search(text):
            return "KR" if _KOREAN_MEMBER.search(text) else "US"
        return next((code for code, pattern in self.bodies if pattern.search(text)), None)

    def is_representative(self, text: str) -> bool:
        """Whether `text` names a "Rep.", who may sit in Washington or in Seoul."""
        return _REPRESENTATIVE.search(text) is not None


@cache
def holder_words() -> HolderWords:
    """Read the words once; they ship with the package."""
    tables = tomllib.loads((Path(__file__).parent / "holders.toml").read_text(encoding="utf-8"))
    return HolderWords(
        tuple((code, _pattern(words)) for code, words in tables["states"].items()),
        _pattern(tables["exceptions"]["words"]),
        tuple((code, _pattern(words)) for code, words in tables["bodies"].items()),
        _pattern(tables["private"]["words"], flags=re.IGNORECASE, but=tables["private"]["but"]),
        _pattern(tables["official"]["words"], flags=re.IGNORECASE),
        frozenset(tables["capitalised"]["words"]),
    )


def _pattern(words: Iterable[str], *, flags: int = 0, but: Iterable[str] = ()) -> re.Pattern[str]:
    """A pattern for any of the words, but not for the last word of one of the names `but`, each of two words."""
    longest_first = sorted(words, key=len, reverse=True)
    pairs = (map(re.escape, name.split()) for name in but)
    no_name = "".join(rf"(?<!\b{first} (?={last}\b))" for first, last in pairs)
    return re.compile(rf"(?<![\w]){no_name}(?:{'|'.join(map(re.escape, longest_first))})(?![\w])", flags)
