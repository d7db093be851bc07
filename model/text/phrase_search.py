"""Searches a statement for the phrases of an actor list."""

import re
from collections.abc import Iterable, Iterator, Sequence

from ahocorasick_rs import AhoCorasick, MatchKind

from detente.model.text.actor_list import SPACED, ActorList, Context, Phrase, fold_case
from detente.model.text.east_asian import (
    LETTERS,
    begins_here,
    compose,
    ends_here,
    fold_signs,
)
from detente.model.text.state_signs import stands_for_states

# The given name of a Korean after the surname: "Kim Min-soo" is not the Kim whom a list means.
GIVEN_NAME = re.compile(r" [A-Z][a-z]+-[a-z]")

Hit = tuple[int, int, Phrase]


class PhraseSearch:
    """Finds the phrases of a list in one pass (Aho and Corasick 1975).

    A phrase counts if it starts and ends at word boundaries, in a spelling and a context that its list
    accepts. Of two overlapping phrases the longer counts, whoever it belongs to, so a false friend hides the
    name in it.
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
        """Yield the phrases that count, by start: the longest of those that overlap."""
        cluster: list[Hit] = []
        reach = 0
        for hit in sorted(self._hits(statement), key=_start):
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


class EastAsianSearch(PhraseSearch):
    """Finds phrases in Korean and Chinese statements, whose words may stand side by side without spaces.

    `begins_here` and `ends_here` say where a phrase may stand; a false friend that is not exact may stand
    anywhere.
    """

    def fold_phrase(self, folded: str) -> str:
        """Return the form in which a phrase is searched: simplified signs, one kind of middle dot."""
        return fold_signs(folded)

    def _hits(self, statement: str) -> Iterator[Hit]:
        """Yield every phrase that stands where it may, in a spelling and a context it accepts."""
        composed, offsets = compose(statement)
        marked = fold_signs(composed).translate(SPACED)
        folded = fold_case(marked)
        latin = LETTERS.sub(" ", marked)
        for number, start, end in self._matches(folded):
            for phrase in self._phrases[number]:
                if _stands(phrase, marked, latin, start, end) and (
                    phrase.context is None or _counts(phrase.context, folded, composed, end)
                ):
                    yield (start, end, phrase) if offsets is None else (offsets[start], offsets[end], phrase)


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


def _counts(context: Context, folded: str, statement: str, end: int) -> bool:
    return context.holds(folded) and not GIVEN_NAME.match(statement, end)


def _start(hit: Hit) -> int:
    return hit[0]


def _longest(cluster: Sequence[Hit]) -> Iterable[Hit]:
    """Keep the longest of overlapping hits, else the first; a false friend beats an equal phrase."""
    if len(cluster) < 2:
        return cluster
    kept: list[Hit] = []
    for start, end, phrase in sorted(cluster, key=lambda hit: (hit[0] - hit[1], hit[0], bool(hit[2].codes))):
        if all(
            end <= other_start
            or other_end <= start
            or ((start, end) == (other_start, other_end) and other.hides not in phrase.codes)
            for other_start, other_end, other in kept
        ):
            kept.append((start, end, phrase))
    return sorted(kept, key=_start)
