"""Finds the mentions of actors in a statement."""

import difflib
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any, Self

from detente.model.errors import ActorsError
from detente.model.text.actor_list import (
    LANGUAGE_LISTS,
    SHIPPED_LIST,
    Actor,
    ActorList,
    fold_name,
    read_actor_lists,
)
from detente.model.text.east_asian import (
    EAST_ASIAN,
    LETTERS,
    NO_SYLLABLE_BEFORE,
    Language,
    language_of,
    needs_space_before,
)
from detente.model.text.phrase_search import EastAsianSearch, PhraseSearch

__all__ = ["Actor", "ActorFinder", "Mention"]

SHORTEST_FREE_NAME = 3
SHORTEST_EAST_ASIAN_NAME = 2
LONGEST_FREE_NAME = 100

# Similarity from 0 to 1: two swapped letters of five are 0.8, "Chile" and "China" 0.6.
_MUCH_LIKE = 0.8


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of a statement that names an actor: `statement[start:end]`, in characters."""

    target: str
    start: int
    end: int


@cache
def _shipped_list() -> ActorList:
    # Read once a process: a job needs it for its settings and again for its classifier.
    return read_actor_lists([SHIPPED_LIST])


def _plain(value: Any) -> object:
    # As dataclasses.asdict has it, which copies every text of the lists and takes ten times as long.
    if isinstance(value, frozenset):
        return sorted(value)
    return {field.name: getattr(value, field.name) for field in fields(value)}


class ActorFinder:
    """Finds in a statement the phrases of an actor list; build it with `from_files`.

    `PhraseSearch` says what counts. The lists for Korean and Chinese are read when a statement in these
    languages is met.
    """

    def __init__(self, found: ActorList, own_lists: Sequence[Path] = ()) -> None:
        self.actors: Mapping[str, Actor] = found.actors
        self._order = {code: number for number, code in enumerate(found.actors)}
        self._defaults = frozenset(code for code, actor in found.actors.items() if actor.default)
        self._codes_by_name = found.codes_by_name
        self._search = PhraseSearch(found)
        self._free_names: dict[str, re.Pattern[str]] = {}
        self._found = found
        self._own_lists = tuple(own_lists)
        self._in_language: dict[Language, tuple[ActorList, EastAsianSearch]] = {}
        if own_lists and any(LETTERS.search(phrase.folded) for phrase in found.phrases):
            # An own phrase that a shipped one contradicts is refused here, not in the middle of a run.
            for language in LANGUAGE_LISTS:
                self._read(language)

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of the lists' content but for the shipped ones of other languages.

        Those change with the version alone. Equal lists have equal fingerprints.
        """
        content = json.dumps(self._found, sort_keys=True, default=_plain)
        return hashlib.sha256(content.encode("utf-8")).hexdigest()

    @classmethod
    def from_files(cls, *paths: Path) -> Self:
        """Build a finder from the shipped list and the files at `paths`, later ones extending earlier ones.

        Raises ActorsError, naming file and key, if a file does not follow the form of `actors.toml`.
        """
        if not paths:
            return cls(_shipped_list())
        return cls(read_actor_lists([SHIPPED_LIST, *paths]), paths)

    def find(self, statement: str, targets: Sequence[str] | None = None) -> list[Mention]:
        """Find the mentions of `targets` in the statement.

        `targets` are codes or names as in `resolve`; None means the default actors. Returns the mentions
        sorted by start; those of one actor never overlap, and a phrase for two actors ("both Koreas")
        gives a mention of each with the same span. Raises ActorsError for a target `resolve` refuses.
        """
        if targets is None:
            wanted, free = self._defaults, []
        else:
            codes = dict.fromkeys(self.resolve(target).code for target in targets)
            wanted = frozenset(codes) & self._order.keys()
            free = [code for code in codes if code not in wanted]
        found: list[Mention] = []
        for start, end, phrase in self._searched_with(statement).listed(statement) if wanted else ():
            found += [Mention(code, start, end) for code in phrase.codes if code in wanted]
        for name in free:
            found += [Mention(name, *match.span()) for match in self._free_name(name).finditer(statement)]
        if len(found) > 1:
            found = sorted(dict.fromkeys(found), key=self._rank)
        return found

    def resolve(self, target: str) -> Actor:
        """Return the actor that `target` stands for.

        `target` is the code or a name of a known actor, in any case, or any other name of 3 to 100
        characters (from 2 in Korean and Chinese): then an actor whose code and name are that name, found
        literally. Raises ActorsError, naming the known codes, for an unknown code of two letters, an empty
        text and what is no text.
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
        shortest = SHORTEST_EAST_ASIAN_NAME if LETTERS.search(name) else SHORTEST_FREE_NAME
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

    def _searched_with(self, statement: str) -> PhraseSearch:
        language = language_of(statement)
        return self._search if language is None else self._read(language)[1]

    def _read(self, language: Language) -> tuple[ActorList, EastAsianSearch]:
        if language not in self._in_language:
            found = read_actor_lists([SHIPPED_LIST, LANGUAGE_LISTS[language], *self._own_lists])
            self._in_language[language] = found, EastAsianSearch(found)
        return self._in_language[language]

    def _code(self, name: str) -> str | None:
        folded = fold_name(name)
        if folded in self._codes_by_name or not LETTERS.search(name):
            return self._codes_by_name.get(folded)
        codes = (self._read(language)[0].codes_by_name.get(folded) for language in LANGUAGE_LISTS)
        return next((code for code in codes if code is not None), None)

    def _rank(self, mention: Mention) -> tuple[int, int, int]:
        return mention.start, mention.end, self._order.get(mention.target, len(self._order))

    def _free_name(self, name: str) -> re.Pattern[str]:
        # A name given in lower case is found in any case; "Turkey" is not, so that it is no bird.
        if name not in self._free_names:
            spelled = (
                f"(?i:{re.escape(name)})"
                if name.islower()
                else f"(?:{re.escape(name)}|{re.escape(name.upper())})"
            )
            before, after = _borders(name)
            self._free_names[name] = re.compile(f"{before}{spelled}{after}")
        return self._free_names[name]


def _borders(name: str) -> tuple[str, str]:
    """Return what must not stand before and after a free name, as for a listed phrase."""
    before, after = (
        "" if LETTERS.match(letter) else rf"{look}[^\W_{EAST_ASIAN}])"
        for letter, look in ((name[0], "(?<!"), (name[-1], "(?!"))
    )
    return (NO_SYLLABLE_BEFORE if needs_space_before(name) else before), after
