"""Finds the mentions of actors in a statement."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Self

from detente.model.text.actor_list import (
    LANGUAGE_LISTS,
    SHIPPED_LIST,
    Actor,
    ActorList,
    read_actor_lists,
)
from detente.model.text.actor_names import ActorNames, free_name
from detente.model.text.east_asian import EAST_ASIAN_LETTER, Language, list_language
from detente.model.text.list_file import fingerprint_of
from detente.model.text.offices import read_offices
from detente.model.text.searching.east_asian_search import EastAsianSearch
from detente.model.text.searching.phrase_search import PhraseSearch

__all__ = ["Actor", "ActorFinder", "FindActors", "Mention"]


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of a statement that names an actor: `statement[start:end]`, in characters."""

    target: str
    start: int
    end: int


FindActors = Callable[[str], Sequence[Mention]]  # finds the mentions of actors in a text


@cache
def _shipped_list() -> ActorList:
    # Read once a process: a job needs it for its settings and again for its classifier.
    return read_actor_lists([SHIPPED_LIST])


class ActorFinder:
    """Finds in a statement the phrases of an actor list; build it with `from_files`.

    `PhraseSearch` and `EastAsianSearch` say what counts. The lists for Korean and Chinese are read when a
    statement in these languages is met.
    """

    def __init__(self, found: ActorList, own_lists: Sequence[Path] = ()) -> None:
        self.actors: Mapping[str, Actor] = found.actors
        self._order = {code: number for number, code in enumerate(found.actors)}
        self._defaults = frozenset(code for code, actor in found.actors.items() if actor.default)
        self._names = ActorNames(found.actors, found.codes_by_name, self._east_asian_codes)
        self._search = PhraseSearch(found)
        self._found = found
        self._own_lists = tuple(own_lists)
        # Documents are read with them, and a wrong one is refused here, not in the middle of a run.
        self._own_offices = [pair for path in own_lists for pair in read_offices(path)]
        self._in_language: dict[Language, tuple[ActorList, EastAsianSearch]] = {}
        if own_lists and any(EAST_ASIAN_LETTER.search(phrase.folded) for phrase in found.phrases):
            # An own phrase that a shipped one contradicts is refused here, not in the middle of a run.
            for language in LANGUAGE_LISTS:
                self._read(language)

    @property
    def defaults(self) -> frozenset[str]:
        """The codes of the default actors: those that are found where no target is asked for."""
        return self._defaults

    @property
    def own_lists(self) -> tuple[Path, ...]:
        """The files that extend the shipped list."""
        return self._own_lists

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of the lists' content, own offices included, but for the shipped ones of other languages.

        Those change with the version alone. Equal lists have equal fingerprints.
        """
        return fingerprint_of(self._found, self._own_offices)

    @classmethod
    def from_files(cls, *paths: str | Path) -> Self:
        """Build a finder from the shipped list and the files at `paths`, later ones extending earlier ones.

        Raises ActorsError, naming file and key, if a file does not follow the form of `actors.toml`.
        """
        if not paths:
            return cls(_shipped_list())
        files = tuple(map(Path, paths))
        return cls(read_actor_lists(files, onto=_shipped_list()), files)

    def find(self, statement: str, targets: str | Sequence[str] | None = None) -> list[Mention]:
        """Find the mentions of `targets` in the statement.

        `targets` is a code or name as in `resolve`, or several; None means the default actors. Returns the mentions
        sorted by start; those of one actor never overlap, and a phrase for two actors ("both Koreas") gives a mention
        of each with the same span. Raises ActorsError for a target `resolve` refuses.
        """
        if targets is None:
            wanted, free = self._defaults, []
        else:
            named = [targets] if isinstance(targets, str) else targets
            codes = dict.fromkeys(self.resolve(target).code for target in named)
            wanted = frozenset(codes) & self._order.keys()
            free = [code for code in codes if code not in wanted]
        found: list[Mention] = []
        for start, end, phrase in self._searched_with(statement).listed(statement) if wanted else ():
            found += [Mention(code, start, end) for code in phrase.codes if code in wanted]
        for name in free:
            found += [Mention(name, *match.span()) for match in free_name(name).finditer(statement)]
        if len(found) > 1:
            found = sorted(dict.fromkeys(found), key=self._rank)
        return found

    def resolve(self, target: str) -> Actor:
        """Return the actor that `target` stands for.

        `target` is the code or a name of a known actor, in any case, or any other name of 3 to 100 characters (from 2
        in Korean and Chinese): then an actor whose code and name are that name, found literally. Raises ActorsError,
        naming the known codes, for an unknown code of two letters, an empty text and what is no text.
        """
        return self._names.resolve(target)

    def nearest(self, target: str) -> Actor | None:
        """Return the known actor that a free name is spelt much like, None where there is none.

        Raises ActorsError as `resolve` does.
        """
        return self._names.nearest(target)

    def _searched_with(self, statement: str) -> PhraseSearch:
        language = None if statement.isascii() else list_language(statement)
        return self._search if language is None else self._read(language)[1]

    def _read(self, language: Language) -> tuple[ActorList, EastAsianSearch]:
        if language not in self._in_language:
            found = read_actor_lists([LANGUAGE_LISTS[language], *self._own_lists], onto=_shipped_list())
            self._in_language[language] = found, EastAsianSearch(found)
        return self._in_language[language]

    def _east_asian_codes(self) -> Iterator[Mapping[str, str]]:
        return (self._read(language)[0].codes_by_name for language in LANGUAGE_LISTS)

    def _rank(self, mention: Mention) -> tuple[int, int, int]:
        return mention.start, mention.end, self._order.get(mention.target, len(self._order))
