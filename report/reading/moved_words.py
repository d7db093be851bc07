"""The words that moved the stances of a document, as pages show them."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from detente.model.classifying import PlanClassifier
from detente.model.explanation import Explanation, WordEffect, pair_of
from detente.model.labels import NEUTRAL
from detente.model.prediction import Prediction
from detente.model.wording import LocatedPair

__all__ = ["MovedWords", "StanceKey", "explain_shown", "explainable", "moved_words", "words_that_moved"]

MOST_WORDS: Final = 3
# Weaker words are nearly as often chance as not, and would mark half of the text.
LEAST_CHANGE: Final = 0.05

# A statement, a target, and the stance that is shown. In two documents one statement may have two stances.
StanceKey = tuple[str, str, str]

# The strongest words of each stance that was explained; of one that nothing moved, no words.
MovedWords = Mapping[StanceKey, tuple[WordEffect, ...]]


def explainable(predictions: Iterable[Prediction]) -> list[Prediction]:
    """Return the predictions whose words can be found, equal stances once: polar, of a target that is named.

    A target that is only meant has its stance from the document, which no word of the statement tells.
    """
    found = {
        _key(one): one for one in predictions if one.stance not in (None, NEUTRAL) and one.named is not False
    }
    return list(found.values())


def explain_shown(shown: Iterable[Prediction], classifier: PlanClassifier) -> Iterator[Explanation]:
    """Explain stances that a page shows, in order, as they are asked for; `shown` are of `explainable`.

    Words are left out of the statement alone, so they are compared with the statement alone: what is shown may be
    the mean of that and of the reading in the document. Each explanation holds the prediction of the statement alone.
    A stance that this prediction does not share has no explanation, because the words speak for another one.
    """
    stances: dict[LocatedPair, set[str]] = {}
    for one in shown:
        if one.statement is not None and one.stance is not None:
            stances.setdefault(pair_of(one, classifier.finder), set()).add(one.stance)
    alone = classifier.predict_located(list(stances))
    agreed = [one for one, of_one in zip(alone, stances.values(), strict=True) if one.stance in of_one]
    yield from classifier.explain_predictions(agreed)


def moved_words(explanations: Iterable[Explanation]) -> MovedWords:
    """Return the strongest words of each stance that was explained, strongest first."""
    return {_key(one.prediction): one.strongest(MOST_WORDS, least=LEAST_CHANGE) for one in explanations}


def words_that_moved(moved: MovedWords, prediction: Prediction) -> tuple[WordEffect, ...] | None:
    """Return the words that moved a prediction; None where it was not explained."""
    return None if prediction.named is False else moved.get(_key(prediction))


def _key(prediction: Prediction) -> StanceKey:
    return prediction.statement or "", prediction.target, prediction.stance or ""
