"""The words that moved the predictions of a document, as its page shows them."""

from collections.abc import Iterable, Mapping
from typing import Final

from detente.model.explanation import Explanation, WordEffect

MOST_WORDS: Final = 3
# Weaker words are nearly as often chance as not, and would mark half of the text.
LEAST_CHANGE: Final = 0.05

# The strongest words of each prediction, by statement and target; of one that nothing moved, no words.
MovedWords = Mapping[tuple[str, str], tuple[WordEffect, ...]]


def moved_words(explanations: Iterable[Explanation]) -> MovedWords:
    """Return the strongest words of each prediction that was explained, strongest first."""
    return {
        (one.prediction.statement or "", one.prediction.target): one.strongest(MOST_WORDS, least=LEAST_CHANGE)
        for one in explanations
    }
