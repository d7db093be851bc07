"""Finds the mentions of actors in a statement."""

import difflib
import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any, Self

from ahocorasick_rs import AhoCorasick, MatchKind

from detente.model.errors import ActorsError
from detente.model.text.actor_list import (
    SHIPPED_LIST,
    SPACED,
    Actor,
    ActorList,
    Context,
    Phrase,
    fold_case,
    fold_name,
    read_actor_lists,
)

__all__ = ["Actor", "ActorFinder", "Mention"]

SHORTEST_FREE_NAME = 3
LONGEST_FREE_NAME = 100

# Similarity from 0 to 1: two swapped letters of five are 0.8, "Chile" and "China" 0.6.
_MUCH_LIKE = 0.8

# The given name of a Korean after the surname: "Kim Min-soo" is not the Kim whom a list means.
GIVEN_NAME = re.compile(r" [A-Z][a-z]+-[a-z]")

_Hit = tuple[int, int, Phrase]


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

    One pass finds all phrases (Aho and Corasick 1975). A phrase counts if it starts and ends at word
    boundaries, in a spelling and a context that its list accepts. Of two overlapping phrases the longer
    counts, whoever it belongs to, so a false friend hides the name in it.
    """

    def __init__(self, found: ActorList) -> None:
        self.actors: Mapping[str, Actor] = found.actors
        self._order = {code: number for number, code in enumerate(found.actors)}
        self._defaults = frozenset(code for code, actor in found.actors.items() if actor.default)
        self._codes_by_name = found.codes_by_name
        by_folded: dict[str, list[Phrase]] = {}
        for phrase in found.phrases:
            by_folded.setdefault(phrase.folded, []).append(phrase)
        self._phrases = list(by_folded.values())
        self._automaton = AhoCorasick(list(by_folded), MatchKind.Standard)
        self._free_names: dict[str, re.Pattern[str]] = {}
        self._found = found

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of the lists' content: equal lists have equal fingerprints."""
        content = json.dumps(self._found, sort_keys=True, default=_plain)
        return hashlib.sha256(content.encode("utf-8")).hexdigest()

    @classmethod
    def from_files(cls, *paths: Path) -> Self:
        """Build a finder from the shipped list and the files at `paths`, later ones extending earlier ones.

        Raises ActorsError, naming file and key, if a file does not follow the form of `actors.toml`.
        """
        return cls(read_actor_lists([SHIPPED_LIST, *paths]) if paths else _shipped_list())

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
        for start, end, phrase in self._listed(statement) if wanted else ():
            found += [Mention(code, start, end) for code in phrase.codes if code in wanted]
        for name in free:
            found += [Mention(name, *match.span()) for match in self._free_name(name).finditer(statement)]
        if len(found) > 1:
            found = sorted(dict.fromkeys(found), key=self._rank)
        return found

    def resolve(self, target: str) -> Actor:
        """Return the actor that `target` stands for.

        `target` is the code or a name of a known actor, in any case, or any other name of 3 to 100
        characters: then an actor whose code and name are that name, found literally. Raises ActorsError,
        naming the known codes, for an unknown code of two letters, an empty text and what is no text.
        """
        if not isinstance(target, str):
            raise ActorsError(
                f"target {target!r} is of type {type(target).__name__}: accepted are the codes "
                f"{', '.join(self.actors)}, or names as text"
            )
        if target in self.actors:
            return self.actors[target]
        name = target.strip()
        code = self._codes_by_name.get(fold_name(name))
        if code is not None:
            return self.actors[code]
        if not SHORTEST_FREE_NAME <= len(name) <= LONGEST_FREE_NAME:
            raise ActorsError(
                f"unknown target {target!r}: accepted are the codes {', '.join(self.actors)}, the name of an "
                f"actor, or any other name of {SHORTEST_FREE_NAME} to {LONGEST_FREE_NAME} characters"
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
            self._free_names[name] = re.compile(rf"(?<![^\W_]){spelled}(?![^\W_])")
        return self._free_names[name]

    def _listed(self, statement: str) -> Iterator[_Hit]:
        """Yield the phrases that count, by start: the longest of those that overlap."""
        cluster: list[_Hit] = []
        reach = 0
        for hit in sorted(self._hits(statement), key=_start):
            if hit[0] >= reach:
                yield from _longest(cluster)
                cluster = []
            cluster.append(hit)
            reach = max(reach, hit[1])
        yield from _longest(cluster)

    def _hits(self, statement: str) -> Iterator[_Hit]:
        """Yield every phrase of whole words, in a spelling and a context it accepts."""
        marked = statement.translate(SPACED)
        folded = marked.lower() if marked.isascii() else fold_case(marked)
        for number, start, end in self._matches(folded):
            if not _stands_alone(folded, start, end):
                continue
            for phrase in self._phrases[number]:
                spelled = phrase.spellings is None or marked[start:end] in phrase.spellings
                if spelled and (phrase.context is None or _counts(phrase.context, folded, statement, end)):
                    yield start, end, phrase

    def _matches(self, folded: str) -> list[tuple[int, int, int]]:
        try:
            matches: list[tuple[int, int, int]] = self._automaton.find_matches_as_indexes(
                folded, overlapping=True
            )
        except UnicodeEncodeError:
            # Lone surrogates have no UTF-8 form; a question mark for each keeps the offsets.
            sound = folded.encode("utf-8", "replace").decode("utf-8")
            matches = self._automaton.find_matches_as_indexes(sound, overlapping=True)
        return matches


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether `text[start:end]` is whole words, not cut out of a longer one, or out of "U.S." as "S." is."""
    if text[end : end + 1].isalnum() and text[end - 1].isalnum():
        return False
    if not start:
        return True
    before = text[start - 1]
    if before.isalnum():
        return not text[start].isalnum()
    abbreviated = before == "." and text[start + 1 : start + 2] == "."
    letter = text[max(start - 3, 0) : start - 1]
    return not (abbreviated and letter[-1:].isalnum() and not letter[:-1].isalnum())


def _counts(context: Context, folded: str, statement: str, end: int) -> bool:
    return context.holds(folded) and not GIVEN_NAME.match(statement, end)


def _start(hit: _Hit) -> int:
    return hit[0]


def _longest(cluster: Sequence[_Hit]) -> Iterable[_Hit]:
    """Keep the longest of overlapping hits, else the first; a false friend beats an equal phrase."""
    if len(cluster) < 2:
        return cluster
    kept: list[_Hit] = []
    for start, end, phrase in sorted(cluster, key=lambda hit: (hit[0] - hit[1], hit[0], bool(hit[2].codes))):
        if all(
            end <= other_start
            or other_end <= start
            or ((start, end) == (other_start, other_end) and other.hides not in phrase.codes)
            for other_start, other_end, other in kept
        ):
            kept.append((start, end, phrase))
    return sorted(kept, key=_start)
