"""Finds the phrases of an actor list in Korean and Chinese statements."""

from collections.abc import Iterator
from functools import cache

from detente.model.text.actor_list import SPACED, Phrase, fold_case
from detente.model.text.east_asian import EAST_ASIAN_LETTER, begins_here, compose, ends_here, fold_signs
from detente.model.text.searching.phrase_search import Hit, PhraseSearch, counts, stands_alone
from detente.model.text.searching.state_signs import rows_of_states, stands_for_states

__all__ = ["EastAsianSearch"]


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
                if stands and counts(phrase, holds, composed, end):
                    yield given[start], given[end], phrase


def _stands(phrase: Phrase, marked: str, latin: str, start: int, end: int) -> bool:
    """Whether the phrase may stand at `marked[start:end]`; `latin` is the text with other letters left out."""
    if latin[start:end] == marked[start:end]:
        spelled = phrase.spellings is None or marked[start:end] in phrase.spellings
        return spelled and stands_alone(latin, start, end)
    if not stands_for_states(marked, start, end):
        return False
    whole = phrase.spellings is not None
    if not phrase.codes and not whole:
        return True
    return begins_here(marked, start, end, whole=whole) and ends_here(marked, end, whole=whole)
