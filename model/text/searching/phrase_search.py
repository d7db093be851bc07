"""Finds the phrases of an actor list in a statement."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from operator import itemgetter

from ahocorasick_rs import AhoCorasick, MatchKind

from detente.model.text.actor_list import SPACED, ActorList, Context, Phrase, fold_case
from detente.model.text.words import UNREAD_SIGN, visible_signs, without_unread

__all__ = ["Hit", "PhraseSearch", "counts", "stands_alone"]

# The given name of a Korean after the surname: "Kim Min-soo" is not the Kim whom a list means.
GIVEN_NAME = re.compile(r" [A-Z][a-z]+-[a-z]")

Hit = tuple[int, int, Phrase]  # start and end in characters, and what stands there


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

    def listed(self, statement: str) -> list[Hit]:
        """Return the phrases that count, by start: of those that overlap the longest, and none that is unread."""
        visible, offsets = (statement, None) if statement.isascii() else visible_signs(statement)
        read = without_unread(visible) if UNREAD_SIGN.search(visible) else visible
        found = list(self._longest_hits(read))
        if offsets is None:
            return found
        return [(offsets[start], offsets[end - 1] + 1, phrase) for start, end, phrase in found]

    def _longest_hits(self, statement: str) -> Iterator[Hit]:
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
            if not stands_alone(folded, start, end):
                continue
            for phrase in self._phrases[number]:
                spelled = phrase.spellings is None or marked[start:end] in phrase.spellings
                if spelled and counts(phrase, holds, statement, end):
                    yield start, end, phrase

    def _matches(self, folded: str) -> list[tuple[int, int, int]]:
        try:
            return list(self._automaton.find_matches_as_indexes(folded, overlapping=True))
        except UnicodeEncodeError:
            # Lone surrogates have no UTF-8 form; a question mark for each keeps the offsets.
            sound = folded.encode("utf-8", "replace").decode("utf-8")
            return list(self._automaton.find_matches_as_indexes(sound, overlapping=True))


def stands_alone(text: str, start: int, end: int) -> bool:
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


def counts(phrase: Phrase, holds: Callable[[Context], bool], statement: str, end: int) -> bool:
    """Whether a phrase that ends at `end` stands in a context that its list accepts; `holds` tests a context."""
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
