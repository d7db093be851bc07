"""Tells which actor a code or a name stands for, and finds names that no list has."""

import difflib
import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

from detente.model.errors import ActorsError
from detente.model.text.actor_list import Actor, fold_name
from detente.model.text.east_asian import (
    EAST_ASIAN,
    EAST_ASIAN_LETTER,
    NO_SYLLABLE_BEFORE,
    needs_space_before,
)

SHORTEST_FREE_NAME = 3
SHORTEST_EAST_ASIAN_NAME = 2
LONGEST_FREE_NAME = 100

# Similarity from 0 to 1: two swapped letters of five are 0.8, "Chile" and "China" 0.6.
_MUCH_LIKE = 0.8
# "KP,KR" and "KP KR": several codes, which nobody means as one name.
_BETWEEN = re.compile(r"[\s,;/]+")


class ActorNames:
    """Resolves targets by `actors` and `codes_by_name`, and by what `east_asian_codes` gives when asked.

    That gives the codes by Korean and by Chinese names, which are read only for a name in these languages.
    """

    def __init__(
        self,
        actors: Mapping[str, Actor],
        codes_by_name: Mapping[str, str],
        east_asian_codes: Callable[[], Iterable[Mapping[str, str]]],
    ) -> None:
        self.actors = actors
        self._codes_by_name = codes_by_name
        self._east_asian_codes = east_asian_codes

    def resolve(self, target: str) -> Actor:
        """Return the actor that `target` stands for.

        `target` is the code or a name of a known actor, in any case, or any other name of 3 to 100
        characters (from 2 in Korean and Chinese): then an actor whose code and name are that name, found
        literally. Raises ActorsError, naming the known codes, for an unknown code of two letters, an empty
        text, several codes in one text and what is no text.
        """
        if not isinstance(target, str):
            raise ActorsError(
                f"target {target!r} is of type {type(target).__name__}: accepted are the codes "
                f"{', '.join(self.actors)}, or names as text"
            )
        if target in self.actors:
            return self.actors[target]
        name = target.strip()
        code = self._code(name)
        if code is not None:
            return self.actors[code]
        codes = _BETWEEN.split(name)
        if len(codes) > 1 and all(one in self.actors for one in codes):
            raise ActorsError(
                f"target {target!r} names several actors: give each by itself, as -t {' -t '.join(codes)}, or in a "
                f"column as {';'.join(codes)}"
            )
        shortest = SHORTEST_EAST_ASIAN_NAME if EAST_ASIAN_LETTER.search(name) else SHORTEST_FREE_NAME
        if not shortest <= len(name) <= LONGEST_FREE_NAME:
            raise ActorsError(
                f"unknown target {target!r}: accepted are the codes {', '.join(self.actors)}, the name of an "
                f"actor, or any other name of {SHORTEST_FREE_NAME} to {LONGEST_FREE_NAME} characters "
                f"({SHORTEST_EAST_ASIAN_NAME} in Korean and Chinese)"
            )
        return Actor(name, name, default=False)

    def nearest(self, target: str) -> Actor | None:
        """Return the known actor that a free name is spelt much like, None where there is none.

        Raises ActorsError as `resolve` does.
        """
        if self.resolve(target).code in self.actors:
            return None
        near = difflib.get_close_matches(
            fold_name(target.strip()), self._codes_by_name, n=1, cutoff=_MUCH_LIKE
        )
        return self.actors[self._codes_by_name[near[0]]] if near else None

    def _code(self, name: str) -> str | None:
        folded = fold_name(name)
        if folded in self._codes_by_name or not EAST_ASIAN_LETTER.search(name):
            return self._codes_by_name.get(folded)
        codes = (codes_by_name.get(folded) for codes_by_name in self._east_asian_codes())
        return next((code for code in codes if code is not None), None)


@lru_cache(maxsize=1024)
def free_name(name: str) -> re.Pattern[str]:
    """Return the pattern of a name that no list has: whole words, as written or in capitals.

    A name given in lower case is found in any case; "Turkey" is not, so that it is no bird.
    """
    escaped = re.escape(name)
    spelled = f"(?i:{escaped})" if name.islower() else f"(?:{escaped}|{re.escape(name.upper())})"
    before, after = _borders(name)
    return re.compile(f"{before}{spelled}{after}")


def _borders(name: str) -> tuple[str, str]:
    """Return what must not stand before and after a free name, as for a listed phrase."""
    before, after = (
        "" if EAST_ASIAN_LETTER.match(letter) else rf"{look}[^\W_{EAST_ASIAN}])"
        for letter, look in ((name[0], "(?<!"), (name[-1], "(?!"))
    )
    return (NO_SYLLABLE_BEFORE if needs_space_before(name) else before), after
