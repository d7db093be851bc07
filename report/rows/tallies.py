"""Counts by name in bounded memory, however many names there are."""

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

LONGEST_NAME: Final = 200
ELLIPSIS: Final = "…"

# Control characters, line separators, marks that turn the direction of what follows, lone surrogates.
_UNSHOWN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def shown(value: object, longest: int = LONGEST_NAME) -> str:
    """Return a value as text for a page: one line, at most `longest` characters, ending in … where it is cut."""
    text = value if isinstance(value, str) else str(value)
    if len(text) > longest:
        text = text[: longest - 1].rstrip() + ELLIPSIS
    return text if text.isprintable() else _UNSHOWN.sub(" ", text)


class NamedCounts(NamedTuple):
    """A name and its counts; the name is None for all other names together."""

    name: str | None
    counts: tuple[int, ...]


class Tally:
    """Counts in `width` columns under names.

    Exact for as many different names as `capacity`. Beyond that, the rarer half is merged into
    the others, so a count may be too low but never too high.
    Source: the pruning of G. S. Manku and R. Motwani, "Approximate frequency counts over data streams", 2002.
    """

    def __init__(self, width: int = 1, capacity: int = 50_000) -> None:
        self._counts: dict[str, list[int]] = {}
        self._others = [0] * width
        self._capacity = capacity

    def __len__(self) -> int:
        return len(self._counts)

    def add(self, name: object, column: int = 0) -> None:
        """Count a row under a name, which is shortened where it is long."""
        try:
            self._counts[name][column] += 1  # type: ignore[index]
        except (KeyError, TypeError):
            self._add_new(shown(name), column)

    def most_frequent(self, number: int) -> Iterator[NamedCounts]:
        """Yield the most frequent names, then the sum of all others where there are any."""
        ranked = sorted(self._counts.items(), key=lambda entry: (-sum(entry[1]), entry[0]))
        for name, counts in ranked[:number]:
            yield NamedCounts(name, tuple(counts))
        others = _sum([self._others, *(counts for _, counts in ranked[number:])])
        if any(others):
            yield NamedCounts(None, others)

    def _add_new(self, name: str, column: int) -> None:
        if name not in self._counts:
            if len(self._counts) >= self._capacity:
                self._fold()
            self._counts[name] = [0] * len(self._others)
        self._counts[name][column] += 1

    def _fold(self) -> None:
        ranked = sorted(self._counts.items(), key=lambda entry: -sum(entry[1]))
        kept = self._capacity // 2
        self._others = list(_sum([self._others, *(counts for _, counts in ranked[kept:])]))
        self._counts = dict(ranked[:kept])


class DistinctCount:
    """The number of different values: exact up to `capacity`, beyond that a lower bound."""

    def __init__(self, capacity: int = 200_000) -> None:
        self._seen: set[int] = set()
        self._capacity = capacity
        self.at_least = False

    def add(self, value: object) -> None:
        """Note a value by its 64-bit hash: two of 200,000 collide once in a billion runs."""
        hashed = hash(value if isinstance(value, str) else str(value))
        if len(self._seen) < self._capacity:
            self._seen.add(hashed)
        elif hashed not in self._seen:
            self.at_least = True

    def __len__(self) -> int:
        return len(self._seen)


def _sum(counts: Sequence[Sequence[int]]) -> tuple[int, ...]:
    return tuple(sum(column) for column in zip(*counts, strict=True))
