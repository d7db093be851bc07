"""The data of a reading's page: predictions by statement, names and dyads, as its scripts read them."""

from collections.abc import Mapping, Sequence

from detente.model.explanation import WordEffect
from detente.model.labels import STANCES
from detente.model.prediction import Prediction
from detente.report.actor_names import in_sentence
from detente.report.reading.document import Reading
from detente.report.reading.dyads import DyadCount, source_order
from detente.report.reading.moved_words import MovedWords, words_that_moved

# HTML cannot hold NUL or lone surrogates; each is shown as one other character.
_UNSHOWABLE = {0: "\u2400"} | dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
_DECIMALS = 4


def showable(text: str) -> str:
    """Replace each character that HTML cannot hold by another one; the length stays."""
    return text.translate(_UNSHOWABLE)


def source_name(reading: Reading, code: str, *, several: bool = False) -> str:
    """Return how the page calls a source; `several` where one name stands for the sources of many statements."""
    if code == "author":
        return "the author"
    if code == "other":
        return "other parties" if several else "another party"
    return showable(reading.names.get(code, code))


def reading_data(reading: Reading, order: Mapping[str, int], dyads: Sequence[DyadCount]) -> dict[str, object]:
    """Return what the page's scripts read; `order` has the number of each target, by code.

    False and missing values are left out: a long document has thousands of predictions.
    """
    sources = sorted({one.source for one in reading.predictions if one.source is not None})
    return {
        "stances": STANCES,
        "targets": [showable(target.name) for target in reading.targets],
        "targetsInSentence": [showable(in_sentence(target.name)) for target in reading.targets],
        # The number of the target that a source is, where it is one.
        "sourceTargets": {code: order[code] for code in sources if code in order},
        "names": {code: source_name(reading, code) for code in sources},
        "groups": {code: source_name(reading, code, several=True) for code in source_order(dyads)},
        "dyads": [
            {
                "source": one.source,
                "target": order[one.target],
                "cooperative": one.cooperative,
                "hostile": one.hostile,
            }
            for one in dyads
        ],
        "explained": bool(reading.moved),
        "length": len(reading.statements),
        "statements": {
            str(statement.number): {
                "speaker": None if statement.speaker is None else showable(statement.speaker),
                "predictions": [_prediction(one, order, reading.moved) for one in statement.predictions],
            }
            for statement in reading.statements
            if statement.predictions
        },
    }


def _prediction(prediction: Prediction, order: Mapping[str, int], moved: MovedWords) -> dict[str, object]:
    words = words_that_moved(moved, prediction)
    whole: dict[str, object] = {
        "target": order[prediction.target],
        "stance": prediction.stance,
        "probabilities": [
            round(float(prediction.probabilities[stance]), _DECIMALS)
            for stance in STANCES
            if prediction.stance is not None
        ],
        "source": prediction.source,
        "pSource": _rounded(prediction.p_source),
        "sourceBy": prediction.source_by,
        "mention": None if prediction.mention is None else showable(prediction.mention),
        "takenFor": None if prediction.resolved_from is None else showable(prediction.resolved_from),
        "meant": prediction.named is False,
        "pMeant": _rounded(prediction.p_meant),
        "tooClose": prediction.too_close,
        "truncated": prediction.truncated,
        # Each with the probability of the stance where the word is left out.
        "words": None if words is None else [_word(prediction, word) for word in words],
        "error": None if prediction.error is None else showable(prediction.error),
    }
    return {key: value for key, value in whole.items() if value is not None and value is not False}


def _word(prediction: Prediction, word: WordEffect) -> tuple[str, float]:
    # The change is that of the statement alone. A mean with the reading in its document may be less than it.
    left = max(0.0, (prediction.score or 0.0) - word.change)
    return showable(word.word), round(left, _DECIMALS)


def _rounded(probability: float | None) -> float | None:
    return None if probability is None else round(float(probability), _DECIMALS)
