"""Finds the mentions of actors in a statement."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from operator import itemgetter
from pathlib import Path
from typing import Self

from ahocorasick_rs import AhoCorasick, MatchKind

from detente.model.text.actor_list import (
    LANGUAGE_LISTS,
    SHIPPED_LIST,
    SPACED,
    Actor,
    ActorList,
    Context,
    Phrase,
    fold_case,
    read_actor_lists,
)
from detente.model.text.actor_names import ActorNames, free_name
from detente.model.text.east_asian import (
    EAST_ASIAN_LETTER,
    Language,
    begins_here,
    compose,
    ends_here,
    fold_signs,
    list_language,
)
from detente.model.text.list_file import fingerprint_of
from detente.model.text.offices import read_offices
from detente.model.text.state_signs import rows_of_states, stands_for_states
from detente.model.text.words import UNREAD_SIGN, visible_signs, without_unread

__all__ = ["Actor", "ActorFinder", "FindActors", "Mention"]

# The given name of a Korean after the surname: "Kim Min-soo" is not the Kim whom a list means.
GIVEN_NAME = re.compile(r" [A-Z][a-z]+-[a-z]")

Hit = tuple[int, int, Phrase]


class PhraseSearch:
    """Finds the phrases of a list in one pass (Aho and Corasick 1975).

    A phrase counts if it starts and ends at word boundaries, in a spelling and a context that its list accepts. Of two
    overlapping phrases the longer counts, whoever it belongs to, so a false friend hides the name in it.
    """

    def __init__(self, found: ActorList) -> None:
        by_folded: dict[str, list[Phrase]] = {}
        for phrase in found.phrases:
            by_folded.setdefault(self.fold_phrase(phrase.folded), []).append(phrase)
        self._phrases = list(by_folded.values())
        self._automaton = AhoCorasick(list(by_folded), MatchKind.Standard)

    def fold_phrase(self, folded: str) -> str:
        """Return the form in which a phrase is searched; `folded` is as in `Phrase`."""
        return folded

    def listed(self, statement: str) -> Iterator[Hit]:
        """Yield the phrases that count, by start: of those that overlap the longest, and none that is unread."""
        visible, offsets = (statement, None) if statement.isascii() else visible_signs(statement)
        read = without_unread(visible) if UNREAD_SIGN.search(visible) else visible
        for start, end, phrase in self._listed(read):
            yield (start, end, phrase) if offsets is None else (offsets[start], offsets[end - 1] + 1, phrase)

    def _listed(self, statement: str) -> Iterator[Hit]:
        cluster: list[Hit] = []
        reach = 0
        for hit in sorted(self._hits(statement), key=itemgetter(0)):
            if hit[0] >= reach:
                yield from _longest(cluster)
                cluster = []
            cluster.append(hit)
            reach = max(reach, hit[1])
        yield from _longest(cluster)

    def _hits(self, statement: str) -> Iterator[Hit]:
        """Yield every phrase of whole words, in a spelling and a context it accepts."""
        marked = statement.translate(SPACED)
        folded = marked.lower() if marked.isascii() else fold_case(marked)
        holds = cache(lambda context: context.holds(folded))
        for number, start, end in self._matches(folded):
            if not _stands_alone(folded, start, end):
                continue
            for phrase in self._phrases[number]:
                spelled = phrase.spellings is None or marked[start:end] in phrase.spellings
                if spelled and _counts(phrase, holds, statement, end):
                    yield start, end, phrase

    def _matches(self, folded: str) -> list[tuple[int, int, int]]:
        try:
            return list(self._automaton.find_matches_as_indexes(folded, overlapping=True))
        except UnicodeEncodeError:
            # Lone surrogates have no UTF-8 form; a question mark for each keeps the offsets.
            sound = folded.encode("utf-8", "replace").decode("utf-8")
            return list(self._automaton.find_matches_as_indexes(sound, overlapping=True))


class EastAsianSearch(PhraseSearch):
    """Finds phrases in Korean and Chinese statements, whose words may stand side by side without spaces.

    `begins_here` and `ends_here` say where a phrase may stand; a false friend that is not exact may anywhere.
    """

    def fold_phrase(self, folded: str) -> str:
        """Return the form in which a phrase is searched: simplified signs, one kind of middle dot."""
        return fold_signs(folded)

    def _hits(self, statement: str) -> Iterator[Hit]:
        """Yield rows of states, and every phrase that stands where it may, in a spelling and a context it accepts."""
        composed, offsets = compose(statement)
        marked = fold_signs(composed).translate(SPACED)
        folded = fold_case(marked)
        holds, latin = cache(lambda context: context.holds(folded)), EAST_ASIAN_LETTER.sub(" ", marked)
        given = range(len(composed) + 1) if offsets is None else offsets
        for start, end, codes in rows_of_states(marked):
            yield given[start], given[end], Phrase(marked[start:end], codes)
        for number, start, end in self._matches(folded):
            for phrase in self._phrases[number]:
                stands = _stands(phrase, marked, latin, start, end)
                if stands and _counts(phrase, holds, composed, end):
                    yield given[start], given[end], phrase


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


def _stands(phrase: Phrase, marked: str, latin: str, start: int, end: int) -> bool:
    """Whether the phrase may stand at `marked[start:end]`; `latin` is the text with other letters left out."""
    if latin[start:end] == marked[start:end]:
        spelled = phrase.spellings is None or marked[start:end] in phrase.spellings
        return spelled and _stands_alone(latin, start, end)
    if not stands_for_states(marked, start, end):
        return False
    whole = phrase.spellings is not None
    if not phrase.codes and not whole:
        return True
    return begins_here(marked, start, end, whole=whole) and ends_here(marked, end, whole=whole)


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


def _counts(phrase: Phrase, holds: Callable[[Context], bool], statement: str, end: int) -> bool:
    return phrase.context is None or (holds(phrase.context) and not GIVEN_NAME.match(statement, end))


def _longest(cluster: Sequence[Hit]) -> Iterable[Hit]:
    """Keep the longest of overlapping hits, else the first; a false friend beats an equal phrase."""
    if len(cluster) < 2:
        return cluster
    kept: dict[tuple[int, int], list[Phrase]] = {}
    taken = set[int]()
    for start, end, phrase in sorted(cluster, key=lambda hit: (hit[0] - hit[1], hit[0], bool(hit[2].codes))):
        same, span = kept.get((start, end), []), range(start, end)
        hidden = any(other.hides in phrase.codes for other in same)
        if not hidden and (same or taken.isdisjoint(span)):
            kept.setdefault((start, end), []).append(phrase)
            taken.update(span)
    return [(*span, phrase) for span in sorted(kept) for phrase in kept[span]]
