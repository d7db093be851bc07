"""Remembers which state's holder bears a title: who "the envoy" or "the ministry" is."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from re import Match
from typing import NamedTuple

from detente.model.document.rules.reading_rules import BearerWords

__all__ = ["Bearers", "Holding"]


class Holding(NamedTuple):
    """The span of a name in a statement, and the code of the holder whom it names or speaks for."""

    start: int
    end: int
    code: str


@dataclass(slots=True)
class Bearers:
    """The bearers of titles in one document, given its statements in order."""

    words: BearerWords
    # By head: which codes bear it, each with the words that stood before it.
    _borne: dict[str, dict[str, set[frozenset[str]]]] = field(default_factory=dict)
    _named: set[str] = field(default_factory=set)

    def take(self, text: str, names: Sequence[Holding], persons: Sequence[Holding]) -> list[tuple[str, str]]:
        """Remember who bears the titles in a statement; `names` of holders and `persons` are by position.

        Returns each title of which that is known, and the code of its bearer.
        """
        found: list[tuple[str, str]] = []
        self._named.update(name.code for name in names)
        for title in self.words.titles.finditer(text):
            code = self._bearer_in(text, title, names, persons)
            if code is None:
                continue
            found.append((title[0], code))
            for head, before in self._heads(title):
                self._borne.setdefault(head, {}).setdefault(code, set()).add(before)
        return found

    def find(self, phrase: str) -> str | None:
        """Return the code of the one who bears the title in `phrase`; None where none or several do."""
        titles = list(self.words.titles.finditer(phrase))
        if not titles:
            return None
        title = titles[-1]
        heads = self._heads(title)
        if not heads:  # "DİPLOMAT": its small letters are spelt otherwise
            return None
        head, before = heads[-1]
        home = self.words.home.get(head)
        if home is None and self.words.definite.search(phrase, 0, title.start()) is None:
            return None
        codes = [
            code for code, known in self._borne.get(head, {}).items() if any(before <= one for one in known)
        ]
        if len(codes) == 1:
            return codes[0]
        return home if not codes and home in self._named else None

    def _heads(self, title: Match[str]) -> list[tuple[str, frozenset[str]]]:
        text = title[0].lower()
        return [
            (self.words.alike.get(head[0], head[0]), frozenset(text[: head.start()].split()))
            for head in self.words.heads.finditer(text)
        ]

    def _bearer_in(
        self, text: str, title: Match[str], names: Sequence[Holding], persons: Sequence[Holding]
    ) -> str | None:
        start, end = title.span()
        person_behind, name_behind = _behind(persons, end), _behind(names, end)
        person_before, name_before = _before(persons, start), _before(names, start)
        words = self.words
        for one, pattern in ((person_behind, words.named), (name_behind, words.named)):
            if one is not None and pattern.fullmatch(text, end, one.start):
                return one.code
        for one, pattern in ((name_before, words.owner), (person_before, words.apposed)):
            if one is not None and pattern.fullmatch(text, one.end, start):
                return one.code
        if name_behind is not None and words.of.fullmatch(text, end, name_behind.start):
            return name_behind.code
        return None


def _behind(names: Sequence[Holding], end: int) -> Holding | None:
    """The first of the names from `end` on."""
    first = bisect_left(names, end, key=_start)
    return names[first] if first < len(names) else None


def _before(names: Sequence[Holding], start: int) -> Holding | None:
    """The last of the names up to `start`."""
    last = bisect_left(names, start, key=_start) - 1
    while last >= 0 and names[last].end > start:
        last -= 1
    return names[last] if last >= 0 else None


def _start(name: Holding) -> int:
    return name.start
