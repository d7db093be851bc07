"""Words that a hyphen divides at the end of a line: whether they are written with the hyphen or without."""

import re
from functools import cached_property
from typing import Final

__all__ = ["SOFT_HYPHEN", "BrokenWords"]

SOFT_HYPHEN: Final = "\xad"

_HYPHENS: Final = ("-", "\u2010")
_WORDS: Final = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LEFT: Final = re.compile(
    r"(?:(?P<name>\b[A-Z][^\W\d_]+)\s)?(?P<word>(?:[A-Z]\.){1,6}|[^\W\d_]{1,40})[-\u2010]$"
)
_RIGHT: Final = re.compile(r"[^\W\d_]{1,40}")
# "short-\nand medium-range": the hyphen stands for the rest of the word.
_SUSPENDED: Final = re.compile(r"(?:and|or|to)\b")
# Compounds that keep their hyphen, by their first or last word.
_OPENS_COMPOUND: Final = re.compile(
    "cross|first|five|four|half|high|ill|long|low|medium|non|nuclear|one|second|self|short|six|so|ten|third|three|two|"
    "well|year"
)
_ENDS_COMPOUND: Final = re.compile(
    "armed|backed|based|born|building|class|day|driven|free|friendly|held|in|keeping|level|like|made|making|minded|"
    "month|old|off|out|powered|range|related|run|scale|sea|sharing|speaking|sponsored|style|term|time|up|wide|year"
)
# What is never a word of its own, so that a hyphen before it divides one.
_ENDING: Final = re.compile(
    r"[b-df-hj-np-tv-z]?(?:[st]ions?|[st]ional(?:ly)?|ments?|mental|it(?:y|ies)|[ae]nc(?:y|es?|ies)|ious(?:ly)?|ically|"
    r"[st]ive(?:ly)?|ness|tures?|ated|ating|ized|izing|tory|[bpt]ly)"
)
_BREAK: Final = re.compile(r"([^\W\d_]{1,40})[-\u2010][ \t]*\r?\n[ \t>]*([a-z]{1,40})(?![^\W\d_])")
_LONGEST_TAIL: Final = 100


class BrokenWords:
    """Joins words that were divided at the ends of the lines of one document."""

    def __init__(self, document: str) -> None:
        self._document = document

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(_WORDS.findall(self._document.lower()))

    @cached_property
    def _divides(self) -> bool:
        """Whether the lines of the document break within words, and not only behind hyphens."""
        return any(
            _ENDING.fullmatch(found[2]) or (found[1] + found[2]).lower() in self._words
            for found in _BREAK.finditer(self._document)
        )

    def joint(self, line: str, following: str) -> int | None:
        """Return how many characters at the end of `line` are dropped where a word continues in the line `following`.

        1 where the hyphen only divides ("dis-\\ncuss"), 0 where it belongs to the word ("anti-\\nAmerican"), and None
        where no word does. How the document writes the word elsewhere decides, then whether it divides any word.
        """
        if line.endswith(SOFT_HYPHEN):
            return 1
        if not line.endswith(_HYPHENS):
            return None
        left, right = _LEFT.search(line[-_LONGEST_TAIL:]), _RIGHT.match(following)
        if left is None or right is None or _SUSPENDED.match(following):
            return None
        word, rest = left["word"].lower(), right[0].lower()
        if word + rest in self._words:
            return 1
        if f"{word}-{rest}" in self._words or not right[0].islower() or not self._divides:
            return 0
        # "Kim Jong-\nun": a given name is not one word.
        is_name = left["word"][0].isupper() and left["name"] is not None
        return int(not (is_name or _OPENS_COMPOUND.fullmatch(word) or _ENDS_COMPOUND.fullmatch(rest)))
